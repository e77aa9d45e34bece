import { existsSync, lstatSync, readdirSync, type Dirent } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { DefinitionError, throwIfAny, type Problem } from '../errors';
import { isReadByTerraform, isStack, LOCK_FILE, NOT_PLAIN, PROVIDERS, type StackFiles, type SynthOutput } from '../review';
import { besideIn, count, linkTo, MOST, sortOut, type Beside, type Left } from './beside-files';
import { fileProblem, readText, reason } from './io';
import { blobsOf, blobText, commitOf, digestsOf, FIX, isPlain, type Blob } from './revision';

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

/** Where stacks stand within. */
const STACKS = 'stacks';

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

function ofFolder(folder: string): GivenOutput {
  const root = [folder, join(folder, OUTPUT)].find((one) => existsSync(join(one, 'stacks'))) ?? folder;
  const isOne = existsSync(join(root, 'cdk.tf.json'));
  const top = existsSync(join(root, 'stacks')) ? join(root, 'stacks') : root;
  const left = { ...MOST };
  const stacks = (isOne ? [root] : subfolders(top)).map((path) => stackIn(path, left)).filter(hasFiles);
  if (!stacks.some(isStack)) throw fileProblem(folder, 'holds no synthesized stack', FIX);
  // Where an output has its usual name, settings stand beside it.
  const beside = basename(resolve(root)) === OUTPUT ? [join(root, '..')] : [];
  const settings = [folder, root, ...beside].map((path) => join(path, SETTINGS_FILE)).find((path) => existsSync(path));
  return {
    output: { source: folder, stacks },
    ...(settings !== undefined && { settings: { text: readText(settings), source: settings } }),
  };
}

/** Folders of stacks. Only among stacks anything else is told: elsewhere there are other things too. */
function subfolders(folder: string): readonly string[] {
  const isOfStacks = basename(resolve(folder)) === STACKS;
  const entries = entriesOf(folder);
  const links = isOfStacks ? entries.filter((entry) => entry.isSymbolicLink()) : [];
  throwIfAny(links.map(({ name }) => notPlain(join(folder, name))));
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .filter((path) => isOfStacks || existsSync(join(path, 'cdk.tf.json')))
    .sort();
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw fileProblem(folder, `cannot be read: ${reason(error)}`, FIX);
  }
}

function stackIn(folder: string, left: Left): StackFiles {
  const isOne = lstatSync(join(folder, 'cdk.tf.json'), { throwIfNoEntry: false }) !== undefined;
  const files = isOne ? filesIn(folder) : {};
  return { name: basename(folder), files, beside: besideIn(folder, (name) => isOne && isRead(name), left) };
}

/** Whether there is anything to tell: providers alone are what is left where a stack was once. */
function hasFiles({ files, beside = {} }: StackFiles): boolean {
  return isStack({ files }) || Object.keys(beside).some((file) => file !== PROVIDERS);
}

function notPlain(where: string): Problem {
  return { where, what: 'is no plain file', fix: 'synthesize again into an empty folder', code: 'FILE_INVALID' };
}

/** Files that say what is applied, or could: links are none, since they could lead anywhere. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder).filter(isRead).sort();
  const links = names.filter((name) => !lstatSync(join(folder, name)).isFile());
  throwIfAny(links.map((name) => notPlain(join(folder, name))));
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
  return ['access.json', 'gateway.json', 'kong.preview.yaml', LOCK_FILE].includes(name) || isReadByTerraform(name);
}

function ofRevision(named: string): GivenOutput {
  const [revision = '', given = OUTPUT] = named.split(/:(.*)/s);
  const folder = given.replace(/^(?:\.?\/)+|\/+$/g, '');
  const commit = commitOf(revision);
  if (commit === undefined) throw fileProblem(named, 'is no folder, and no revision of the repository here', FIX);
  const top = folder === '' ? STACKS : `${folder}/${STACKS}`;
  const blobs = blobsOf(commit, [top, SETTINGS_FILE], named);
  const found = new Map<string, Map<string, Blob>>();
  for (const blob of blobs.filter(({ path }) => path.startsWith(`${top}/`))) {
    const [, stack = '', file = ''] = /^([^/]+)(?:\/(.+))?$/s.exec(blob.path.slice(top.length + 1)) ?? [];
    // A file beside the folders of stacks is of none of them; a link could be one.
    if (file === '' && !isPlain(blob)) throw new DefinitionError([notPlain(`${named} ${blob.path}`)]);
    if (file !== '') found.set(stack, (found.get(stack) ?? new Map<string, Blob>()).set(file, blob));
  }
  const left = { ...MOST };
  const stacks = [...found].map(([name, files]) => stackOf(name, files, named, left)).filter(hasFiles);
  if (!stacks.some(isStack)) throw fileProblem(named, `holds no synthesized stack under ${top} in that revision`, FIX);
  const settings = blobs.find(({ path }) => path === SETTINGS_FILE);
  return {
    output: { source: named, stacks },
    ...(settings && { settings: { text: blobText(settings, named), source: `${revision}:${SETTINGS_FILE}` } }),
  };
}

function stackOf(name: string, blobs: ReadonlyMap<string, Blob>, named: string, left: Left): StackFiles {
  const isText = (file: string): boolean => blobs.has('cdk.tf.json') && isRead(file);
  const texts = [...blobs].filter(([file]) => isText(file));
  return {
    name,
    files: readLater(texts.map(([file, blob]) => [file, () => blobText(blob, named)])),
    beside: besideOf(blobs, isText, named, left),
  };
}

/** The same as {@link besideIn}, of a revision. */
function besideOf(blobs: ReadonlyMap<string, Blob>, isText: (file: string) => boolean, named: string, left: Left): Beside {
  const told = [...blobs].flatMap(([file, blob]) => {
    const path = sortOut(file, isText);
    return path === undefined ? [] : [{ path, blob }];
  });
  const plain = told.filter(({ path, blob }) => path !== PROVIDERS && isPlain(blob)).map(({ blob }) => blob);
  count(named, left, { entries: told.length, bytes: plain.reduce((sum, { bytes }) => sum + bytes, 0) });
  const digests = digestsOf(plain, named);
  return Object.fromEntries(
    told.map(({ path, blob: { object } }) => [path, digests.get(object) ?? (path === PROVIDERS ? NOT_PLAIN : linkTo(object))]),
  );
}
