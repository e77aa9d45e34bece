import fc from 'fast-check';
import { deployedOutput, type DeploymentReview, type SynthOutput } from '../../../lib/review';
import { Floors } from '../../support/floors';
import { organisation } from '../../support/generate';
import { carried, plannedFrom } from '../../support/plan/plan';
import { pairsFrom } from '../../support/review-pairs';
import { reviewed } from '../../support/review-shop';

const SEED = Number(process.env['SEED'] ?? 20261127);
const RUNS = Number(process.env['RUNS'] ?? 25);

/** Who gains and loses what, whatever it is called: the head has no names for what it does not have any more. */
function accessIn({ access, verdict: { gained, lost, unknown, consents, consentRisk, outages } }: DeploymentReview): unknown {
  const rows = access.flatMap(({ direction, who, routes, was, now }) =>
    routes.map(({ name, example }) => [direction, String(who.length), name, example, was, now].join(' ')),
  );
  return { rows: rows.sort(), gained, lost, unknown, consents, consentRisk, outages };
}

/** Where the head has no route of the kind any more, nobody can tell from it whether this product made what was there. */
function isUntold(kinds: readonly string[], { stacks }: SynthOutput): boolean {
  const { apis = {} } = JSON.parse(stacks[0]?.files['gateway.json'] ?? '{}') as { readonly apis?: object };
  return kinds.includes('the dialect becomes another') || Object.keys(apis).length === 0;
}

test(`generated changes are told against what is deployed as between two syntheses (seed ${SEED})`, () => {
  const floors = new Floors();
  const failures: string[] = [];
  const only = (base: SynthOutput, head: SynthOutput): DeploymentReview | undefined => reviewed(base, head).deployments[0];

  fc.assert(
    fc.property(organisation, fc.gen(), (generated, choice) => {
      for (const { base, head, kinds } of pairsFrom(generated, { many: 1, single: 3 }, { definition: 1, files: 2 }, floors, choice)) {
        // What one stack hands on to another is planned once it is deployed, and not together with it.
        if ([base, head].some(({ output }) => output.stacks.length !== 1)) continue;
        const was = carried(base.output);
        const planned = plannedFrom(was, head.output);
        const [synthesized, deployed] = [only(was, head.output), only(deployedOutput(planned), planned)];
        floors.count('pairs');
        floors.countAll((synthesized?.access ?? []).map(({ direction }) => direction));
        const isSame = JSON.stringify(synthesized && accessIn(synthesized)) === JSON.stringify(deployed && accessIn(deployed));
        const isTold = (deployed?.unexplained.length ?? 0) <= (synthesized?.unexplained.length ?? 0) || isUntold(kinds, head.output);
        if (!isSame || !isTold)
          failures.push(
            `${kinds.join(', ')}: ${JSON.stringify(
              [synthesized, deployed].map((one) => one && accessIn(one)),
              null,
              2,
            )}`,
          );
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );

  expect(failures).toEqual([]);
  floors.assertAtLeast(['pairs'], RUNS * 2);
  floors.assertAtLeast(['gained', 'lost'], RUNS / 2);
});
