import { type Application, type DeclaredRole } from '../../terraform';
import { defineRule } from '../rule';
import { type LintView } from '../view/view';
import { onTargets } from './guard-rule';

export const x005 = defineRule({
  id: 'X005',
  severity: 'error',
  title: 'A role can be held by those a route expects',
  cause: 'Entra puts a role into the tokens of those kinds of caller it allows; an application never holds a role for people.',
  fix: 'set `allowed_member_types` to the kind of caller, or require a role for that kind',
  source: 'https://learn.microsoft.com/graph/api/resources/approle, allowedMemberTypes',
  needs: ['directory', 'gateway'],
  *check(view) {
    for (const guard of view.guards) {
      for (const { application } of guard.audiences) {
        if (application === undefined) continue;
        for (const term of guard.roles) {
          for (const value of term) {
            const role = application.roles.find((one) => one.value === value);
            const expected =
              role &&
              expectation(
                view,
                application,
                role,
                guard.routes.some(({ isApplicationsDoor }) => isApplicationsDoor),
              );
            if (role === undefined || expected === undefined) continue;
            yield* onTargets(guard, 'roles_required', ({ subject, place }) => ({
              subject: `${subject}/${value}`,
              message: `the role ${JSON.stringify(value)} is for ${role.memberTypes.join(' and ') || 'nobody'}, and ${expected.what}`,
              place,
              disagree: [
                { what: 'allowed_member_types', value: role.memberTypes.join(', ') || 'none', where: role.place.resource.address },
                { what: 'caller', value: 'Application', where: expected.where },
              ],
            }));
          }
        }
      }
    }
  },
});

/** Who shows that applications are expected to hold a role, where they cannot. */
function expectation(
  view: LintView,
  api: Application,
  role: DeclaredRole,
  isDoor: boolean,
): { readonly what: string; readonly where: string } | undefined {
  if (role.memberTypes.includes('Application')) return undefined;
  if (isDoor) return { what: 'the route is the door of applications', where: 'the definition' };
  const { roleAssignments, applications } = view.directory;
  const held = roleAssignments.find(
    (one) => one.api === api.identity && one.roleId === role.id && view.application(one.holder) !== undefined,
  );
  if (held !== undefined)
    return { what: `it is assigned to the application ${view.nameOf(held.holder)}`, where: held.place.resource.address };
  const asked = applications.find(({ requests }) => requests.some((one) => one.api === api.identity && one.roleIds.includes(role.id)));
  return asked && { what: `the application ${view.subjectOf(asked)} asks for it`, where: asked.place.resource.address };
}
