import { badRequest, GraphError } from '../directory';
import { isObject, type Json } from '../../terraform';

const OPEN = /\s*\(/y;
const COMPARISON = /\s*([A-Za-z]\w*)\s+eq\s+(?:'((?:[^']|'')*)'|(true|false)\b)/y;
const CLOSE = /\s*\)/y;
const AND = /\s+and(?=\s)/y;
const END = /\s*$/y;

/**
 * Reads `$filter`: comparisons of properties with texts, in whatever case, or flags, all of which must hold.
 *
 * @see docs/sandbox.md, "Embedded Graph"
 * @param properties Names of those that objects of the list have
 * @throws GraphError for anything else; what is returned throws it for a property of another type
 */
export function filterOf(text: string | null, properties: readonly string[]): (object: Json) => boolean {
  if (text === null) return () => true;
  const comparisons: (readonly [name: string, value: string | boolean])[] = [];
  const wrong = badRequest(`Invalid filter clause: ${text}`);
  let at = 0;
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  let depth = 0;
  do {
    while (next(OPEN) !== null) depth += 1;
    const [, name, quoted, flag] = next(COMPARISON) ?? [];
    if (name === undefined) throw wrong;
    assertKnown(properties, name);
    comparisons.push([name, quoted === undefined ? flag === 'true' : quoted.replaceAll("''", "'")]);
    while (depth > 0 && next(CLOSE) !== null) depth -= 1;
  } while (next(AND) !== null);
  if (depth > 0 || next(END) === null) throw wrong;
  return (object) =>
    comparisons.every(([name, value]) => {
      const own = object[name] ?? null;
      if (own !== null && typeof own !== typeof value) throw wrong;
      return folded(own) === folded(value);
    });
}

function folded(value: unknown): unknown {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

/** Objects of a list, and names of the properties that each of them has. */
export interface GraphList {
  readonly objects: readonly Json[];
  readonly properties: readonly string[];
}

/** An object by the options of a request: the properties that are selected. @throws GraphError for an option that is not served */
export function shapedObject(object: Json, query: URLSearchParams): Json {
  assertOptions(query, ['$select']);
  return selected(object, selectedIn(query, Object.keys(object)));
}

/**
 * A list by the options of a request: those that are to be seen and that the filter holds of, of each the properties that are selected.
 *
 * @throws GraphError for an option that is not served
 */
export function shapedList({ objects, properties }: GraphList, query: URLSearchParams, sees: (id: unknown) => boolean): Json {
  assertOptions(query, ['$filter', '$select']);
  const holds = filterOf(query.get('$filter'), properties);
  const names = selectedIn(query, properties);
  const value = objects.filter((one) => sees(one['id']) && holds(one)).map((one) => selected(one, names));
  return { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata', value };
}

/** @throws GraphError for an option that is not among those that are served, or stands twice */
export function assertOptions(query: URLSearchParams, served: readonly string[]): void {
  const names = [...query.keys()];
  const other = names.find((name, at) => !served.includes(name) || names.indexOf(name) !== at);
  if (other !== undefined) throw new GraphError(400, 'Request_UnsupportedQuery', `Unsupported Query: ${other} is not served here.`);
}

/** The properties that `$select` names; undefined where it names none. */
function selectedIn(query: URLSearchParams, properties: readonly string[]): readonly string[] | undefined {
  const select = query.get('$select');
  if (select === null || select === '') return undefined;
  const names = select.split(',').map((name) => name.trim());
  for (const name of names) assertKnown(properties, name);
  return names;
}

function selected(object: Json, names: readonly string[] | undefined): Json {
  if (names === undefined) return object;
  return Object.fromEntries(Object.entries(object).filter(([name]) => name === 'id' || names.includes(name)));
}

function assertKnown(properties: readonly string[], name: string): void {
  if (!properties.includes(name)) throw new GraphError(400, 'BadRequest', `Could not find a property named '${name}'.`);
}

const MOST_BOUND = 20;

/**
 * Object ids that a body binds to a property, such as `owners@odata.bind`, and the body without them.
 *
 * @throws GraphError where they are no list, or more than one request may bind
 */
export function bound(body: Json, property: string): { readonly ids: readonly string[]; readonly rest: Json } {
  const { [`${property}@odata.bind`]: urls = [], ...rest } = body;
  if (!Array.isArray(urls) || urls.length > MOST_BOUND)
    throw badRequest(`At most ${String(MOST_BOUND)} ${property} are bound by a request.`);
  const ids = urls.map(objectOf);
  return { ids, rest };
}

/** The object id that a reference names. @throws GraphError where it names none */
export function referenced(body: Json): string {
  if (body['@odata.id'] === undefined) throw badRequest("The body must hold '@odata.id'.");
  return objectOf(body['@odata.id']);
}

const REFERENCE = /^https:\/\/[^/]+\/(?:v1\.0|beta)\/(?:[\w.-]+\/)?(?:directoryObjects|servicePrincipals|users)\/([^/?#]+)$/i;

/** The object id in an address of Graph; hosts differ by cloud, and here by port. */
function objectOf(url: unknown): string {
  const [, id] = REFERENCE.exec(String(url)) ?? [];
  if (id === undefined) throw badRequest(`Invalid URL format specified in payload: ${JSON.stringify(url)}.`);
  return id;
}

/** A body as an object. @throws GraphError where it is none */
export function parsedBody(text: string): Json {
  if (text === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) return parsed;
  } catch {
    // Said below.
  }
  throw badRequest('Unable to read JSON request payload.');
}
