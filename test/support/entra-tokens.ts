import type { Registration } from './entra-registrations';

/** How tokens are issued. */
export interface IssuerOptions {
  readonly tenantId: string;
  /** @default - `login.microsoftonline.com` */
  readonly login?: string;
  /** Tenant of the caller. @default - the home tenant */
  readonly callerTenant?: string;
  /** Seconds since 1970. @default - 1,800,000,000 */
  readonly now?: number;
}

/** Claims of an access token. */
export type Claims = Readonly<Record<string, unknown>>;

/** A token of the version the API asks for, or null when it serves no caller of that tenant. */
export function issue(resource: Registration, azp: string, options: IssuerOptions, claims: Claims): Claims | null {
  const { tenantId, callerTenant = tenantId, login = 'login.microsoftonline.com', now = 1_800_000_000 } = options;
  if (callerTenant !== tenantId && !resource.multiTenant) return null;
  const times = { iat: now - 60, nbf: now - 60, exp: now + 3600, tid: callerTenant };
  return resource.version === 2
    ? { ver: '2.0', iss: `https://${login}/${callerTenant}/v2.0`, aud: resource.clientId, azp, ...times, ...claims }
    : {
        ver: '1.0',
        iss: `https://sts.windows.net/${callerTenant}/`,
        aud: resource.identifierUris[0] ?? resource.clientId,
        appid: azp,
        ...times,
        ...claims,
      };
}
