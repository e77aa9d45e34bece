import { consentRisk } from '../consent/consent-risk';
import { defineRule } from '../rule';
import { granted, requested } from '../view/permissions';

export const con001 = defineRule({
  id: 'CON001',
  severity: 'error',
  title: 'No application permission with a way to Global Administrator',
  cause: 'Whoever has the credential of such a client has the tenant.',
  fix: 'use a permission that does less, or one for what the client owns; where it must be, accept it with a waiver',
  source: 'https://github.com/emiliensocchi/azure-tiering; https://learn.microsoft.com/graph/permissions-reference',
  needs: ['directory'],
  *check(view) {
    const seen = new Set<string>();
    for (const one of [...requested(view), ...granted(view)]) {
      const risk = consentRisk({ api: one.api, permission: one.id, kind: one.kind });
      if (one.kind !== 'application' || risk.tier !== 0) continue;
      const subject = `${view.nameOf(one.client)}/${one.value}`;
      if (seen.has(subject)) continue;
      seen.add(subject);
      yield { subject, message: `${one.value}: ${risk.why}`, place: view.placeOf(one.place) };
    }
  },
});
