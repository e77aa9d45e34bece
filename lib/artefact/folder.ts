import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DefinitionError, throwIfAny } from '../errors';
import { type ArtefactFile } from './archive';
import { type ArtefactLimits } from './limits';
import { entryKind, isOfStack, repeated } from './names';
import { errorCode, readPlainFile } from './plain-file';
import { refused } from './problem';

/** Reads a folder as an archive is read: nothing is followed, and what no synthesis writes is refused. @throws DefinitionError `ARTEFACT_REFUSED` */
export function* readArtefactFolder(path: string, limits: ArtefactLimits): Generator<ArtefactFile> {
  const names = namesIn(path, '', limits);
  const files = names.filter((name) => entryKind(name) === 'file');
  throwIfAny([
    ...names.filter((name) => entryKind(name) === undefined).map((name) => refused(join(path, name), 'is a name no synthesis writes')),
    ...repeated(names).map((name) => refused(join(path, name), 'differs from another name in capitals only')),
    ...(files.some(isOfStack) ? [] : [refused(path, 'holds no stack')]),
  ]);
  let total = 0;
  for (const name of files) {
    const bytes = readPlainFile(join(path, name), Math.min(limits.fileBytes, limits.totalBytes - total));
    total += bytes.length;
    yield { name, bytes };
  }
}

function namesIn(root: string, inside: string, limits: ArtefactLimits): readonly string[] {
  const names: string[] = [];
  for (const entry of list(join(root, inside))) {
    const name = `${inside}${entry.name}${entry.isDirectory() ? '/' : ''}`;
    names.push(name, ...(entry.isDirectory() && entryKind(name) === 'folder' ? namesIn(root, name, limits) : []));
    if (names.length > limits.entries) throw new DefinitionError([refused(root, `has more than ${limits.entries} entries`)]);
  }
  return names;
}

function list(path: string): readonly { readonly name: string; isDirectory(): boolean }[] {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new DefinitionError([refused(path, `cannot be read: ${errorCode(error)}`)]);
  }
}
