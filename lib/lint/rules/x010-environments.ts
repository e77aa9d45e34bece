import { defineRule } from '../rule';
import { onTargets } from './guard-rule';

export const x010 = defineRule({
  id: 'X010',
  severity: 'error',
  title: 'No two environments accept the same client id',
  cause: 'A token that is got for one of them is valid in the other: whoever may test may call production.',
  fix: 'register the API once per environment',
  source: 'docs/entra.md, "Tokens"',
  needs: ['gateway', 'others'],
  *check(view) {
    const elsewhere = new Map(
      view.others.flatMap((other) =>
        other.guards.flatMap((guard) => guard.audiences.map(({ text }) => [text.toLowerCase(), { other, guard }] as const)),
      ),
    );
    for (const guard of view.guards) {
      for (const { text } of guard.audiences) {
        const same = elsewhere.get(text.toLowerCase());
        // A marker stands for another id in each deployment.
        if (same === undefined || text.startsWith('@@')) continue;
        yield* onTargets(guard, 'audience_required', ({ subject, place, where }) => ({
          subject,
          message: `the audience is accepted by ${same.other.input.name} too`,
          place,
          disagree: [
            { what: `audience in ${view.input.name}`, value: text, where },
            { what: `audience in ${same.other.input.name}`, value: text, where: same.guard.targets[0]?.where ?? '' },
          ],
        }));
      }
    }
  },
});
