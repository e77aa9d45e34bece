import { asciiLower, bytesOf } from '../bytes';
import { commonText, compile, type Language } from '../regex';
import { type RouterFlavor } from '../types';
import { type Criteria } from './criteria';
import { literalExpression } from './path-language';

/** Headers of a request. */
export type Headers = readonly (readonly [string, string])[];

/** More combinations than these are not looked at. */
const MOST = 2_000;

/**
 * Headers with which each of some routes is content: of each name one value that all take, or one for each. Values that stand for
 * an expression avoid what other routes ask for, where they can.
 */
export function headerSets(
  all: readonly Criteria[],
  none: readonly Criteria[],
  flavor: RouterFlavor,
): { readonly sets: readonly Headers[]; readonly isComplete: boolean } {
  const avoided = byName(none);
  let sets: readonly Headers[] = [[]];
  let isComplete = true;
  for (const [name, lists] of byName(all)) {
    const others = (avoided.get(name) ?? []).flat();
    const known = lists.map((values) => [...new Set(values.flatMap((value) => samples(value, others, flavor)))]);
    if (lists.some((values, at) => values.length > 0 && known[at]?.length === 0)) isComplete = false;
    const ways = [...sharedValues(known).map((value) => [value]), ...(known.length > 1 ? product(known) : [])];
    sets = sets.flatMap((set) => ways.map((values) => [...set, ...[...new Set(values)].map((value): [string, string] => [name, value])]));
    if (sets.length > MOST) [sets, isComplete] = [sets.slice(0, MOST), false];
  }
  return { sets, isComplete };
}

/** Values by name of the header, one list for each route that asks for it. */
function byName(routes: readonly Criteria[]): ReadonlyMap<string, readonly (readonly string[])[]> {
  const wanted = new Map<string, (readonly string[])[]>();
  for (const { headers } of routes) {
    for (const [listed, values] of headers) {
      const name = listed.toLowerCase();
      const lists = wanted.get(name);
      if (lists === undefined) wanted.set(name, [values]);
      else lists.push(values);
    }
  }
  return wanted;
}

function sharedValues([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  return first.filter((value) => others.every((values) => values.some((other) => asciiLower(other) === asciiLower(value))));
}

function product(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  let ways: readonly (readonly string[])[] = [[]];
  for (const values of lists) ways = ways.flatMap((way) => values.map((value) => [...way, value])).slice(0, MOST);
  return ways;
}

/** Values that a listed one stands for: itself, or of an expression one that others do not ask for, and one at all. */
function samples(value: string, others: readonly string[], flavor: RouterFlavor): readonly string[] {
  if (!value.startsWith('~*')) return [value];
  const wanted = languageOf(value, flavor);
  const sendable = languageOf(SENDABLE, flavor);
  if (wanted === undefined || sendable === undefined) return [];
  const avoided = others.map((other) => languageOf(other, flavor)).filter((language) => language !== undefined);
  return [commonText([wanted, sendable], avoided), commonText([wanted, sendable], [])].flatMap((text) => {
    return text === null || text === 'unknown' ? [] : [String.fromCodePoint(...text)];
  });
}

/** Texts that can be sent as the value of a header, and that small letters leave as they are. */
const SENDABLE = '~*^[!-@\\[-~](?:[ -@\\[-~]*[!-@\\[-~])?$';

function languageOf(value: string, flavor: RouterFlavor): Language | undefined {
  const engine = flavor === 'traditional' ? 'pcre' : 'rust';
  const bytes = bytesOf(value);
  const exact = `^${literalExpression(asciiLower(bytes))}$`;
  const expression = engine === 'pcre' ? bytes.slice(2) : asciiLower(bytes.slice(2));
  const pattern = compile(engine, value.startsWith('~*') ? expression : exact);
  return 'language' in pattern ? pattern.language(engine === 'pcre') : undefined;
}
