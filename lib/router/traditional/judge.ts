import { type ByteString } from '../bytes';
import { valuesOf } from '../headers';
import { type Cover } from '../matcher';
import { type Match } from '../regex';
import { type RouterRoute } from '../types';
import { type Entry, type EntryHeader, type Expression } from './entry';
import { type Hits } from './hits';
import { type Seen } from './seen';

/** True when a request satisfies an entry; `unknown` where that cannot be told as the gateway does. */
export function holds<Route extends RouterRoute>(entry: Entry<Route>, seen: Seen, hits: Hits): boolean | 'unknown' {
  if (entry.methods.size > 0 && !entry.methods.has(seen.method)) return false;
  if (entry.snis.size > 0 && seen.secure && !entry.snis.has(seen.sni)) return false;
  let doubtful = false;
  for (const part of [hostHolds, pathHolds, headersHold]) {
    const found = part(entry, seen, hits);
    if (found === false) return false;
    if (found === 'unknown') doubtful = true;
  }
  return doubtful ? 'unknown' : true;
}

function hostHolds<Route extends RouterRoute>(entry: Entry<Route>, seen: Seen, hits: Hits): boolean | 'unknown' {
  if (entry.hosts.length === 0 || entry.plainHosts.has(hits.host ?? seen.host)) return true;
  if (seen.bare !== undefined && entry.plainHosts.has(seen.bare)) return true;
  // Without a Host the gateway compares the word its language has for nothing.
  const text = seen.full ?? 'nil';
  let doubtful = false;
  for (const { expression } of entry.wildcards) {
    if (expression === 'refused') break;
    const found = expression === 'unknown' ? expression : expression.test(text, true);
    if (found === true) return doubtful ? 'unknown' : true;
    if (found === 'unknown') doubtful = true;
  }
  return doubtful ? 'unknown' : false;
}

function headersHold<Route extends RouterRoute>(entry: Entry<Route>, seen: Seen): boolean | 'unknown' {
  let doubtful = false;
  for (const header of entry.headers) {
    const found = headerHolds(header, valuesOf(seen.headers, header.name) ?? []);
    if (found === false) return false;
    if (found === 'unknown') doubtful = true;
  }
  return doubtful ? 'unknown' : true;
}

function headerHolds({ values, pattern }: EntryHeader, sent: readonly ByteString[]): boolean | 'unknown' {
  let doubtful = false;
  for (const value of sent) {
    const found = values.has(value) || searched(pattern, value);
    if (found === true) return true;
    if (found === 'unknown') doubtful = true;
  }
  return doubtful ? 'unknown' : false;
}

function searched(pattern: Expression | undefined, text: ByteString): boolean | 'unknown' {
  if (pattern === undefined || pattern === 'refused') return false;
  return pattern === 'unknown' ? pattern : pattern.test(text);
}

function pathHolds<Route extends RouterRoute>({ path }: Entry<Route>, seen: Seen, hits: Hits): boolean | 'unknown' {
  if (path === undefined) return true;
  if (seen.path === '') return false;
  // What was hit is not compared again.
  if (path.value === (hits.path ?? seen.path)) return path.regex?.withRest !== 'refused';
  if (path.regex === undefined) return seen.path.startsWith(path.value);
  const { withRest } = path.regex;
  if (withRest === 'refused') return false;
  return withRest === 'unknown' ? withRest : withRest.test(seen.path, true);
}

/** How the path of an entry that holds covers a request's. */
export function coverOf<Route extends RouterRoute>({ path }: Entry<Route>, seen: Seen): Cover | 'unknown' {
  if (path === undefined) return { postfix: seen.path.slice(1) };
  const listed: Cover = { prefix: seen.path.slice(0, path.value.length), postfix: seen.path.slice(path.value.length) };
  if (path.regex === undefined) return listed;
  const { withRest } = path.regex;
  if (withRest === 'refused') return listed;
  const found = withRest === 'unknown' ? withRest : withRest.search(seen.path, true);
  if (found === 'unknown') return found;
  return found === null ? listed : regexCover(found, seen.path);
}

function regexCover(found: Match, path: ByteString): Cover {
  const { uri_postfix: rest, ...names } = found.names;
  // Where the group took no part, as behind an alternative, nothing is taken off and the group stays among the captures.
  if (rest === undefined) return { postfix: path.slice(1), captures: found };
  return { prefix: path.slice(0, path.length - rest.length), postfix: rest, captures: { groups: found.groups.slice(0, -1), names } };
}
