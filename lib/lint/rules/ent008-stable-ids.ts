import { type Application, type DeclaredRole, type DeclaredScope } from '../../terraform';
import { defineRule, ENTRA_FACTS } from '../rule';
import { type RuleFinding } from '../types';
import { LintView } from '../view/view';

export const ent008 = defineRule({
  id: 'ENT008',
  severity: 'error',
  title: 'The id of a role or scope stays',
  cause: 'Grants and assignments point at the id. With a new one all of them are revoked, though nobody sees it in the value.',
  fix: 'write the id down, or derive it from what never changes; keep the one that is deployed',
  source: ENTRA_FACTS,
  needs: ['directory'],
  *check(view) {
    const before = view.input.base === undefined ? undefined : new LintView(view.input.base);
    const known = new Map((before?.directory.applications ?? []).map((one) => [before?.subjectOf(one) ?? '', one]));
    for (const application of view.directory.applications) {
      const then = known.get(view.subjectOf(application));
      yield* ofKind(view, application, 'role', application.roles, then?.roles ?? []);
      yield* ofKind(view, application, 'scope', application.scopes, then?.scopes ?? []);
    }
  },
});

type Declared = DeclaredRole | DeclaredScope;

function* ofKind(
  view: LintView,
  application: Application,
  kind: string,
  now: readonly Declared[],
  then: readonly Declared[],
): Iterable<RuleFinding> {
  const before = new Map(then.map((one) => [one.value, one]));
  for (const one of now) {
    const place = view.placeOf(one.place);
    const subject = `${view.subjectOf(application)}/${one.value}`;
    const where = `${place.address ?? ''} ${place.argument ?? ''}`.trim();
    if (/\b(?:uuid|timestamp)\(\)/.test(one.id)) {
      yield {
        subject,
        message: `the id of the ${kind} is made anew with every plan`,
        place,
        disagree: [
          { what: 'id', value: one.id, where },
          { what: 'id it should keep', value: 'one that is written down', where: 'ENT008' },
        ],
      };
      continue;
    }
    const old = before.get(one.value);
    if (old === undefined || old.id === one.id || old.id === '' || one.id === '') continue;
    yield {
      subject,
      message: `the ${kind} has another id than before, and loses everybody who holds it`,
      place,
      disagree: [
        { what: 'id before', value: old.id, where: old.place.resource.address },
        { what: 'id now', value: one.id, where },
      ],
    };
  }
}
