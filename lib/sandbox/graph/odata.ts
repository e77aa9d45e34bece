import { badRequest, GraphError } from '../directory';
import { isObject, type Json } from '../../terraform';

/** Reads `$filter`: comparisons of properties with texts, all of which must hold. @throws GraphError for anything else */
export function filterOf(text: string | null): (object: Json) => boolean {
  if (text === null || text === '') return () => true;
  const parts: RegExpExecArray[] = [];
  // What stands between quotes is a text, whatever words are in it.
  const clause = /\s*\(?([A-Za-z]+)\s+eq\s+(?:'((?:[^']|'')*)'|(true|false))\)?\s*(?:$|(?<=\s)and(?=\s))/y;
  while (clause.lastIndex < text.length) {
    const part = clause.exec(text);
    if (part === null) throw badRequest(`Invalid filter clause: ${text}`);
    parts.push(part);
  }
  if (/(?<=\s)and\s*$/.test(text)) throw badRequest(`Invalid filter clause: ${text}`);
  return (object) =>
    parts.every(([, name = '', quoted, flag]) => {
      assertKnown(object, name);
      return String(object[name]) === (quoted === undefined ? flag : quoted.replaceAll("''", "'"));
    });
}

/**
 * An answer by the options of a request: of a list those that are to be seen and that the filter holds of, of each the properties that are
 * selected.
 *
 * @throws GraphError for an option that is not served
 */
export function shaped(body: Json | readonly Json[], query: URLSearchParams, sees: (id: unknown) => boolean): Json {
  const select = query.get('$select');
  if (!isList(body)) {
    assertOptions(query, ['$select']);
    return selected(body, select);
  }
  assertOptions(query, ['$filter', '$select']);
  const holds = filterOf(query.get('$filter'));
  const value = body.filter((one) => sees(one['id']) && holds(one)).map((one) => selected(one, select));
  return { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata', value };
}

/** @throws GraphError for an option that is not among those that are served, or stands twice */
export function assertOptions(query: URLSearchParams, served: readonly string[]): void {
  const names = [...query.keys()];
  const other = names.find((name, at) => !served.includes(name) || names.indexOf(name) !== at);
  if (other !== undefined) throw new GraphError(400, 'Request_UnsupportedQuery', `Unsupported Query: ${other} is not served here.`);
}

/** The properties that `$select` names; all where it names none. */
function selected(object: Json, select: string | null): Json {
  if (select === null || select === '') return object;
  const names = select.split(',').map((name) => name.trim());
  for (const name of names) assertKnown(object, name);
  return Object.fromEntries(Object.entries(object).filter(([name]) => name === 'id' || names.includes(name)));
}

function isList(body: Json | readonly Json[]): body is readonly Json[] {
  return Array.isArray(body);
}

function assertKnown(object: Json, name: string): void {
  if (!Object.hasOwn(object, name)) throw new GraphError(400, 'BadRequest', `Could not find a property named '${name}'.`);
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
  const ids = urls.map((url) => String(url).split('/').pop() ?? '');
  return { ids, rest };
}

/** The object id that a reference names. @throws GraphError where it names none */
export function referenced(body: Json): string {
  const id = String(body['@odata.id']).split('/').pop();
  if (id === undefined || id === 'undefined') throw badRequest("The body must hold '@odata.id'.");
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
