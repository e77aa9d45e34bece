/** What an issuer or discovery address of Entra says. */
export interface Issuer {
  readonly text: string;
  /** GUID, domain, or `common` and the like, in lower case. */
  readonly tenant: string;
  /** Version of the tokens. */
  readonly version: 1 | 2;
}

// @see https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud, and `iss` of v1 tokens
const LOGIN =
  /^https:\/\/(?:login\.microsoftonline\.com|login\.microsoftonline\.us|login\.partner\.microsoftonline\.cn|login\.chinacloudapi\.cn|login\.windows\.net)\/([^/]+)(\/v2\.0)?(?:\/(?:\.well-known\/openid-configuration)?)?$/i;
const STS = /^https:\/\/sts\.(?:windows\.net|chinacloudapi\.cn)\/([^/]+)(?:\/(?:\.well-known\/openid-configuration)?)?$/i;

/** Reads an issuer; undefined where it is none of Entra. */
export function issuerIn(text: string): Issuer | undefined {
  const [login, tenant, v2] = LOGIN.exec(text) ?? [];
  if (login !== undefined) return { text, tenant: (tenant ?? '').toLowerCase(), version: v2 === undefined ? 1 : 2 };
  const [sts, own] = STS.exec(text) ?? [];
  return sts === undefined ? undefined : { text, tenant: (own ?? '').toLowerCase(), version: 1 };
}

/** Names that stand for many tenants. */
export const MANY_TENANTS: readonly string[] = ['common', 'organizations', 'consumers'];

/** True for a GUID. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
}
