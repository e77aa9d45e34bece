/** Names by which a cloud is reached. */
export interface CloudHosts {
  readonly login: string;
  /** Other names of the same. */
  readonly loginAliases: readonly string[];
  /** Host of the issuer of tokens of version 1. */
  readonly sts: string;
  readonly graph: string;
}

/**
 * Hosts of the clouds, by what the azuread provider calls them.
 *
 * @see docs/entra.md
 */
export const CLOUD_HOSTS: Readonly<Record<string, CloudHosts>> = {
  global: { login: 'login.microsoftonline.com', loginAliases: ['login.windows.net'], sts: 'sts.windows.net', graph: 'graph.microsoft.com' },
  usgovernmentl4: { login: 'login.microsoftonline.us', loginAliases: [], sts: 'sts.windows.net', graph: 'graph.microsoft.us' },
  usgovernmentl5: { login: 'login.microsoftonline.us', loginAliases: [], sts: 'sts.windows.net', graph: 'dod-graph.microsoft.us' },
  china: {
    login: 'login.partner.microsoftonline.cn',
    loginAliases: ['login.chinacloudapi.cn'],
    sts: 'sts.chinacloudapi.cn',
    graph: 'microsoftgraph.chinacloudapi.cn',
  },
};

/** Issuer of tokens of a tenant. */
export function issuer({ login, sts }: CloudHosts, tenantId: string, version: 1 | 2): string {
  return version === 2 ? `https://${login}/${tenantId}/v2.0` : `https://${sts}/${tenantId}/`;
}
