import { isIP } from 'node:net';
import { parseRequest } from '../explain';
import { type RouterRequest } from '../../router';
import { readAccessLog } from './access-log';
import { asClaims, asSource, asStatus, asTable, asText, asTime, Unreadable, type Table } from './fields';
import { type RecordedCall } from './record';

/** The record in a line, or why it cannot be read. Never throws for what a line can hold. */
export function readRecord(line: string): RecordedCall | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    // The parser's own message would quote what is there.
    return 'is no JSON';
  }
  try {
    const record = asTable(parsed, 'the line');
    return Object.hasOwn(record, 'access') ? readAccessLog(record) : readOwn(record);
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
}

function readOwn(record: Table): RecordedCall {
  const sent = asTable(record['request'], 'request');
  if (!Object.hasOwn(record, 'claims')) throw new Unreadable('has no claims; a call without a token has null');
  const claims = record['claims'] === null ? null : asClaims(record['claims']);
  const time = asTime(record['time']);
  const status = asStatus(record['status'], 'status');
  const source = asSource(record['source']);
  const route = routeOf(record['route']);
  const clientIp = addressOf(sent['clientIp']);
  return {
    request: requestOf(sent, claims !== null),
    hasHeaders: true,
    caller: claims === null ? { kind: 'none' } : { kind: 'claims', claims },
    ...(time !== undefined && { time }),
    ...(status !== undefined && { status }),
    ...(source !== undefined && { source }),
    ...(route !== undefined && { route }),
    ...(clientIp !== undefined && { clientIp }),
  };
}

function requestOf(sent: Table, hasToken: boolean): RouterRequest {
  const method = asText(sent['method'], 'request.method');
  const url =
    sent['url'] === undefined ? `https://${asText(sent['host'], 'request.host')}${asText(sent['path'], 'request.path')}` : sent['url'];
  const request = parseRequest(`${method} ${asText(url, 'request.url')}`, headersOf(sent['headers'], hasToken));
  if (typeof request === 'string') throw new Unreadable(`request ${request}`);
  if (request.method.length > 100) throw new Unreadable('request.method has more than 100 characters');
  return request;
}

/** The header that carried the token counts once, by the claims. */
function headersOf(value: unknown, hasToken: boolean): readonly (readonly [string, string])[] {
  if (value === undefined || value === null) return [];
  return Object.entries(asTable(value, 'request.headers')).flatMap(([name, values]): readonly (readonly [string, string])[] => {
    if (/^host$/i.test(name) || (hasToken && /^authorization$/i.test(name))) return [];
    return (Array.isArray(values) ? values : [values]).map((one) => [name, asText(one, 'a header', true)] as const);
  });
}

function routeOf(value: unknown): RecordedCall['route'] {
  if (value === undefined || value === null) return value;
  return { name: asText(value, 'route') };
}

function addressOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const address = asText(value, 'request.clientIp');
  if (isIP(address) === 0) throw new Unreadable('request.clientIp is no IP address');
  return address;
}
