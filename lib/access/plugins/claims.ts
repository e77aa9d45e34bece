import { type Check } from '../decision';
import { type PluginState } from './state';

/** Claims of a token. */
export type Claims = Readonly<Record<string, unknown>>;

/** The value at a path of object keys, one level each. */
export function claimAt(claims: Claims, path: readonly string[]): unknown {
  let value: unknown = claims;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Claims)[name];
  }
  return value;
}

/** The words of a claim: of a text those between spaces, of a list its texts. */
export function wordsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(' ').filter((word) => word !== '');
  return Array.isArray(value) ? value.filter((word): word is string => typeof word === 'string') : [];
}

/** How a value reads in a trace: shortened, and never more than data. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

/** The issuer of a discovery document. */
export function issuerOfDiscovery(discovery: string): string {
  return discovery.replace(/\/\.well-known\/openid-configuration$/, '');
}

/**
 * Checks of a token as such, before what it permits: signature, issuer and times. The gateway compares with its own
 * clock; a token lasts up to its `exp` and, where clocks may differ, as long again as that is forgiven.
 */
export function validityChecks(by: string, issuers: readonly string[], leeway: number, { token, now }: PluginState): readonly Check[] {
  if (token === null) return [];
  const { iss, exp, nbf, iat } = token.claims;
  const check = (what: string, isRight: boolean, expected: string, found: unknown, field: string): Check => {
    return { by, what, outcome: isRight ? 'pass' : 'fail', expected, found: shown(found), field };
  };
  const times: readonly Check[] = [
    expiry(by, exp, leeway, now),
    ...(typeof nbf === 'number' ? [check('not before', nbf - leeway <= now, `at most ${now + leeway}`, nbf, 'leeway')] : []),
    ...(typeof iat === 'number' ? [check('issued at', iat - leeway <= now, `at most ${now + leeway}`, iat, 'leeway')] : []),
  ];
  return [
    check('signature', token.signature !== 'bad', 'made with a key of the issuer', token.signature ?? 'good', 'verify_signature'),
    check('issuer', typeof iss === 'string' && issuers.includes(iss), oneOf(issuers), iss, 'issuers_allowed'),
    ...times,
  ];
}

function expiry(by: string, exp: unknown, leeway: number, now: number): Check {
  const expected = `later than ${now - leeway}`;
  // Whether the gateway takes a token without an expiry is not established.
  if (typeof exp !== 'number')
    return { by, what: 'expiry', outcome: exp === undefined ? 'unknown' : 'fail', expected, found: shown(exp), field: 'leeway' };
  return { by, what: 'expiry', outcome: exp + leeway > now ? 'pass' : 'fail', expected, found: shown(exp), field: 'leeway' };
}

/** A list of values any one of which is enough. */
export function oneOf(values: readonly string[]): string {
  const listed = values.map((value) => JSON.stringify(value));
  return listed.length === 1 ? (listed[0] ?? '') : `one of ${listed.join(', ')}`;
}
