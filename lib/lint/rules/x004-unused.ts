import { defineRule } from '../rule';

export const x004 = defineRule({
  id: 'X004',
  severity: 'warning',
  title: 'Every role and scope of an API behind the gateway opens a route',
  cause: 'Grants of one that nothing checks look like access and give none; or the upstream checks it, and the gateway does not know.',
  fix: 'require it on a route, take it away, or accept it with a waiver where the upstream checks it',
  source: 'docs/definition.md, "Routes"',
  needs: ['directory', 'gateway'],
  *check(view) {
    // A route that does not say whose tokens it takes may be of any API.
    const unnamed = view.guards.filter(({ audiences }) => audiences.every((audience) => audience.application === undefined));
    for (const application of view.directory.applications) {
      const guards = view.guardsOf(application);
      if (guards.length === 0) continue;
      const used = new Set([...guards, ...unnamed].flatMap(({ roles, scopes, groups }) => [...roles, ...scopes, ...groups].flat()));
      for (const [kind, declared] of [
        ['role', application.roles],
        ['scope', application.scopes],
      ] as const) {
        for (const one of declared) {
          if (!one.isEnabled || one.value === '' || used.has(one.value)) continue;
          yield {
            subject: `${view.subjectOf(application)}/${one.value}`,
            message: `no route requires the ${kind} ${JSON.stringify(one.value)}`,
            place: view.placeOf(one.place),
          };
        }
      }
    }
  },
});
