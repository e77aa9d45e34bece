import { lstatSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DefinitionError, throwIfAny } from '../errors';
import { readArchive, type ArtefactFile } from './archive';
import { wrongContent } from './content';
import { readArtefactFolder } from './folder';
import { LIMITS, type ArtefactLimits } from './limits';
import { isOfStack } from './names';
import { errorCode } from './plain-file';
import { refused } from './problem';

/** What was unpacked. */
export interface Unpacked {
  /** Names of the stacks, in order. */
  readonly stacks: readonly string[];
  readonly bytes: number;
}

/**
 * Takes a synthesis out of a zip file or a folder that anybody may have made, into a folder that does not exist yet. All of it
 * is checked before the folder comes into being; if anything is wrong there is none.
 *
 * @throws DefinitionError `ARTEFACT_REFUSED`
 */
export async function unpackArtefact(source: string, out: string, limits: ArtefactLimits = LIMITS): Promise<Unpacked> {
  if (lstatSync(out, { throwIfNoEntry: false }) !== undefined) throw new DefinitionError([refused(out, 'is there already')]);
  const files = sourceFiles(source, limits);
  const temporary = temporaryBeside(out);
  try {
    const unpacked = await writeAll(files, temporary, limits);
    renameSync(temporary, out);
    return unpacked;
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

function sourceFiles(source: string, limits: ArtefactLimits): AsyncIterable<ArtefactFile> | Iterable<ArtefactFile> {
  const found = lstatSync(source, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return readArtefactFolder(source, limits);
  if (found?.isFile() === true) return readArchive(source, limits);
  throw new DefinitionError([refused(source, found === undefined ? 'does not exist' : 'is neither a zip file nor a folder')]);
}

function temporaryBeside(out: string): string {
  try {
    return mkdtempSync(join(dirname(resolve(out)), `.${basename(out)}-`));
  } catch (error) {
    throw new DefinitionError([refused(out, `cannot be made: ${errorCode(error)}`)]);
  }
}

async function writeAll(
  files: AsyncIterable<ArtefactFile> | Iterable<ArtefactFile>,
  folder: string,
  limits: ArtefactLimits,
): Promise<Unpacked> {
  const problems = [];
  const stacks = new Set<string>();
  let bytes = 0;
  for await (const file of files) {
    const problem = wrongContent(file.name, file.bytes, limits);
    if (problem !== undefined) problems.push(problem);
    const path = join(folder, file.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.bytes, { flag: 'wx', mode: 0o644 });
    if (isOfStack(file.name)) stacks.add(basename(dirname(path)));
    bytes += file.bytes.length;
  }
  throwIfAny(problems);
  return { stacks: [...stacks].sort(), bytes };
}
