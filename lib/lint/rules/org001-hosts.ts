import { isAllowedHost } from '../organisation';
import { defineRule } from '../rule';

export const org001 = defineRule({
  id: 'ORG001',
  severity: 'error',
  title: 'Routes are on hosts of the organisation',
  cause: 'A host that is not of the organisation, or none, lets a route answer where nobody expects it.',
  fix: 'use a host that `allowedHosts` has',
  source: 'the settings of the organisation, `allowedHosts`',
  needs: ['gateway'],
  *check(view) {
    const { allowedHosts } = view.standards;
    if (allowedHosts === undefined) return;
    for (const { route, subject, place } of view.routes) {
      const hosts = route.hosts ?? [];
      const other = hosts.length === 0 ? 'any host' : hosts.find((host) => !isAllowedHost(host.replace(/:\d+$/, ''), allowedHosts));
      if (other === undefined) continue;
      yield {
        subject,
        message: `it is on ${other}`,
        place: { ...place, field: 'hosts' },
        disagree: [
          { what: 'host', value: other, where: place.entity ?? subject },
          { what: 'hosts of the organisation', value: allowedHosts.join(', '), where: 'allowedHosts' },
        ],
      };
    }
  },
});
