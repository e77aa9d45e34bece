import { type Check } from '../decision';
import { type GatewayPlugin } from '../effective-plugins';
import { shown, type Claims } from '../plugins/claims';

export const REDACTED = '<redacted>';

/** Claims that name no person and open no door by themselves. */
const PUBLIC = new Set(['aud', 'iss', 'azp', 'appid', 'ver', 'tid', 'idtyp', 'scp', 'roles', 'exp', 'nbf', 'iat']);

/** A claim as it is shown. */
export interface ShownClaim {
  readonly name: string;
  /** JSON, shortened, or `<redacted>`. */
  readonly value: string;
}

const MOST_CLAIMS = 200;

/** The claims of a token for people to read: in full those that name nobody, and all when asked to. */
export function shownClaims(claims: Claims, all: boolean): readonly ShownClaim[] {
  const names = Object.keys(claims);
  const listed = names
    .slice(0, MOST_CLAIMS)
    .map((name) => ({ name: shortened(name), value: isShown(claims, [name], all) ? shown(claims[name]) : REDACTED }));
  if (names.length === listed.length) return listed;
  return [...listed, { name: '…', value: `${names.length - listed.length} more` }];
}

/** What was found, unless it is of a claim that is not shown. */
export function foundShown(check: Check, plugins: readonly GatewayPlugin[], claims: Claims, all: boolean): string {
  const path = claimOf(check, plugins);
  return path === undefined || isShown(claims, path, all) ? check.found : REDACTED;
}

/** Text of a public claim; undefined for anything else. */
export function textOf(claims: Claims, name: string): string | undefined {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function isShown(claims: Claims, [name = '']: readonly string[], all: boolean): boolean {
  if (all || !Object.hasOwn(claims, name)) return true;
  return PUBLIC.has(name) && [claims[name]].flat().every((value) => typeof value !== 'object' || value === null);
}

const BY_NAME: Readonly<Record<string, string | null>> = {
  token: null,
  signature: null,
  preflight: null,
  verdict: null,
  issuer: 'iss',
  expiry: 'exp',
  'not before': 'nbf',
  'issued at': 'iat',
  'time of issue': 'iat',
  subject: 'sub',
};

const OF_REQUEST = new Set(['router', 'pre-function', 'ip-restriction', 'cors', 'request-termination']);

/** Claim a check is about; undefined where it is about none. What is not known is taken for a claim that is not shown. */
function claimOf({ by, what, expected }: Check, plugins: readonly GatewayPlugin[]): readonly string[] | undefined {
  if (OF_REQUEST.has(by)) return undefined;
  const fixed = Object.hasOwn(BY_NAME, what) ? BY_NAME[what] : undefined;
  if (fixed === null) return undefined;
  if (fixed !== undefined) return [fixed];
  if (what === 'forbidden claim') return [expected.replace(/^no /, '')];
  const config = (name: string): Readonly<Record<string, unknown>> => plugins.find((plugin) => plugin.name === name)?.config ?? {};
  if (by === 'acl')
    return pathIn(config('openid-connect')['authenticated_groups_claim']) ?? [String(config('oidc')['groups_claim'] ?? 'groups')];
  return claimPath(config(by), what);
}

/** Claim by default of each pair of `…_claim` and `…_required`. */
const DEFAULT_CLAIM: Readonly<Record<string, string>> = { audience: 'aud', scopes: 'scope', roles: 'roles', groups: 'groups' };

/** The claim that `openid-connect` compares with what it requires of one kind. */
export function claimPath(config: Readonly<Record<string, unknown>>, what: string): readonly string[] {
  return pathIn(config[`${what}_claim`]) ?? [(Object.hasOwn(DEFAULT_CLAIM, what) ? DEFAULT_CLAIM[what] : undefined) ?? ''];
}

function pathIn(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
