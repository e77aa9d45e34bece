import { createHash } from 'node:crypto';
import fc, { type GeneratorValue } from 'fast-check';

/** Texts that mean something to Terraform, decK, Kong, a shell, YAML, HTML or Lua, and are legal in a description. */
export const HOSTILE: readonly string[] = [
  '${file("/etc/passwd")}',
  '%{ if true }x%{ endif }',
  '$${x}',
  '%%{x}',
  '$(headers.host)',
  '`id`; rm -rf /',
  '"quoted" \\ back\\\\slash',
  "it's: - a # yaml & *alias",
  '{{ .Values }}',
  '<script>alert(1)</script>',
  'a|b|c',
  'os.execute("x")',
  '#{x}',
  'null',
  'yes',
  '1e3',
  'äöü 漢字 🙂',
  '  spaced  ',
  '$',
  '${',
  '}',
];

/** Values of roles and scopes that are legal in Entra and awkward elsewhere; made unique by a number. */
export const VALUES: readonly string[] = [
  'Read.All',
  'Write',
  'a${b}',
  '%{x}',
  'a|b',
  "it's",
  '$(x)',
  '(a+b)*',
  '[x]',
  'a,b;c',
  '~x',
  '<b>',
  '#x',
  'x=y',
  '^$',
  '`x`',
];

export function choose<Value>(choice: GeneratorValue, values: readonly Value[]): Value {
  const value = values[choice(fc.integer, { min: 0, max: values.length - 1 })];
  if (value === undefined) throw new Error('nothing to choose from');
  return value;
}

/** True in so many of a hundred cases. */
export function chance(choice: GeneratorValue, percent: number): boolean {
  return choice(fc.integer, { min: 0, max: 99 }) < percent;
}

export function count(choice: GeneratorValue, min: number, max: number): number {
  return choice(fc.integer, { min, max });
}

export function subset<Value>(choice: GeneratorValue, values: readonly Value[]): readonly Value[] {
  return values.filter(() => chance(choice, 60));
}

/** A made-up GUID, the same for the same text. */
export function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
