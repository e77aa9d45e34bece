import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { DefinitionError, type Problem } from '../errors';

/** What a command reads and writes besides files: stdout is data, stderr is talk. */
export interface Io {
  readonly out: (text: string) => void;
  readonly talk: (text: string) => void;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Text of a file, or of standard input for `-`. */
export function readText(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8');
  } catch (error) {
    throw fileProblem(path === '-' ? 'standard input' : path, `cannot be read: ${reason(error)}`, 'check the path and who may read it');
  }
}

/** Writes a whole file or nothing: a reader never sees half of it. */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, { mode: 0o644 });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw fileProblem(path, `cannot be written: ${reason(error)}`, 'check that the folder exists and may be written to');
  }
}

export function fileProblem(where: string, what: string, fix: string, code = 'FILE_INVALID'): DefinitionError {
  return new DefinitionError([{ where, what, fix, code } satisfies Problem]);
}

function reason(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined;
  return code ?? (error instanceof Error ? error.message : String(error));
}
