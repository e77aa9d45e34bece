import { type Application } from '../../terraform';
import { defineRule } from '../rule';
import { type RuleFinding } from '../types';
import { type Guard } from '../view/guards';
import { isGuid, issuerIn, MANY_TENANTS, type Issuer } from '../view/issuer';
import { type LintView } from '../view/view';
import { onTargets } from './guard-rule';

export const x001 = defineRule({
  id: 'X001',
  severity: 'error',
  title: 'The gateway expects the issuer that makes the API’s tokens',
  cause: 'Tenant and version of the token decide its `iss`. Where the gateway expects another, every call is answered 401.',
  fix: 'set issuer and `issuers_allowed` to the tenant of the registration, and the API’s `requested_access_token_version` to their version',
  source: 'https://learn.microsoft.com/entra/identity-platform/access-tokens#token-formats',
  needs: ['directory', 'gateway'],
  *check(view) {
    for (const guard of view.guards) yield* wrongTenant(view, guard);
    for (const application of view.directory.applications) {
      const guards = view.guardsOf(application);
      const wrong = guards.filter(
        (guard) => acceptedBy(guard).length > 0 && !acceptedBy(guard).some(({ version }) => version === application.tokenVersion),
      );
      // Where all disagree with the registration, it is the registration that is found.
      const [first] = wrong;
      if (first !== undefined && wrong.length === guards.length)
        yield* wrongVersion(view, first, application)
          .slice(0, 1)
          .map((one) => ({ ...one, subject: view.subjectOf(application) }));
      else for (const guard of wrong) yield* wrongVersion(view, guard, application);
    }
  },
});

/** Issuers of Entra whose tokens a guard accepts. */
function acceptedBy({ issuer, issuersAllowed }: Guard): readonly Issuer[] {
  return issuer === undefined ? [] : issuersAllowed.map(issuerIn).filter((one): one is Issuer => one !== undefined);
}

function* wrongTenant(view: LintView, guard: Guard): Iterable<RuleFinding> {
  const accepted = acceptedBy(guard);
  const { tenantId } = view.directory;
  // The home tenant may be left out on purpose, where an API serves others alone.
  const isMultiTenant = guard.audiences.some(
    ({ application }) => application !== undefined && application.signInAudience !== 'AzureADMyOrg',
  );
  const tenants = accepted.map(({ tenant }) => tenant).filter((tenant) => isGuid(tenant) && !MANY_TENANTS.includes(tenant));
  if (tenantId === null || tenants.length === 0 || isMultiTenant || tenants.includes(tenantId)) return;
  // Nothing says that such a guard is of this tenant at all.
  if (!guard.audiences.some(({ application }) => application !== undefined)) return;
  yield* onTargets(guard, 'issuers_allowed', ({ subject, place, where }) => ({
    subject,
    message: 'the gateway expects tokens of another tenant than that of the registration',
    place,
    disagree: [
      { what: 'tenant the gateway expects', value: tenants.join(', '), where },
      { what: 'tenant of the registration', value: tenantId, where: 'provider azuread' },
    ],
  }));
}

function wrongVersion(view: LintView, guard: Guard, application: Application): readonly RuleFinding[] {
  const accepted = acceptedBy(guard);
  return onTargets(guard, 'issuers_allowed', ({ subject, place, where }) => ({
    subject,
    message: `the gateway expects tokens of version ${accepted[0]?.version ?? ''}, and ${view.subjectOf(application)} asks for version ${application.tokenVersion}`,
    place,
    disagree: [
      { what: 'issuers the gateway accepts', value: accepted.map(({ text }) => text).join(', '), where },
      { what: 'requested_access_token_version', value: String(application.tokenVersion), where: application.place.resource.address },
    ],
  }));
}
