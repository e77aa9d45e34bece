import { type Application } from '../../terraform';
import { consentRisk } from '../consent/consent-risk';
import { defineRule } from '../rule';
import { texts, type Guard } from '../view/guards';
import { granted, requested, type HeldPermission } from '../view/permissions';
import { type LintView } from '../view/view';

export const con003 = defineRule({
  id: 'CON003',
  severity: 'error',
  title: 'The gateway’s own application holds no more than signing in takes',
  cause:
    'A gateway that only verifies tokens needs no permission; one that can write to the directory hands that to whoever breaks into it.',
  fix: 'take the permissions off the application whose `client_id` the gateway has',
  source: 'docs/kong.md, "openid-connect"',
  needs: ['directory', 'gateway'],
  *check(view) {
    const held = new Map<string, HeldPermission[]>();
    for (const one of [...requested(view), ...granted(view)]) held.set(one.client, [...(held.get(one.client) ?? []), one]);
    const seen = new Set<string>();
    for (const { application, guards } of ownApplications(view)) {
      const isBearerOnly = guards.every(({ config }) => texts(config['auth_methods']).join() === 'bearer');
      for (const one of held.get(application.identity) ?? []) {
        const risk = consentRisk({ api: one.api, permission: one.id, kind: one.kind });
        const subject = `${view.subjectOf(application)}/${one.value}`;
        if (seen.has(subject) || (!isBearerOnly && !(one.kind === 'application' && (risk.tier === 0 || risk.tier === 1)))) continue;
        seen.add(subject);
        yield {
          subject,
          message: isBearerOnly
            ? `the gateway only verifies tokens, and its application holds ${one.value}`
            : `the gateway’s application holds ${one.value}: ${risk.why}`,
          place: view.placeOf(one.place),
          disagree: [
            { what: 'permission', value: one.value, where: one.place.resource.address },
            { what: 'auth_methods', value: texts(guards[0]?.config['auth_methods']).join(', '), where: guards[0]?.targets[0]?.where ?? '' },
          ],
        };
      }
    }
  },
});

/** Applications whose client id the gateway has to sign in with; one that is an API itself calls others by right. */
function ownApplications(view: LintView): readonly { readonly application: Application; readonly guards: readonly Guard[] }[] {
  const byId = new Map<string, Guard[]>();
  for (const guard of view.guards) {
    for (const id of texts([guard.config['client_id']].flat())) byId.set(id, [...(byId.get(id) ?? []), guard]);
  }
  return view.directory.applications.flatMap((application) => {
    const guards = application.clientId === undefined ? undefined : byId.get(application.clientId);
    return guards === undefined || view.guardsOf(application).length > 0 ? [] : [{ application, guards }];
  });
}
