/** An object of a JSON document. */
export type Json = Readonly<Record<string, unknown>>;

/** True for an object that is no list. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of own names; undefined where there is none. */
export function valueAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined), value);
}

/** Blocks of a kind: the configuration writes one block as an object, a plan always writes a list. */
export function blocksOf(value: unknown): readonly Json[] {
  if (Array.isArray(value)) return (value as readonly unknown[]).filter(isObject);
  return isObject(value) ? [value] : [];
}

/** Items of a list of an attribute; none where there is no list. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** Whether two parsed values are the same, whatever the order of names in objects. */
export function isEqual(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [names, others] = [Object.keys(one), Object.keys(other)];
  if (names.length !== others.length) return false;
  return names.every((name) => Object.hasOwn(other, name) && isEqual((one as never)[name], (other as never)[name]));
}
