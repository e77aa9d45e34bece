import { type Application } from '../../terraform';
import { defineRule } from '../rule';
import { type LintView } from '../view/view';

export const ent002 = defineRule({
  id: 'ENT002',
  severity: 'error',
  title: 'An application is for one tenant, or its issuers are listed',
  cause:
    'Keys of all tenants are the same. Without a list of issuers people of any tenant, or personal accounts, get tokens that are taken for those of your own.',
  fix: 'set `sign_in_audience` to AzureADMyOrg, or list the tenants in `issuers_allowed` of every route',
  source: 'https://learn.microsoft.com/entra/identity-platform/supported-accounts-validation',
  needs: ['directory'],
  *check(view) {
    for (const application of view.directory.applications) {
      if (application.signInAudience === 'AzureADMyOrg' || listsTenants(view, application)) continue;
      const place = view.placeOf(application.place, 'sign_in_audience');
      yield {
        subject: view.subjectOf(application),
        message: `it is for ${application.signInAudience}, and no list says which tenants`,
        place,
        disagree: [
          { what: 'who may sign in', value: application.signInAudience, where: `${place.address ?? ''} sign_in_audience` },
          {
            what: 'tenants that are listed',
            value: 'none',
            where: view.input.gateway === undefined ? 'no gateway was given' : 'issuers_allowed',
          },
        ],
      };
    }
  },
});

function listsTenants(view: LintView, application: Application): boolean {
  const api = view.input.definition?.model.apis.find(({ key }) => key === view.subjectOf(application));
  // The definition is such a list, and what becomes of it on the gateway is the renderer's.
  if (api !== undefined && api.tenants.length > 0) return true;
  const guards = view.guardsOf(application);
  return (
    application.signInAudience === 'AzureADMultipleOrgs' &&
    guards.length > 0 &&
    guards.every(({ config }) => Array.isArray(config['issuers_allowed']) && config['issuers_allowed'].length > 0)
  );
}
