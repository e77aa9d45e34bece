import { failing, FAIL_ON, type ReviewReport, type SynthOutput } from '../../lib/review';
import { whoText } from '../../lib/review/output/wording';
import { reviewed, shop } from '../support/review-shop';
import { ACCESS_CASES } from './golden-access';
import { base, type GoldenCase } from './golden-case';
import { OTHER_CASES } from './golden-rest';

function sides({ base: before, head }: GoldenCase): readonly [SynthOutput, SynthOutput] {
  return [before === undefined ? base : shop(before), 'stacks' in head ? head : shop(head)];
}

function digest({ deployments: [deployment] }: ReviewReport): Record<'line' | 'access' | 'changes' | 'unexplained', unknown> {
  return {
    line: deployment?.verdict.line,
    access: deployment?.access.map(
      ({ direction, who, routes, was, now }) =>
        `${direction}: ${who.map(whoText).join(', ')} @ ${routes.map(({ name }) => name).join(', ')}: ${was} -> ${now}`,
    ),
    changes: deployment?.changes
      .filter(({ effect, isBlocking }) => isBlocking || effect === 'broadened' || effect === 'unknown')
      .map(({ effect, subject, what }) => `${effect} ${subject}: ${what}`),
    unexplained: deployment?.unexplained.length,
  };
}

function failures(report: ReviewReport): readonly string[] {
  const reasons = failing(report, FAIL_ON, 0).join('\n');
  return ['contradiction', ...FAIL_ON].filter((name) => reasons.includes(name));
}

describe.each([...ACCESS_CASES, ...OTHER_CASES])('$name', (one) => {
  const [was, now] = sides(one);
  const [report, back] = [reviewed(was, now, one.options), reviewed(now, was, one.options)];

  it('is told', () => {
    expect({ ...digest(report), fails: failures(report) }).toEqual({
      line: one.line,
      access: one.access,
      changes: one.changes ?? [],
      unexplained: one.unexplained ?? 0,
      fails: one.fails,
    });
  });

  it('is told the other way round with the inputs swapped', () => {
    expect([digest(back).line, failures(back)]).toEqual([one.swapped, one.swappedFails]);
    if (one.oneWay !== undefined) return;
    // What is gained one way is lost the other way, and nothing else.
    const of = (direction: string, { deployments: [deployment] }: ReviewReport): readonly string[] =>
      (deployment?.access ?? [])
        .filter((row) => row.direction === direction)
        .flatMap(({ who, routes }) => who.flatMap((caller) => routes.map(({ example }) => `${whoText(caller)} ${example}`)))
        .sort();
    expect(of('gained', back)).toEqual(of('lost', report));
    expect(of('lost', back)).toEqual(of('gained', report));
  });
});
