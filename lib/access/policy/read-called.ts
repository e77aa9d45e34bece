import { isIP } from 'node:net';
import { isPlainObject, shapeProblem, show, type RouteModel } from '../../model';
import { type RouterRequest } from '../../router';
import { parseRequest, requestText } from '../explain';
import { type PolicyReader } from './reader';

/** What is called, with names looked up. */
export interface Called {
  /** The route, or the route that must take the request. */
  readonly route?: RouteModel;
  readonly request?: RouterRequest;
  readonly clientIp?: string;
  /** In words. */
  readonly name: string;
}

/** The fields of what is called. */
export const CALLED_FIELDS = ['route', 'request', 'headers', 'clientIp'] as const;

/** What is called; undefined where it is wrong. */
export function readCalled(fields: Readonly<Record<string, unknown>>, where: string, reader: PolicyReader): Called | undefined {
  const { route: routeName, request: requestLine, headers, clientIp } = fields;
  if (routeName === undefined && requestLine === undefined)
    return reader.invalid(where, 'names neither a route nor a request', 'write `route: api.key`, or `request: GET https://host/path`');
  if (requestLine === undefined && (headers !== undefined || clientIp !== undefined))
    return reader.invalid(where, 'has headers or an address without a request', 'write the `request` they belong to');
  const route = routeName === undefined ? undefined : readRoute(routeName, `${where}.route`, reader);
  const request = requestLine === undefined ? undefined : readRequest(requestLine, headers, where, reader);
  const address = clientIp === undefined ? undefined : readAddress(clientIp, `${where}.clientIp`, reader);
  if ((routeName !== undefined && route === undefined) || (requestLine !== undefined && request === undefined)) return undefined;
  return {
    ...(route !== undefined && { route }),
    ...(request !== undefined && { request }),
    ...(address !== undefined && { clientIp: address }),
    name: request === undefined ? String(routeName) : requestText(request),
  };
}

function readRoute(value: unknown, where: string, reader: PolicyReader): RouteModel | undefined {
  const name = reader.text(value, where, 'the keys of an API and of a route, such as orders.list');
  return name !== undefined && reader.known(name, 'routes', where) ? reader.names.routes.get(name) : undefined;
}

/** Longer ones no gateway takes. */
const LONGEST_REQUEST = 8_192;

function readRequest(value: unknown, headers: unknown, where: string, reader: PolicyReader): RouterRequest | undefined {
  const line = reader.text(value, `${where}.request`, 'a text such as GET https://api.example.com/orders');
  const sent = headers === undefined ? [] : readHeaders(headers, `${where}.headers`, reader);
  if (line === undefined || sent === undefined) return undefined;
  if (line.length > LONGEST_REQUEST)
    return reader.invalid(`${where}.request`, `has ${line.length} characters`, `use at most ${LONGEST_REQUEST}`);
  const request = parseRequest(line, sent);
  return typeof request === 'string'
    ? reader.invalid(`${where}.request`, `${show(line)} ${request}`, 'write it as METHOD URL, such as GET https://api.example.com/orders')
    : request;
}

/** Each caller brings a token of its own. */
const OF_TOKENS = new Set(['authorization', 'access-token', 'x-access-token']);

function readHeaders(value: unknown, where: string, reader: PolicyReader): readonly (readonly [string, string])[] | undefined {
  if (!isPlainObject(value)) return reader.report(shapeProblem(where, value, 'an object of header names and values'));
  let isRight = true;
  const wrong = (name: string, what: string, fix: string): void => {
    isRight = false;
    reader.invalid(`${where} (name ${show(name)})`, what, fix);
  };
  const headers = Object.entries(value).flatMap(([name, content]) => {
    const values: readonly unknown[] = Array.isArray(content) ? content : [content];
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$/.test(name)) wrong(name, 'is no name of a header', 'use letters, digits and "-"');
    if (name.toLowerCase() === 'host') wrong(name, 'gives the host', 'write the host in the URL of the request');
    if (OF_TOKENS.has(name.toLowerCase())) wrong(name, 'carries a token', 'leave it out; each caller presents its own');
    if (!values.every((one) => typeof one === 'string' && /^[\t\x20-\x7e\x80-\xff]*$/.test(one)))
      wrong(name, 'has a value that is no text of one line', 'write a text, or a list of texts; put numbers in quotes');
    return values.map((one): readonly [string, string] => [name, String(one)]);
  });
  return isRight ? headers : undefined;
}

function readAddress(value: unknown, where: string, reader: PolicyReader): string | undefined {
  const address = reader.text(value, where, 'an IP address');
  if (address === undefined || (isIP(address) !== 0 && !address.includes('%'))) return address;
  return reader.invalid(where, `${show(address)} is no IP address`, 'write one such as 192.0.2.1');
}
