import { type Application, type DeclaredRole, type DeclaredScope } from '../../terraform';
import { defineRule } from '../rule';
import { type RuleFinding } from '../types';
import { type Guard } from '../view/guards';
import { type LintView } from '../view/view';
import { onTargets } from './guard-rule';

export const x003 = defineRule({
  id: 'X003',
  severity: 'error',
  title: 'A role or scope that a route requires exists, and is enabled',
  cause: 'No token carries it, so the route answers 403 to everybody.',
  fix: 'declare it on the application, enable it, or require one that is there',
  source: 'docs/entra.md, "Tokens"',
  needs: ['directory', 'gateway'],
  *check(view) {
    for (const guard of view.guards) {
      const applications = [...new Set(guard.audiences.flatMap(({ application }) => application ?? []))];
      if (applications.length === 0 || applications.length < guard.audiences.length) continue;
      yield* missing(view, guard, 'role', guard.roles, applications);
      yield* missing(view, guard, 'scope', guard.scopes, applications);
    }
  },
});

function* missing(
  view: LintView,
  guard: Guard,
  kind: 'role' | 'scope',
  terms: Guard['roles'],
  applications: readonly Application[],
): Iterable<RuleFinding> {
  if (terms.length === 0) return;
  const declared = applications.flatMap((one): readonly (DeclaredRole | DeclaredScope)[] => (kind === 'role' ? one.roles : one.scopes));
  const enabled = new Set(declared.filter(({ isEnabled }) => isEnabled).map(({ value }) => value));
  const named = new Set(declared.map(({ value }) => value));
  const names = applications.map((one) => view.subjectOf(one)).join(', ');
  for (const value of new Set(terms.flat())) {
    if (enabled.has(value)) continue;
    yield* onTargets(guard, `${kind}s_required`, ({ subject, place, where }) => ({
      subject: `${subject}/${value}`,
      message: `the ${kind} ${JSON.stringify(value)} is ${named.has(value) ? 'disabled' : 'not declared'} on ${names}`,
      place,
      disagree: [
        { what: `${kind} the gateway requires`, value, where },
        {
          what: `${kind}s that are enabled`,
          value: [...enabled].sort().join(', ') || 'none',
          where: applications.map((one) => one.place.resource.address).join(', '),
        },
      ],
    }));
  }
}
