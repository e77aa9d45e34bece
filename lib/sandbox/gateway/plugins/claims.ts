import { isObject, type Json } from '../../../terraform';

/** The value at a path of names; undefined where there is none. */
export function claimAt(claims: Json, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Json)[name] : undefined),
    claims,
  );
}

/** The words of a claim: of a text those between spaces, of a list its texts. */
export function wordsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(/\s+/).filter((word) => word !== '');
  return Array.isArray(value) ? (value as readonly unknown[]).filter((word): word is string => typeof word === 'string') : [];
}

/** A claim as it stands in a header; undefined where there is nothing to say. */
export function headerValue(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(String).join(', ');
  return undefined;
}

/** What a token says of itself, unverified; undefined where it says nothing that can be read. */
export function claimedBy(token: string): Json | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return isObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}
