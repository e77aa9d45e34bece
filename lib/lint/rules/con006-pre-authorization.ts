import { defineRule } from '../rule';

export const con006 = defineRule({
  id: 'CON006',
  severity: 'error',
  title: 'Clients are pre-authorized for scopes alone',
  cause:
    'Entra pre-authorizes delegated permissions only; with the id of a role, or of nothing, the client gets no token for it and the apply may fail.',
  fix: 'name ids of the API’s scopes; grant roles by an app role assignment',
  source: 'https://learn.microsoft.com/graph/api/resources/preauthorizedapplication',
  needs: ['directory'],
  *check(view) {
    for (const grant of view.directory.scopeGrants) {
      const api = view.application(grant.api);
      if (!grant.isPreAuthorized || api === undefined) continue;
      for (const id of grant.scopeIds) {
        if (id === '' || id.startsWith('${') || api.scopes.some((scope) => scope.id === id)) continue;
        const role = api.roles.find((one) => one.id === id);
        const what = role === undefined ? 'no scope of the API' : `the role ${JSON.stringify(role.value)}`;
        yield {
          subject: `${view.nameOf(grant.client)}/${view.subjectOf(api)}/${role?.value ?? id}`,
          message: `it is pre-authorized for ${what}`,
          place: view.placeOf(grant.place, 'permission_ids'),
          disagree: [
            { what: 'pre-authorized id', value: id, where: `${grant.place.resource.address} permission_ids` },
            {
              what: 'scopes of the API',
              value: api.scopes.map((scope) => scope.id).join(', ') || 'none',
              where: api.place.resource.address,
            },
          ],
        };
      }
    }
  },
});
