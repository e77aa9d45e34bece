import { closeSync, constants, fstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, digestOfPieces } from '../approval';
import { DefinitionError } from '../errors';
import { NOT_PLAIN, PROVIDERS, type StackFiles } from '../review';
import { fileProblem, reason } from './io';

/** How much is still read of what lies in the folders of stacks besides the files that are synthesized. */
export interface Left {
  entries: number;
  bytes: number;
}

/** What is read of one side: many times what modules and scripts of a deployment take. */
export const MOST: Readonly<Left> = { entries: 10_000, bytes: 128 * 1024 * 1024 };

/** Findings, which are computed anew, and the plan that the framework saves: nothing that is applied reads them. */
const WITHOUT_EFFECT = ['lint.json', 'plan'];

/** Digests of files, by path. */
export type Beside = NonNullable<StackFiles['beside']>;

/** Digests of files in a folder and in those below it, less those of names that are read as texts. Links are not followed. */
export function besideIn(folder: string, isText: (name: string) => boolean, left: Left): Beside {
  const told = [...entriesOf(folder, '', left)].filter(({ path }) => sortOut(path, isText) !== undefined);
  return Object.fromEntries(told.map((entry) => [entry.path, digestOfEntry(entry, folder, left)]));
}

function digestOfEntry({ path, kind }: Entry, folder: string, left: Left): string {
  if (kind === 'file') return digestOfFile(join(folder, path), folder, left);
  return kind === 'link' ? linkTo(readlinkSync(join(folder, path))) : NOT_PLAIN;
}

/** Under which name a file is told: as it is, as one of the providers that Terraform downloaded, or not at all. */
export function sortOut(path: string, isText: (name: string) => boolean): string | undefined {
  if (path === PROVIDERS || path.startsWith(`${PROVIDERS}/`)) return PROVIDERS;
  return isText(path) || WITHOUT_EFFECT.includes(path) ? undefined : path;
}

/** What stands for a link in place of the digest of a file: where it leads to, which is not read. */
export function linkTo(target: string): string {
  return `${NOT_PLAIN} ${digestOf(target)}`;
}

/** Counts what is about to be read. @throws DefinitionError `FILE_INVALID` where that is too much */
export function count(where: string, left: Left, taken: Partial<Left>): void {
  left.entries -= taken.entries ?? 0;
  left.bytes -= taken.bytes ?? 0;
  if (left.entries >= 0 && left.bytes >= 0) return;
  const most = left.entries < 0 ? `${String(MOST.entries)} files` : `${String(MOST.bytes / 1024 / 1024)} MB`;
  throw fileProblem(where, `holds more than ${most} besides what is synthesized`, 'synthesize into an empty folder, and review that');
}

interface Entry {
  readonly path: string;
  readonly kind: 'file' | 'link' | 'special';
}

function* entriesOf(folder: string, inside: string, left: Left): Generator<Entry> {
  for (const entry of listed(join(folder, inside))) {
    const path = `${inside}${entry.name}`;
    count(folder, left, { entries: 1 });
    // Megabytes of programs, which Terraform holds against its lock file by itself.
    if (path === PROVIDERS) yield { path, kind: 'special' };
    else if (entry.isDirectory()) yield* entriesOf(folder, `${path}/`, left);
    else yield { path, kind: entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'link' : 'special' };
  }
}

function listed(folder: string): ReturnType<typeof readEntries> {
  try {
    return readEntries(folder);
  } catch (error) {
    throw fileProblem(folder, `cannot be read: ${reason(error)}`, 'check who may read it');
  }
}

function readEntries(
  folder: string,
): readonly { readonly name: string; isDirectory(): boolean; isFile(): boolean; isSymbolicLink(): boolean }[] {
  return readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
}

const PIECE = 1024 * 1024;

/** Digest of a file, which is read piece by piece. */
function digestOfFile(path: string, folder: string, left: Left): string {
  let descriptor: number | undefined;
  try {
    // Between the listing and this another file could have taken its place.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if (!fstatSync(descriptor).isFile()) return NOT_PLAIN;
    return digestOfPieces(piecesOf(descriptor, folder, left));
  } catch (error) {
    if (error instanceof DefinitionError) throw error;
    throw fileProblem(path, `cannot be read: ${reason(error)}`, 'check who may read it');
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** What a file holds, in one buffer that is filled again and again. */
function* piecesOf(descriptor: number, folder: string, left: Left): Generator<Uint8Array> {
  const piece = Buffer.alloc(PIECE);
  for (let size = readSync(descriptor, piece); size > 0; size = readSync(descriptor, piece)) {
    count(folder, left, { bytes: size });
    yield piece.subarray(0, size);
  }
}
