import { createHash } from 'node:crypto';
import { isPlainObject, sorted } from '../model';
import type { Approval, ApprovalParts } from './types';

/** SHA-256 of bytes or of a text, in hexadecimal. */
export function digestOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The same of bytes that come in pieces, none of which is kept. */
export function digestOfPieces(pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

/** Digest of data, whatever order its fields are in. */
export function digestOfData(value: unknown): string {
  return digestOf(JSON.stringify(ordered(value)));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isPlainObject(value)) return value;
  // A null prototype, so that a field called __proto__ is a field like any other.
  const result = Object.create(null) as Record<string, unknown>;
  for (const [name, entry] of sorted(Object.entries(value), ([name]) => name)) result[name] = ordered(entry);
  return result;
}

/** The parts with the digest over them. */
export function approvalOf(parts: ApprovalParts): Approval {
  return { formatVersion: 1, digest: digestOfData({ formatVersion: 1, parts }), parts };
}

/** The digest as people compare it: 32 of its 64 characters, in groups of eight. */
export function shortDigest(digest: string): string {
  return (digest.slice(0, 32).match(/.{8}/g) ?? []).join('-');
}

/** The text of an approval: the same parts give the same bytes. */
export function writeApproval(approval: Approval): string {
  return `${JSON.stringify(approval, undefined, 1)}\n`;
}
