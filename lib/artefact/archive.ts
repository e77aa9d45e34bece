import { statSync } from 'node:fs';
import * as yauzl from 'yauzl';
import { DefinitionError, throwIfAny, type Problem } from '../errors';
import { type ArtefactLimits } from './limits';
import { entryKind, isOfStack, repeated } from './names';
import { errorCode } from './plain-file';
import { refused } from './problem';

/** A file of an artefact. */
export interface ArtefactFile {
  /** Its path in the artefact, with `/`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;
const STORED = 0;
const DEFLATED = 8;

/**
 * Reads a zip file one file at a time, after all of its directory has been checked: sizes, names, kinds of entries.
 *
 * @throws DefinitionError `ARTEFACT_REFUSED`, with everything that is wrong with the directory; nothing is inflated then.
 */
export async function* readArchive(path: string, limits: ArtefactLimits): AsyncGenerator<ArtefactFile> {
  const zip = await open(path, limits);
  try {
    for (const entry of await checkedEntries(zip, path, limits)) yield { name: entry.fileName, bytes: await inflate(zip, entry) };
  } catch (error) {
    if (error instanceof DefinitionError) throw error;
    throw new DefinitionError([refused(path, `is damaged: ${errorCode(error)}`)]);
  } finally {
    zip.close();
  }
}

async function open(path: string, limits: ArtefactLimits): Promise<yauzl.ZipFile> {
  const size = statSync(path).size;
  if (size > limits.archiveBytes) throw new DefinitionError([refused(path, `has ${size} bytes; at most ${limits.archiveBytes} are read`)]);
  return new Promise((resolve, reject) => {
    // Names are taken as they are and judged here: all of them together, and none is put right in silence.
    yauzl.open(path, { autoClose: false, lazyEntries: true, decodeStrings: false, validateEntrySizes: true }, (error, zip) => {
      if (error) reject(new DefinitionError([refused(path, `is no zip file: ${errorCode(error)}`)]));
      else resolve(zip);
    });
  });
}

async function checkedEntries(zip: yauzl.ZipFile, path: string, limits: ArtefactLimits): Promise<readonly yauzl.Entry[]> {
  if (zip.entryCount > limits.entries)
    throw new DefinitionError([refused(path, `has ${zip.entryCount} entries; at most ${limits.entries} are read`)]);
  const entries = await allEntries(zip);
  const files = entries.filter(({ fileName }) => entryKind(fileName) === 'file');
  const total = files.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  throwIfAny([
    ...entries.flatMap((entry) => wrongEntry(entry, limits).map((what) => refused(`${path} ${JSON.stringify(entry.fileName)}`, what))),
    ...repeated(entries.map(({ fileName }) => fileName)).map((name): Problem =>
      refused(`${path} ${JSON.stringify(name)}`, 'is there twice, or another name differs from it in capitals only'),
    ),
    ...(total > limits.totalBytes ? [refused(path, `unpacks to ${total} bytes; at most ${limits.totalBytes} are read`)] : []),
    ...(files.some(({ fileName }) => isOfStack(fileName)) ? [] : [refused(path, 'holds no stack')]),
  ]);
  return files;
}

function allEntries(zip: yauzl.ZipFile): Promise<readonly yauzl.Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: yauzl.Entry[] = [];
    zip.on('entry', (entry: yauzl.Entry) => {
      // Latin letters in any case stay apart from each other, and whatever else there is fits no name that is allowed.
      entries.push(Object.assign(entry, { fileName: Buffer.from(entry.fileName as unknown as Uint8Array).toString('latin1') }));
      zip.readEntry();
    });
    zip.once('end', () => resolve(entries));
    zip.once('error', reject);
    zip.readEntry();
  });
}

function wrongEntry(entry: yauzl.Entry, limits: ArtefactLimits): readonly string[] {
  const kind = entryKind(entry.fileName);
  const type = (entry.externalFileAttributes >>> 16) & FILE_TYPE;
  const types = kind === 'folder' ? [0, FOLDER] : [0, REGULAR];
  return [
    ...(kind === undefined ? ['is a name no synthesis writes'] : []),
    ...(kind !== undefined && !types.includes(type) ? ['is a link or another special file'] : []),
    ...(kind === 'file' && entry.uncompressedSize > limits.fileBytes
      ? [`unpacks to ${entry.uncompressedSize} bytes; at most ${limits.fileBytes} are read`]
      : []),
    ...(entry.isEncrypted() ? ['is encrypted'] : []),
    ...(entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED ? ['is packed in a way that is not read'] : []),
  ];
}

// What the directory says of a size is a claim: the library counts while it inflates, and so does this.
async function inflate(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Uint8Array> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    zip.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of stream) {
    pieces.push(piece as Buffer);
    size += (piece as Buffer).length;
    if (size > entry.uncompressedSize) throw new Error('a file has more bytes than the directory says');
  }
  return Buffer.concat(pieces);
}
