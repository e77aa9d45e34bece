import { DefinitionError, type Problem } from '../../errors';
import { type Json } from '../../terraform';

/** What a field may hold for the gateway to enforce it: anything of a kind, or one of some values. */
export type FieldRule = ((value: unknown) => boolean) | readonly unknown[];

/** A text that says something, and is no reference to a vault: what stands there nobody here knows. */
export const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '' && !isReference(value);
/** A text that is only shown, and so may be a reference to a vault. */
export const isShownText = (value: unknown): boolean => typeof value === 'string' && value !== '';
/** Seconds, or something else that is counted. */
export const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
export const isPositive = (value: unknown): boolean => isCount(value) && value !== 0;
export const isStatus = (value: unknown): boolean => isCount(value) && Number(value) >= 100 && Number(value) <= 599;
export const isFlag = (value: unknown): boolean => typeof value === 'boolean';
/** An address over TLS. */
export const isSecureUrl = (value: unknown): boolean =>
  isText(value) && URL.canParse(String(value)) && String(value).startsWith('https://');
export const isTexts = (value: unknown): boolean => isListOf(isText, value);
export const isHeaderName = (value: unknown): boolean => typeof value === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(value);
export const isHeaderNames = (value: unknown): boolean => isListOf(isHeaderName, value);

/** A list in which there is something: of an empty one it is not established what Kong makes of it. */
export function isListOf(rule: (value: unknown) => boolean, value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(rule);
}

function isReference(text: string): boolean {
  return text.startsWith('{vault://');
}

/** What of a plugin's configuration the embedded gateway does not enforce. */
export function unenforced(where: string, config: Json, rules: Readonly<Record<string, FieldRule>>, prefix = ''): readonly Problem[] {
  return Object.entries(config).flatMap(([name, value]): readonly Problem[] => {
    const field = `${prefix}${name}`;
    const rule = Object.hasOwn(rules, field) ? rules[field] : undefined;
    if (rule === undefined) return [problem(where, `has the field ${field}, which the embedded gateway does not enforce`)];
    const isEnforced = typeof rule === 'function' ? rule(value) : rule.some((one) => JSON.stringify(one) === JSON.stringify(value));
    if (isEnforced) return [];
    const allowed = typeof rule === 'function' ? '' : `; it enforces ${rule.map((one) => JSON.stringify(one)).join(', ')}`;
    return [problem(where, `has ${field} ${shown(value)}, which the embedded gateway does not enforce${allowed}`)];
  });
}

/** What a plugin must say: left out, Kong does something else than the embedded gateway enforces. */
export function unsaid(where: string, config: Json, fields: readonly string[], because: string): readonly Problem[] {
  const missing = fields.filter((field) => (config[field] ?? null) === null);
  return missing.map((field) => problem(where, `says nothing of ${field}, ${because}`));
}

/** Two lists that belong together, one by one. */
export function unpaired(where: string, config: Json, one: string, other: string): readonly Problem[] {
  const [first, second] = [one, other].map((field) => listOf(config[field]).length);
  return first === second ? [] : [problem(where, `has ${one} and ${other} of different lengths`)];
}

/** A problem of a Kong file that the gateway does not serve as it stands. */
export function problem(where: string, what: string): Problem {
  return { where, what, fix: 'try it against a real Kong, or leave it out', code: 'SANDBOX_GATEWAY' };
}

/** Throws the one problem. */
export function refuse(where: string, what: string): never {
  throw new DefinitionError([problem(where, what)]);
}

/** A value as it stands in a sentence: shortened, and never more than data. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** The texts of a list; none where there is no list. */
export function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
