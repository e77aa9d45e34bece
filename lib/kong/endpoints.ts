import { lookUp, type ApiModel, type Cloud, type EnvironmentModel } from '../model';

// @see https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud
const LOGIN_HOST: Readonly<Record<Cloud, string>> = {
  global: 'login.microsoftonline.com',
  usgovernmentl4: 'login.microsoftonline.us',
  usgovernmentl5: 'login.microsoftonline.us',
  china: 'login.partner.microsoftonline.cn',
};

/** The `iss` of a tenant's v2 tokens. */
export function issuerOf(cloud: Cloud, tenantId: string): string {
  return `https://${LOGIN_HOST[cloud]}/${tenantId}/v2.0`;
}

/** Discovery document of the environment's home tenant; its keys sign the tokens of every tenant of the cloud. */
export function discoveryOf(environment: EnvironmentModel): string {
  return `${issuerOf(environment.cloud, environment.tenantId)}/.well-known/openid-configuration`;
}

/** Issuers whose tokens an API accepts: the home tenant's, or those of exactly the tenants it names. */
export function issuersAllowed(api: ApiModel, environment: EnvironmentModel): readonly string[] {
  const tenants = api.tenants.length === 0 ? ['home'] : api.tenants;
  const ids = tenants.map((tenant) => (tenant === 'home' ? environment.tenantId : (lookUp(environment.tenants, tenant) ?? '')));
  return [...new Set(ids)].sort().map((id) => issuerOf(environment.cloud, id));
}
