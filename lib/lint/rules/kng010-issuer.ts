import { defineRule } from '../rule';
import { type Guard } from '../view/guards';
import { isGuid, MANY_TENANTS, type Issuer } from '../view/issuer';
import { ofGuards } from './guard-rule';

export const kng010 = defineRule({
  id: 'KNG010',
  severity: 'error',
  title: 'The issuer is one tenant, by its GUID, or the issuers are listed',
  cause:
    'common and organizations stand for every tenant: the `iss` of a token is none of them, so all calls are refused, or all tenants let in.',
  fix: 'write https://login.microsoftonline.com/<tenant GUID>/v2.0, or list the issuers in `issuers_allowed`',
  source: 'https://learn.microsoft.com/entra/identity-platform/access-tokens#multitenant-applications',
  needs: ['gateway'],
  check: ofGuards(({ plugin, issuer, config }) => {
    const wrong = issuer && wrongIn(issuer, config);
    if (wrong === undefined) return undefined;
    return {
      field: plugin === 'oidc' ? 'discovery' : 'issuer',
      message: wrong,
      wanted: 'https://<login host>/<tenant GUID>/v2.0',
    };
  }),
});

function wrongIn({ tenant }: Issuer, config: Guard['config']): string | undefined {
  const listed = Array.isArray(config['issuers_allowed']) && config['issuers_allowed'].length > 0;
  if (listed || isGuid(tenant)) return undefined;
  return MANY_TENANTS.includes(tenant)
    ? `the issuer is ${tenant}, which is every tenant, and no list says which`
    : `the issuer names the tenant ${JSON.stringify(tenant)}; tokens carry its GUID`;
}
