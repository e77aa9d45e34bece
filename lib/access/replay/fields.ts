import { type Claims } from '../plugins/claims';

/** What a line holds is not what a record has; the message is the reason, and quotes nothing of the line. */
export class Unreadable extends Error {}

/** Fields by name. */
export type Table = Readonly<Record<string, unknown>>;

const DEEPEST = 100;
const LAST_SECOND = 253_402_300_799;

/** A JSON object. */
export function asTable(value: unknown, name: string): Table {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Unreadable(`${name} is no JSON object`);
  return value as Table;
}

/** A text; not an empty one unless that is allowed. */
export function asText(value: unknown, name: string, mayBeEmpty = false): string {
  if (typeof value !== 'string' || (value === '' && !mayBeEmpty)) throw new Unreadable(`${name} is no text`);
  return value;
}

/** A text, or undefined where there is none. */
export function asOptionalText(value: unknown, name: string): string | undefined {
  return value === undefined || value === null ? undefined : asText(value, name);
}

/** Claims that are not nested without end. */
export function asClaims(value: unknown): Claims {
  const claims = asTable(value, 'claims');
  let level: readonly unknown[] = [claims];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new Unreadable(`claims are nested more than ${DEEPEST} levels deep`);
    level = level.flatMap((one) => Object.values(one as object).filter((inner) => typeof inner === 'object' && inner !== null));
  }
  return claims;
}

/** An HTTP status, or undefined where there is none. */
export function asStatus(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 100 || value > 599)
    throw new Unreadable(`${name} is no HTTP status`);
  return value;
}

/** Seconds since 1970, or undefined where there is no time. */
export function asTime(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const isText = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.test(value);
  const seconds = isText ? Date.parse(value) / 1000 : value;
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= LAST_SECOND))
    throw new Unreadable('time is neither ISO 8601 with a zone nor seconds since 1970');
  return seconds;
}

/** Who answered, or undefined where nothing says so. */
export function asSource(value: unknown): 'kong' | 'upstream' | undefined {
  if (value === undefined || value === null) return undefined;
  if (value !== 'kong' && value !== 'upstream') throw new Unreadable('source is neither kong nor upstream');
  return value;
}
