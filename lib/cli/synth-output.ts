import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { throwIfAny } from '../errors';
import { type SynthOutput } from '../review';
import { fileProblem, readText, reason } from './io';

/** What was synthesized, and the settings of the organisation beside it. */
export interface GivenOutput {
  readonly output: SynthOutput;
  /** Text of `kong-entra.json`, where there is one, and where it stands. */
  readonly settings?: { readonly text: string; readonly source: string };
}

/** Where settings stand. */
export const SETTINGS_FILE = 'kong-entra.json';

/** Where synthesis writes when nobody says otherwise. */
const OUTPUT = 'cdktf.out';

/** Largest file of a revision that is read. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * Reads a synthesized output: a folder, or what a revision of the repository of the current folder holds as `REVISION` or
 * `REVISION:FOLDER`. Nothing of either is run.
 */
export function givenOutput(named: string): GivenOutput {
  if (!existsSync(named)) return ofRevision(named);
  // A change could bring a folder that is called like the branch it is compared with.
  if (commitOf(named.split(':')[0] ?? '') !== undefined)
    throw fileProblem(
      named,
      'is a folder, and a revision of the repository here too',
      `write ./${named} for the folder, or a name that only the revision has, such as refs/heads/${named}`,
      'USAGE',
    );
  return ofFolder(named);
}

const FIX = 'name the folder that was synthesized into, or a revision that holds one, such as main or v1.2:cdktf.out';

function ofFolder(folder: string): GivenOutput {
  const root = [folder, join(folder, OUTPUT)].find((one) => existsSync(join(one, 'stacks'))) ?? folder;
  const isOne = existsSync(join(root, 'cdk.tf.json'));
  const folders = isOne ? [root] : subfolders(existsSync(join(root, 'stacks')) ? join(root, 'stacks') : root);
  const stacks = folders.map((path) => ({ name: basename(path), files: filesIn(path) })).filter(({ files }) => 'cdk.tf.json' in files);
  if (stacks.length === 0) throw fileProblem(folder, 'holds no synthesized stack', FIX);
  // Where an output has its usual name, settings stand beside it.
  const beside = basename(resolve(root)) === OUTPUT ? [join(root, '..')] : [];
  const settings = [folder, root, ...beside].map((path) => join(path, SETTINGS_FILE)).find((path) => existsSync(path));
  return {
    output: { source: folder, stacks },
    ...(settings !== undefined && { settings: { text: readText(settings), source: settings } }),
  };
}

function subfolders(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => join(folder, name))
      .sort();
  } catch (error) {
    throw fileProblem(folder, `cannot be read: ${reason(error)}`, FIX);
  }
}

/** Files that say what is applied, or could: links are none, since they could lead anywhere. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter(isRead).sort();
  const links = names.filter((name) => !lstatSync(join(folder, name)).isFile());
  throwIfAny(
    links.map((name) => ({
      where: join(folder, name),
      what: 'is no plain file',
      fix: 'synthesize again into an empty folder',
      code: 'FILE_INVALID',
    })),
  );
  return readLater(names.map((name) => [name, () => readText(join(folder, name))]));
}

/** Texts that are read when somebody asks for them, so that tens of megabytes are not held for longer than it takes to read them. */
function readLater(files: readonly (readonly [name: string, read: () => string])[]): Readonly<Record<string, string>> {
  const texts = {};
  for (const [name, read] of files) Object.defineProperty(texts, name, { enumerable: true, get: read });
  return texts;
}

/** What Terraform or OpenTofu reads, and what this product writes beside it. */
function isRead(name: string): boolean {
  return /^(?:access\.json|gateway\.json|kong\.preview\.yaml|\.terraform\.lock\.hcl)$|\.(?:tf|tofu|tfvars)(?:\.json)?$/.test(name);
}

/** A file of a revision. */
interface Blob {
  readonly mode: string;
  readonly object: string;
  readonly path: string;
}

function ofRevision(named: string): GivenOutput {
  const [revision = '', given = OUTPUT] = named.split(/:(.*)/s);
  const folder = given.replace(/^(?:\.?\/)+|\/+$/g, '');
  const commit = commitOf(revision);
  if (commit === undefined) throw fileProblem(named, 'is no folder, and no revision of the repository here', FIX);
  const top = folder === '' ? 'stacks' : `${folder}/stacks`;
  const blobs = git(['ls-tree', '-r', '-z', '--full-tree', commit, '--', top, SETTINGS_FILE], named)
    .split('\0')
    .flatMap((line): Blob[] => {
      const [, mode = '', object = '', path = ''] = /^([0-7]{6}) blob ([0-9a-f]+)\t(.+)$/s.exec(line) ?? [];
      return path === '' ? [] : [{ mode, object, path }];
    });
  const found = new Map<string, (readonly [string, () => string])[]>();
  for (const blob of blobs) {
    const [, stack = '', file = ''] =
      (blob.path.startsWith(`${top}/`) ? /^([^/]+)\/([^/]+)$/.exec(blob.path.slice(top.length + 1)) : null) ?? [];
    if (!isRead(file) || stack === '') continue;
    found.set(stack, [...(found.get(stack) ?? []), [file, () => blobText(blob, named)]]);
  }
  const stacks = [...found].map(([name, files]) => ({ name, files: readLater(files) })).filter(({ files }) => 'cdk.tf.json' in files);
  if (stacks.length === 0) throw fileProblem(named, `holds no synthesized stack under ${top} in that revision`, FIX);
  const settings = blobs.find(({ path }) => path === SETTINGS_FILE);
  return {
    output: { source: named, stacks },
    ...(settings && { settings: { text: blobText(settings, named), source: `${revision}:${SETTINGS_FILE}` } }),
  };
}

function blobText({ mode, object, path }: Blob, named: string): string {
  if (!mode.startsWith('100')) throw fileProblem(`${named} ${path}`, 'is no plain file', 'commit the synthesized files themselves');
  return git(['cat-file', 'blob', object], named);
}

/** The commit that a revision names; undefined where there is none, or no repository. */
function commitOf(revision: string): string | undefined {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

/** Reads from the repository's objects alone: no filter, hook or driver of a revision is run by these. */
function git(args: readonly string[], named: string): string {
  try {
    return execFileSync('git', args, { encoding: 'utf8', maxBuffer: MOST_BYTES, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    throw fileProblem(named, 'is no folder, and no revision of the repository here', FIX);
  }
}
