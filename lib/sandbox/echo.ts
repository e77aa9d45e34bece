import { createHash } from 'node:crypto';
import { type ServedAnswer, type ServedRequest } from './network';

/** Headers that hold a token: what they hold is not told. */
const TOKENS = ['authorization', 'access-token', 'x-access-token'];

/** The upstream of every API in the sandbox: it answers what it was asked. */
export function echo({ method, host, path, query, headers, body }: ServedRequest): ServedAnswer {
  const told = Object.entries(headers).map(([name, value]) => [name, TOKENS.includes(name) ? masked(String(value)) : value]);
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

/** The same token is the same word; the word is no token. */
function masked(value: string): string {
  return `(a token, ${createHash('sha256').update(value).digest('hex').slice(0, 12)})`;
}
