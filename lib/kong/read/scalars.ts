import type { Value } from './value';

// YAML 1.1 as lyaml 6.2.8, Kong's reader, has it: `yes` and `on` are booleans, `010` is 8, `1:30` is 90, `3.0` is 3.

const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);
const WORDS = new Map<string, Value>([
  ...['true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
]);
const LETTERS = new Map([
  ['y', true],
  ['Y', true],
  ['n', false],
  ['N', false],
]);
const SPECIAL = new Map([
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, NaN] as const),
]);

/** Forms of whole numbers: what the digits look like and what they are worth. */
const INTEGERS: readonly { readonly form: RegExp; readonly worth: (digits: string) => number }[] = [
  { form: /^([+-]?)0_*([0-7][0-7_]*)$/, worth: (digits) => parseInt(digits, 8) },
  { form: /^([+-]?)_*([0-9][0-9_]*)$/, worth: Number },
  { form: /^([+-]?)0x_*([0-9a-fA-F][0-9a-fA-F_]*)$/, worth: (digits) => parseInt(digits, 16) },
  { form: /^([+-]?)0b_*([01][01_]+)$/, worth: (digits) => parseInt(digits, 2) },
];
const FLOAT = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const SEXAGESIMAL = /^([+-]?)([0-9]+:[0-5]?[0-9][:0-9]*)(\.[0-9]+)?$/;
const MAY_BE_SPECIAL = /^[-+.0-9_~nNtTyYfFoO]/;

/** What an unquoted text means. */
export function plainScalar(text: string): Value {
  if (text === '') return null;
  if (!MAY_BE_SPECIAL.test(text)) return text;
  if (NULLS.has(text)) return null;
  return integer(text) ?? float(text) ?? WORDS.get(text) ?? SPECIAL.get(text) ?? sexagesimal(text) ?? text;
}

/** What a text with one of YAML's own tags means; undefined where the text is nothing of that kind. */
export function taggedScalar(tag: string, text: string): Value | undefined {
  switch (tag) {
    case 'tag:yaml.org,2002:str':
      return text;
    case 'tag:yaml.org,2002:null':
      return null;
    case 'tag:yaml.org,2002:bool':
      return WORDS.get(text) ?? LETTERS.get(text);
    case 'tag:yaml.org,2002:int':
      return integer(text) ?? whole(sexagesimal(text));
    default:
      return float(text) ?? SPECIAL.get(text) ?? integer(text) ?? sexagesimal(text);
  }
}

/** The tags that say how to read a text; others are passed over. */
export const SCALAR_TAGS: ReadonlySet<string> = new Set(['str', 'null', 'bool', 'int', 'float'].map((name) => `tag:yaml.org,2002:${name}`));

function integer(text: string): number | undefined {
  for (const { form, worth } of INTEGERS) {
    const found = form.exec(text);
    if (found === null) continue;
    const value = worth((found[2] ?? '').replaceAll('_', ''));
    if (Number.isFinite(value)) return found[1] === '-' ? -value : value;
  }
  return undefined;
}

function float(text: string): number | undefined {
  const digits = text.replaceAll('_', '');
  return /[.eE]/.test(text) && FLOAT.test(digits) ? Number(digits) : undefined;
}

function sexagesimal(text: string): number | undefined {
  const [, sign, places, fraction] = SEXAGESIMAL.exec(text) ?? [];
  if (places === undefined) return undefined;
  let value = 0;
  for (const place of places.split(':')) if (place !== '') value = value * 60 + Number(place);
  value += Number(fraction ?? 0);
  return sign === '-' ? -value : value;
}

function whole(value: number | undefined): number | undefined {
  return value !== undefined && Number.isInteger(value) ? value : undefined;
}
