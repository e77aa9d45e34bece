import { defineRule } from '../rule';

export const kng001 = defineRule({
  id: 'KNG001',
  severity: 'error',
  title: 'Every route authenticates, or is public for a stated reason',
  cause: 'Everybody who reaches the gateway reaches the upstream.',
  fix: 'put an authentication plugin on the route, or say why it is public: `public` in a definition, else a waiver',
  source: 'https://developer.konghq.com/plugins/?category=authentication',
  needs: ['gateway'],
  *check(view) {
    for (const { route, subject, place, authentication, publicReason, isReachable } of view.routes) {
      if (authentication !== undefined || publicReason !== undefined || !isReachable) continue;
      const bound = route.plugins.find((plugin) => plugin.bound !== undefined);
      yield {
        subject,
        message:
          bound === undefined ? 'nothing authenticates who calls' : `nothing authenticates every call: ${bound.name}: ${bound.bound ?? ''}`,
        place,
      };
    }
  },
});
