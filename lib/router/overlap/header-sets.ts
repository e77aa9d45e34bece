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
    const known = lists.map((values) => {
      const told = values.map((value) => samples(value, others, flavor));
      if (told.some((one) => !one.isComplete)) isComplete = false;
      return [...new Set(told.flatMap(({ texts }) => texts))];
    });
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
      // The router takes both spellings for one header, and finds it under the dash.
      const name = listed.toLowerCase().replaceAll('_', '-');
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

/** Values of other routes that are avoided in every combination; with more of them not all are tried. */
const MOST_AVOIDED = 6;

/** Values that a listed one stands for: itself, or of an expression one for each combination of what others ask for that can be avoided. */
function samples(
  value: string,
  others: readonly string[],
  flavor: RouterFlavor,
): { readonly texts: readonly string[]; readonly isComplete: boolean } {
  if (!value.startsWith('~*')) return { texts: [value], isComplete: true };
  const wanted = languageOf(value, flavor);
  const sendable = languageOf(SENDABLE, flavor);
  if (wanted === undefined || sendable === undefined) return { texts: [], isComplete: false };
  const avoided = [...new Set(others)].map((other) => languageOf(other, flavor));
  const known = avoided.filter((language) => language !== undefined);
  const found = combinations(known).map((some) => commonText([wanted, sendable], some));
  return {
    texts: [...new Set(found.flatMap((text) => (text === null || text === 'unknown' ? [] : [String.fromCodePoint(...text)])))],
    // Of values outside ASCII none is tried.
    isComplete: known.length === avoided.length && known.length <= MOST_AVOIDED && found.at(-1) !== null && !found.includes('unknown'),
  };
}

/** Every combination of some things, those of most things first; of very many things all, each and none. */
function combinations<Thing>(things: readonly Thing[]): readonly (readonly Thing[])[] {
  if (things.length > MOST_AVOIDED) return [things, ...things.map((thing) => [thing]), []];
  const sets = things.reduce<readonly (readonly Thing[])[]>((so, thing) => [...so, ...so.map((set) => [...set, thing])], [[]]);
  return [...sets].sort((a, b) => b.length - a.length);
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
