import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from 'node:fs';
import { DefinitionError } from '../errors';
import { refused } from './problem';

/** The bytes of a regular file; a link, a pipe, a device or a file beyond the limit is not read. @throws DefinitionError `ARTEFACT_REFUSED` */
export function readPlainFile(path: string, limit: number): Uint8Array {
  let descriptor: number | undefined;
  try {
    // Asked twice: opening a pipe would wait for ever, and between the two calls another file could take its place.
    if (!lstatSync(path).isFile()) throw new DefinitionError([refused(path, 'is no regular file')]);
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw new DefinitionError([refused(path, 'is no regular file')]);
    if (found.size > limit) throw new DefinitionError([refused(path, `has ${found.size} bytes; at most ${limit} are read`)]);
    return readFileSync(descriptor);
  } catch (error) {
    if (error instanceof DefinitionError) throw error;
    throw new DefinitionError([refused(path, `cannot be read: ${errorCode(error)}`)]);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The system's word for what went wrong. */
export function errorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}
