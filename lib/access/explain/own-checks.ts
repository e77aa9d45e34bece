import { type Check } from '../decision';
import { type GatewayPlugin } from '../effective-plugins';
import { type Claims } from '../plugins/claims';
import { issuersOf, texts } from './all-checks';
import { claimPath, textOf } from './claims';

/** Whom a token stands for. */
export type TokenKind = 'application' | 'person' | 'unclear';

/** Whom a token stands for. @see docs/entra.md, "Access tokens" */
export function kindOf(claims: Claims): TokenKind {
  const idtyp = textOf(claims, 'idtyp');
  const hasScopes = (textOf(claims, 'scp') ?? '') !== '';
  if (idtyp === 'app') return hasScopes ? 'unclear' : 'application';
  if (idtyp === 'user' || hasScopes) return 'person';
  const subject = textOf(claims, 'sub');
  return subject !== undefined && subject === textOf(claims, 'oid') ? 'application' : 'unclear';
}

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** What the gateway does not check by itself, but what tells why it refuses: version, tenant and kind of the token. */
export function ownChecks(plugin: GatewayPlugin, claims: Claims): readonly Check[] {
  const issuers = issuersOf(plugin);
  if (issuers.length === 0) return [];
  return [...versionCheck(issuers, claims), ...tenantCheck(issuers, claims), ...kindCheck(plugin, claims)];
}

/** The version an issuer's tokens have; undefined for issuers other than Entra. */
export function versionOf(issuer: string): '1.0' | '2.0' | undefined {
  if (!GUID.test(issuer)) return undefined;
  if (/\/v2\.0$/.test(issuer)) return '2.0';
  return /^https:\/\/sts\./.test(issuer) ? '1.0' : undefined;
}

function versionCheck(issuers: readonly string[], claims: Claims): readonly Check[] {
  const versions = issuers.map(versionOf);
  if (versions.some((version) => version === undefined)) return [];
  const expected = [...new Set(versions)].sort().join(' or ');
  const found = textOf(claims, 'ver') ?? versionOf(textOf(claims, 'iss') ?? '');
  return [own('version', found === undefined ? 'unknown' : versions.includes(found as '1.0') ? 'pass' : 'fail', expected, found)];
}

function tenantCheck(issuers: readonly string[], claims: Claims): readonly Check[] {
  const tenants = issuers.map((issuer) => GUID.exec(issuer)?.[0].toLowerCase());
  if (tenants.some((tenant) => tenant === undefined)) return [];
  const expected = [...new Set(tenants)].join(' or ');
  const found = textOf(claims, 'tid') ?? GUID.exec(textOf(claims, 'iss') ?? '')?.[0];
  return [own('tenant', found === undefined ? 'unknown' : tenants.includes(found.toLowerCase()) ? 'pass' : 'fail', expected, found)];
}

function kindCheck({ name, config }: GatewayPlugin, claims: Claims): readonly Check[] {
  if (name !== 'openid-connect') return [];
  const needsScope = texts(config['scopes_required']).length > 0 && claimPath(config, 'scopes').join() === 'scp';
  const needsApplication = texts(config['claims_forbidden']).includes('scp') || requiresApplication(config);
  if (needsScope === needsApplication) return [];
  const [expected, other] = needsScope ? (['person', 'application'] as const) : (['application', 'person'] as const);
  const kind = kindOf(claims);
  return [own('kind', kind === expected ? 'pass' : kind === other ? 'fail' : 'unknown', OF_KIND[expected], OF_KIND[kind])];
}

function requiresApplication(config: GatewayPlugin['config']): boolean {
  return ['scopes', 'roles', 'groups'].some(
    (what) => claimPath(config, what).join() === 'idtyp' && texts(config[`${what}_required`]).join() === 'app',
  );
}

const OF_KIND: Readonly<Record<TokenKind, string>> = {
  application: "an application's token, without scopes",
  person: "a signed-in person's token, with scopes",
  unclear: 'a token that does not say whose it is',
};

function own(what: string, outcome: Check['outcome'], expected: string, found: string | undefined): Check {
  return { by: 'token', what, outcome, expected, found: (found ?? 'nothing').slice(0, 300) };
}
