import { defineRule } from '../rule';

export const ent012 = defineRule({
  id: 'ENT012',
  severity: 'warning',
  title: 'An API with roles issues tokens to assigned callers alone',
  cause: 'Otherwise every application and person of the tenant gets a token for it; only the gateway’s check of roles stands between.',
  fix: 'set `app_role_assignment_required` of its service principal to true',
  source: 'docs/entra.md, "Tokens"',
  needs: ['directory'],
  *check(view) {
    for (const application of view.directory.applications) {
      const { servicePrincipal, roles } = application;
      if (roles.length === 0 || servicePrincipal?.requiresAssignment === true) continue;
      const place = view.placeOf(servicePrincipal?.place ?? application.place, 'app_role_assignment_required');
      yield {
        subject: view.subjectOf(application),
        message: servicePrincipal === undefined ? 'no service principal says that assignment is required' : 'assignment is not required',
        place,
      };
    }
  },
});
