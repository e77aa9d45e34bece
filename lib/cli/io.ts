import {
  closeSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { DefinitionError, type Problem } from '../errors';

/** What a command reads and writes besides files: stdout is data, stderr is talk. */
export interface Io {
  readonly out: (text: string) => void;
  readonly talk: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Fills a buffer from standard input, and answers how many bytes it has; 0 at the end. @default - the process's own */
  readonly input?: (buffer: Uint8Array) => number;
}

/** The process's own. Written at once and whole, so that what goes wrong is noticed while there is an exit code to say it by. */
export const PROCESS_IO: Io = {
  out: (text) => {
    try {
      writeAll(1, text);
    } catch (error) {
      // A reader that has seen enough, such as `head`, wants no more and nothing else.
      if (reason(error) !== 'EPIPE') throw fileProblem('standard output', `cannot be written: ${reason(error)}`, 'check where it goes');
    }
  },
  talk: (text) => {
    try {
      writeAll(2, text);
    } catch {
      // There is nowhere left to say so.
    }
  },
  environment: process.env,
};

/** Largest text that is read, of a file or of a pipe; what a device gives, such as `/dev/zero`, may have no end. */
const MOST_MEGABYTES = { file: 512, device: 16 };

/** Text of a file, or of standard input for `-`. */
export function readText(path: string): string {
  const where = path === '-' ? 'standard input' : path;
  let descriptor: number | undefined;
  try {
    descriptor = path === '-' ? 0 : openSync(path, 'r');
    const found = fstatSync(descriptor);
    const most = MOST_MEGABYTES[found.isCharacterDevice() ? 'device' : 'file'];
    const isLarge = (bytes: number): boolean => bytes > most * 1024 * 1024;
    const bytes = isLarge(found.size) ? undefined : found.isFile() ? readFileSync(descriptor) : readPieces(descriptor, isLarge);
    if (bytes !== undefined) return bytes.toString('utf8');
    throw fileProblem(where, `is larger than ${String(most)} MB`, 'check what wrote it');
  } catch (error) {
    if (error instanceof DefinitionError) throw error;
    throw fileProblem(where, `cannot be read: ${reason(error)}`, 'check the path and who may read it');
  } finally {
    if (descriptor !== undefined && descriptor !== 0) closeSync(descriptor);
  }
}

/** What a pipe or a device gives until it ends; undefined where that is too much. */
function readPieces(descriptor: number, isLarge: (bytes: number) => boolean): Buffer | undefined {
  const pieces: Buffer[] = [];
  const piece = Buffer.alloc(64 * 1024);
  for (let total = 0; !isLarge(total);) {
    const count = readPiece(descriptor, piece);
    if (count === 0) return Buffer.concat(pieces);
    pieces.push(Buffer.from(piece.subarray(0, count)));
    total += count;
  }
  return undefined;
}

/** Fills a buffer with what is there, and waits where nothing is yet; 0 at the end. */
function readPiece(descriptor: number, buffer: Uint8Array): number {
  for (;;) {
    try {
      return readSync(descriptor, buffer);
    } catch (error) {
      if (reason(error) === 'EOF') return 0;
      if (reason(error) !== 'EAGAIN') throw error;
      pause();
    }
  }
}

/** Names in a folder, in order. */
export function readFolder(path: string): readonly string[] {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (reason(error) === 'ENOENT') throw fileProblem(path, 'does not exist', 'synthesize first, for example with `npx cdktf synth`');
    throw fileProblem(path, `cannot be read: ${reason(error)}`, 'name the folder the stacks were synthesized into');
  }
}

/** Writes a whole file or nothing: a reader never sees half of it. What is no file, such as a pipe, is written to as it is. */
export function writeWhole(path: string, text: string): void {
  try {
    if (isWrittenInPlace(path)) writeFileSync(path, text, { flag: DESCRIPTOR.test(path) ? 'a' : 'w' });
    else replace(statSync(path, { throwIfNoEntry: false }) === undefined ? path : realpathSync(path), text);
  } catch (error) {
    throw fileProblem(path, `cannot be written: ${reason(error)}`, 'check that the folder exists and may be written to');
  }
}

/** Names of what this process has open already; what is there, such as a log, stays. */
const DESCRIPTOR = /^\/(?:dev\/(?:stdout|stderr|fd\/[0-9]+)|proc\/(?:self|[0-9]+)\/fd\/[0-9]+)$/;

function isWrittenInPlace(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  // A link to nothing yet is followed too, not replaced.
  return DESCRIPTOR.test(path) || (found === undefined ? lstatSync(path, { throwIfNoEntry: false }) !== undefined : !found.isFile());
}

function replace(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  const mode = (statSync(path, { throwIfNoEntry: false })?.mode ?? 0o644) & 0o777;
  try {
    writeFileSync(temporary, text, { mode, flag: 'wx' });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length;) {
    try {
      offset += writeSync(descriptor, bytes, offset);
    } catch (error) {
      if (reason(error) !== 'EAGAIN') throw error;
      // The reader of a pipe that does not block is slower than we are.
      pause();
    }
  }
}

/** Fills a buffer from the process's own standard input; 0 at its end. */
export function readInput(buffer: Uint8Array): number {
  try {
    return readPiece(0, buffer);
  } catch (error) {
    throw fileProblem('standard input', `cannot be read: ${reason(error)}`, 'check where it comes from, and who may read it');
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}

export function fileProblem(where: string, what: string, fix: string, code = 'FILE_INVALID'): DefinitionError {
  return new DefinitionError([{ where, what, fix, code } satisfies Problem]);
}

/** What went wrong in a word: the system's code where there is one. */
export function reason(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
  return code ?? (error instanceof Error ? error.message : String(error));
}
