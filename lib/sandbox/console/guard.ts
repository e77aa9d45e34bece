import { createHash, timingSafeEqual } from 'node:crypto';
import { type IncomingMessage } from 'node:http';

/** Why a request is refused before anything of it is done. */
export interface GuardRefusal {
  readonly status: 401 | 403 | 404 | 405 | 413 | 415 | 421;
  readonly where: string;
  readonly what: string;
  readonly fix: string;
  /** The method that the place takes, where another was used. */
  readonly allow?: 'GET' | 'POST';
}

/** By what requests are let in. */
export interface GuardOptions {
  readonly port: number;
  /** What whoever was told the console's address knows. */
  readonly secret: string;
  /** Places besides the page. */
  readonly places: ReadonlySet<string>;
}

/** Largest body that is read. */
export const MOST_BODY_BYTES = 64 * 1024;

/** Names of this machine by which the console is reached; under any other name somebody else's page would be at home here. */
const NAMES = ['127.0.0.1', 'localhost'];

/** Who made the browser ask: nobody but its user, or the console's own page. Other ports of this machine are `same-site`. */
const SITES = ['none', 'same-origin'];

/**
 * What is wrong with where a request comes from, how it asks, and what it knows; undefined where nothing is.
 * The page is for everybody who comes from nowhere else, since nothing in it is secret; everything else is a POST of JSON with the secret.
 *
 * @see docs/decisions/0023-console.md
 */
export function refusalOf(request: IncomingMessage, { port, secret, places }: GuardOptions): GuardRefusal | undefined {
  const { method = '', url = '' } = request;
  const origin = ownOrigin(request, port);
  if (origin === undefined) {
    const own = NAMES.map((name) => `${name}:${String(port)}`).join(' or ');
    return { status: 421, where: 'Host', what: 'is not the console’s', fix: `ask ${own}` };
  }
  if (valuesOf(request, 'origin').some((one) => one !== origin))
    return { status: 403, where: 'Origin', what: 'is another page’s', fix: 'use the console’s own page' };
  if (valuesOf(request, 'sec-fetch-site').some((site) => !SITES.includes(site)))
    return { status: 403, where: 'Sec-Fetch-Site', what: 'says that another page asks', fix: 'open the console by its address' };
  const allow = url === '/' ? 'GET' : places.has(url) ? 'POST' : undefined;
  if (allow === undefined)
    return { status: 404, where: 'path', what: 'is nothing here', fix: `take / or one of ${[...places].join(', ')}` };
  if (method !== allow) return { status: 405, where: 'method', what: `is not ${allow}`, fix: `use ${allow}`, allow };
  return allow === 'GET' ? undefined : refusalOfPost(request, secret);
}

function refusalOfPost(request: IncomingMessage, secret: string): GuardRefusal | undefined {
  const [authorization, ...others] = valuesOf(request, 'authorization');
  if (authorization === undefined || others.length > 0 || !isSame(authorization, `Bearer ${secret}`)) {
    const fix = 'open the console by the address that was printed';
    return { status: 401, where: 'Authorization', what: 'has no secret of this run', fix };
  }
  const [type, ...types] = valuesOf(request, 'content-type');
  if (types.length > 0 || !/^application\/json(?:; ?charset=utf-8)?$/i.test(type ?? ''))
    return { status: 415, where: 'Content-Type', what: 'is not application/json', fix: 'send JSON, and say so' };
  if (Number(valuesOf(request, 'content-length')[0] ?? 0) > MOST_BODY_BYTES) return TOO_LARGE;
  return undefined;
}

/** A body that is longer than what is read. */
export const TOO_LARGE: GuardRefusal = {
  status: 413,
  where: 'body',
  what: `is longer than ${String(MOST_BODY_BYTES)} bytes`,
  fix: 'send less',
};

/** The origin of the console by the name that was asked; undefined where that is none of its names. */
function ownOrigin(request: IncomingMessage, port: number): string | undefined {
  const [host, ...others] = valuesOf(request, 'host');
  return others.length === 0 && NAMES.some((name) => host === `${name}:${String(port)}`) ? `http://${String(host)}` : undefined;
}

/** All values of a header, as they came: where one stands twice Node shows the first alone. */
function valuesOf({ rawHeaders }: IncomingMessage, name: string): readonly string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);
}

/** Whether two texts are the same, in a time that says nothing of where they differ. */
function isSame(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
