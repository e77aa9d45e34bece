import type { Problem } from '../errors';

/** Reports what is wrong with a value found at a place. */
export type Check = (value: unknown, where: string, report: (problem: Problem) => void) => void;

/** Code of a value of the wrong kind; checks of meaning must not run on such data. */
export const WRONG_SHAPE = 'WRONG_SHAPE';

/** Longest key; leaves room for suffixes in every name that is made of keys. */
const KEY_LENGTH = 63;

/** The value quoted for a message: one line, bounded, whatever it is. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? value : described(value);
  const shortened = text.length > 120 ? `${text.slice(0, 117)}...` : text;
  return typeof value === 'string' ? JSON.stringify(shortened) : shortened;
}

function described(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  if (typeof value === 'bigint') return `${value}n`;
  try {
    if (typeof value === 'object' && value !== null && !Array.isArray(value) && !isPlainObject(value))
      return `an instance of ${value.constructor.name}`;
    return JSON.stringify(value) ?? String(value);
  } catch {
    return 'an object that is no plain data';
  }
}

export function shapeProblem(where: string, value: unknown, expected: string): Problem {
  const found = value === undefined ? 'nothing' : show(value);
  return { where, what: `expected ${expected}, found ${found}`, fix: `write ${expected}`, code: WRONG_SHAPE };
}

/** A text that satisfies a rule; the rule returns what is wrong and how to fix it. */
export function text(rule: (value: string) => { what: string; fix: string } | undefined, code: string): Check {
  return (value, where, report) => {
    if (typeof value !== 'string') return report(shapeProblem(where, value, 'a text'));
    const wrong = unsafeText(value) ?? rule(value);
    if (wrong !== undefined) report({ where, what: `${show(value)} ${wrong.what}`, fix: wrong.fix, code });
  };
}

/** Longest text where nothing shorter is said; no name, path or URL anybody writes comes near. */
const TEXT_LENGTH = 1024;

/** A text that matches a pattern, described in words. */
export function pattern(expression: RegExp, described: string, code: string): Check {
  return text(
    (value) =>
      value.length <= TEXT_LENGTH && expression.test(value) ? undefined : { what: `is not ${described}`, fix: `write ${described}` },
    code,
  );
}

/** One line of free text for people, at most so many characters. */
export function line(maxLength: number): Check {
  return text((value) => wrongLine(value, maxLength), 'TEXT_INVALID');
}

/** What something is called, in one line. A space at an end nobody sees. */
export function title(maxLength: number): Check {
  return text((value) => {
    const wrong = wrongLine(value, maxLength);
    return wrong === undefined && value !== value.trim() ? { what: 'has a space at an end', fix: 'remove it' } : wrong;
  }, 'TEXT_INVALID');
}

function wrongLine(value: string, maxLength: number): { what: string; fix: string } | undefined {
  if (value.trim() === '') return { what: 'is empty', fix: 'write a text that says what it is' };
  return value.length > maxLength ? { what: `has ${value.length} characters`, fix: `use at most ${maxLength}` } : undefined;
}

export const key: Check = text((value) => {
  if (!/^[a-z][a-z0-9-]*$/.test(value)) {
    return {
      what: 'is not a key',
      fix: 'use lower-case letters, digits and "-", starting with a letter; the name may stay as it is when a `key` is given',
    };
  }
  return value.length > KEY_LENGTH ? { what: `has ${value.length} characters`, fix: `use at most ${KEY_LENGTH}` } : undefined;
}, 'KEY_INVALID');

export const guid: Check = pattern(
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  'a GUID in lower case, such as 6f9619ff-8b86-4011-b42d-00c04fc964ff',
  'GUID_INVALID',
);

export const flag: Check = (value, where, report) => {
  if (typeof value !== 'boolean') report(shapeProblem(where, value, 'true or false'));
};

export function oneOf(...allowed: readonly string[]): Check {
  return (value, where, report) => {
    if (typeof value !== 'string' || !allowed.includes(value)) report(shapeProblem(where, value, `one of ${allowed.join(', ')}`));
  };
}

export function integer(min: number, max: number): Check {
  return (value, where, report) => {
    if (!Number.isSafeInteger(value)) return report(shapeProblem(where, value, 'a whole number'));
    if ((value as number) < min || (value as number) > max) {
      report({ where, what: `${show(value)} is out of range`, fix: `use ${min} to ${max}`, code: 'NUMBER_RANGE' });
    }
  };
}

