import { createHash } from 'node:crypto';
import { type ServedAnswer, type ServedRequest } from './network';

/** Headers that hold a token: what they hold is not told. */
const TOKENS = ['authorization', 'access-token', 'x-access-token'];

/** The upstream of every API in the sandbox: it answers what it was asked. */
export function echo({ method, host, path, query, headers, body }: ServedRequest): ServedAnswer {
  const told = Object.entries(headers).map(([name, value]) => [name, TOKENS.includes(name) ? tokenWord(String(value)) : value]);
  const content = {
    upstream: host,
    method,
    path,
    query: query.toString(),
    headers: Object.fromEntries(told) as unknown,
    bodyBytes: Buffer.byteLength(body),
  };
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(content) };
}

/** What the echo says in place of a token: the same for the same one, and no token. */
export function tokenWord(value: string): string {
  return `(a token, ${createHash('sha256').update(value).digest('hex').slice(0, 12)})`;
}
