import { type Application, type DeclaredRole, type DeclaredScope } from '../../terraform';
import { defineRule } from '../rule';
import { type RuleFinding } from '../types';
import { LintView } from '../view/view';

export const ent009 = defineRule({
  id: 'ENT009',
  severity: 'error',
  title: 'A role or scope that is enabled is not taken away',
  cause:
    'Who holds it loses it at once, also clients and people that this deployment does not know; a disabled one can still be brought back.',
  fix: 'disable it first and see who misses it; or accept the removal with a waiver that names who was asked',
  source: 'https://learn.microsoft.com/graph/api/resources/approle',
  needs: ['directory', 'base'],
  *check(view) {
    if (view.input.base === undefined) return;
    const before = new LintView(view.input.base);
    const now = new Map(view.directory.applications.map((one) => [view.subjectOf(one), one]));
    for (const then of before.directory.applications) {
      yield* goneFrom(before, then, now.get(before.subjectOf(then)));
    }
  },
});

type Declared = (DeclaredRole | DeclaredScope) & { readonly kind: 'role' | 'scope' };

function declaredBy(application: Application | undefined): readonly Declared[] {
  return [
    ...(application?.roles ?? []).map((one) => ({ ...one, kind: 'role' as const })),
    ...(application?.scopes ?? []).map((one) => ({ ...one, kind: 'scope' as const })),
  ];
}

function* goneFrom(before: LintView, then: Application, now: Application | undefined): Iterable<RuleFinding> {
  const left = declaredBy(now);
  const byId = new Map(left.map((one) => [one.id, one]));
  const values = new Set(left.map(({ value }) => value));
  for (const one of declaredBy(then)) {
    const kept = byId.get(one.id);
    // One whose id alone is another is ENT008's.
    if (!one.isEnabled || kept?.value === one.value || (kept === undefined && values.has(one.value))) continue;
    yield gone(before, then, one, kept);
  }
}

function gone(before: LintView, then: Application, one: Declared, kept: Declared | undefined): RuleFinding {
  const outside = outsideHolders(before, then, one.id, one.value);
  const holders =
    outside.length === 0
      ? 'nobody outside of this deployment is known to hold it'
      : `held by ${outside.join(', ')}, outside of this deployment`;
  const happens = kept === undefined ? `the ${one.kind} is taken away` : `the value of the ${one.kind} changes`;
  return {
    subject: `${before.subjectOf(then)}/${one.value}`,
    message: `${happens} while it is enabled; ${holders}`,
    place: before.placeOf(one.place),
    ...(kept !== undefined && { severity: 'warning', fix: 'tell who compares the value, or keep it' }),
    disagree: [
      { what: 'value before', value: one.value, where: one.place.resource.address },
      { what: 'value now', value: kept?.value ?? 'none', where: kept?.place.resource.address ?? 'what is reviewed' },
    ],
  };
}

/** Who holds a role or scope and is no application of the deployment: clients, groups and people that are registered elsewhere. */
function outsideHolders(before: LintView, api: Application, id: string, value: string): readonly string[] {
  const { roleAssignments, scopeGrants } = before.directory;
  const holders = [
    ...roleAssignments.filter((one) => one.api === api.identity && one.roleId === id).map(({ holder }) => holder),
    ...scopeGrants
      .filter((one) => one.api === api.identity && (one.values.includes(value) || one.scopeIds.includes(id)))
      .map(({ client }) => client),
  ];
  return [...new Set(holders.filter((holder) => before.application(holder) === undefined))].map((holder) => before.nameOf(holder)).sort();
}