export function list(item: Check, options: { readonly min?: number; readonly distinct?: boolean } = {}): Check {
  return (value, where, report) => {
    if (!Array.isArray(value)) return report(shapeProblem(where, value, 'a list'));
    if (value.length < (options.min ?? 0)) {
      report({ where, what: 'is empty', fix: 'name at least one', code: 'LIST_EMPTY' });
    }
    if (options.distinct === true && new Set(value).size < value.length)
      report({ where, what: 'names something twice', fix: 'name it once', code: 'LIST_REPEATS' });
    value.forEach((entry: unknown, index) => item(entry, `${where}[${index}]${labelOf(entry)}`, report));
  };
}

// An entry is easier to find by what it is called than by its position.
function labelOf(entry: unknown): string {
  if (!isPlainObject(entry)) return '';
  const { api, key: own } = entry;
  if (typeof own !== 'string' || own.length > KEY_LENGTH) return '';
  return typeof api === 'string' && api.length <= KEY_LENGTH ? ` ${api}.${own}` : ` ${own}`;
}

export function record(name: Check, item: Check): Check {
  return (value, where, report) => {
    if (!isPlainObject(value)) return report(shapeProblem(where, value, 'an object'));
    for (const [property, entry] of Object.entries(value)) {
      name(property, `${where} (name ${show(property)})`, report);
      item(entry, `${where}.${property}`, report);
    }
  };
}

export function optional(check: Check): Check {
  const result: Check = (value, where, report) => {
    if (value !== undefined) check(value, where, report);
  };
  return result;
}

/** An object with at least these fields. */
export function fieldsOf(fields: Readonly<Record<string, Check>>): Check {
  return (value, where, report) => {
    if (!isPlainObject(value)) return report(shapeProblem(where, value, 'an object'));
    for (const [name, check] of Object.entries(fields)) check(lookUp(value, name), where === '' ? name : `${where}.${name}`, report);
  };
}

/** An object with exactly these fields. */
export function object(fields: Readonly<Record<string, Check>>): Check {
  const names = Object.keys(fields);
  const whole = fieldsOf(fields);
  return (value, where, report) => {
    if (!isPlainObject(value)) return report(shapeProblem(where, value, 'an object'));
    unknownFields(value, names, where, report);
    whole(value, where, report);
  };
}

/** One of several objects, told apart by a field. */
export function variant(tag: string, variants: Readonly<Record<string, Check>>): Check {
  return (value, where, report) => {
    if (!isPlainObject(value)) return report(shapeProblem(where, value, 'an object'));
    const chosen = value[tag];
    const check = typeof chosen === 'string' && Object.hasOwn(variants, chosen) ? variants[chosen] : undefined;
    if (check === undefined) return report(shapeProblem(`${where}.${tag}`, chosen, `one of ${Object.keys(variants).join(', ')}`));
    check(value, where, report);
  };
}

/** Reports fields nobody knows: a misspelt one would otherwise be left out in silence. */
export function unknownFields(
  value: Readonly<Record<string, unknown>>,
  known: readonly string[],
  where: string,
  report: (problem: Problem) => void,
): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    report({
      where,
      what: `has no field ${show(name)}; it has ${known.join(', ')}`,
      fix: 'correct or remove the field',
      code: 'FIELD_UNKNOWN',
    });
  }
}

/** The value behind a name; what every object inherits, such as `constructor`, is no value. */
export function lookUp<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/**
 * Whether a value holds data by name, as an object literal or JSON makes it, here or in another realm. A `Map` or an instance of
 * a class is none: what it holds would be taken for nothing.
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return true;
  return typeof prototype === 'object' && Object.getPrototypeOf(prototype) === null && prototype.constructor?.name === 'Object';
}

// Control characters, line and direction marks could forge lines in logs and reviews.
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function unsafeText(value: string): { what: string; fix: string } | undefined {
  if (UNSAFE.test(value)) return { what: 'has a control, line or direction character', fix: 'write it on one line, in visible characters' };
  // Terraform composes characters, so a change of their form alone would never be deployed.
  if (value !== value.normalize('NFC'))
    return {
      what: 'has decomposed characters',
      fix: `write it in composed form (NFC), ${JSON.stringify(value.normalize('NFC').slice(0, 60))}`,
    };
  // The framework would put another resource's attribute in its place, escaped or not.
  if (value.includes('TfToken[')) return { what: "has the marker of the framework's tokens", fix: 'remove "TfToken["' };
  if (value.includes('@@')) return { what: 'has the marker of a client id', fix: 'remove "@@"' };
  return undefined;
}
