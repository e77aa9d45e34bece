import { execFileSync } from 'node:child_process';
import { digestOf } from '../approval';
import { fileProblem } from './io';

/** What helps whoever named something that holds no stacks. */
export const FIX = 'name the folder that was synthesized into, or a revision that holds one, such as main or v1.2:cdktf.out';

/** Most that git is asked for at once. */
const MOST_BYTES = 512 * 1024 * 1024;

/** Something that a revision has under a path: a file, a link, or a repository within. */
export interface Blob {
  readonly mode: string;
  readonly object: string;
  readonly path: string;
  readonly bytes: number;
}

/** The commit that a revision names; undefined where there is none, or no repository. */
export function commitOf(revision: string): string | undefined {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

/** What a commit has under some paths. */
export function blobsOf(commit: string, paths: readonly string[], named: string): readonly Blob[] {
  return git(['ls-tree', '-r', '-l', '-z', '--full-tree', commit, '--', ...paths], named)
    .toString('utf8')
    .split('\0')
    .flatMap((line): Blob[] => {
      const [, mode = '', object = '', bytes = '', path = ''] =
        /^([0-7]{6}) (?:blob|commit) ([0-9a-f]+) +([0-9]+|-)\t(.+)$/s.exec(line) ?? [];
      return path === '' ? [] : [{ mode, object, path, bytes: bytes === '-' ? 0 : Number(bytes) }];
    });
}

/** Whether something is a file, and neither a link nor a repository. */
export function isPlain({ mode }: Blob): boolean {
  return mode.startsWith('100');
}

/** Text of a file. */
export function blobText(blob: Blob, named: string): string {
  if (!isPlain(blob)) throw fileProblem(`${named} ${blob.path}`, 'is no plain file', 'commit the synthesized files themselves');
  return git(['cat-file', 'blob', blob.object], named).toString('utf8');
}

/** Digests of the contents of objects, which one process reads. */
export function digestsOf(blobs: readonly Blob[], named: string): ReadonlyMap<string, string> {
  if (blobs.length === 0) return new Map();
  const all = git(['cat-file', '--batch'], named, blobs.map(({ object }) => `${object}\n`).join(''));
  const found = new Map<string, string>();
  let at = 0;
  for (const { object } of blobs) {
    const start = all.indexOf('\n', at) + 1;
    const [, bytes] = /^[0-9a-f]+ blob ([0-9]+)$/.exec(all.toString('latin1', at, start - 1)) ?? [];
    if (bytes === undefined) throw fileProblem(named, `lacks the object ${object}`, 'fetch the whole of the revision');
    const end = start + Number(bytes);
    found.set(object, digestOf(all.subarray(start, end)));
    at = end + 1;
  }
  return found;
}

/** Reads from the repository's objects alone: no filter, hook or driver of a revision is run by these. */
function git(args: readonly string[], named: string, input = ''): Buffer {
  try {
    return execFileSync('git', args, { maxBuffer: MOST_BYTES, input, stdio: ['pipe', 'pipe', 'ignore'] });
  } catch {
    throw fileProblem(named, 'is no folder, and no revision of the repository here', FIX);
  }
}
