import { asciiLower, bytesOf, type ByteString } from './bytes';
import { type RouterRequest } from './types';

/** Values of a request's headers by name, names in small letters. */
export type HeaderTable = ReadonlyMap<ByteString, readonly ByteString[]>;

const NONE: HeaderTable = new Map();

/** The headers of a request without Host, by name. */
export function headerTable(headers: RouterRequest['headers'] = []): HeaderTable {
  if (headers.length === 0) return NONE;
  const table = new Map<ByteString, ByteString[]>();
  for (const [name, value] of headers) {
    const key = asciiLower(bytesOf(name));
    const values = table.get(key);
    if (values === undefined) table.set(key, [bytesOf(value)]);
    else values.push(bytesOf(value));
  }
  table.delete('host');
  return table;
}

/**
 * Values of a header by the name a route gives it. Kong asks OpenResty's table, which, when the name is not there,
 * tries it with dashes for underscores.
 */
export function valuesOf(table: HeaderTable, name: ByteString): readonly ByteString[] | undefined {
  return table.get(name) ?? (name.includes('_') ? table.get(name.replaceAll('_', '-')) : undefined);
}
