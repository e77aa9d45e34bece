import fc from 'fast-check';
import { type DeploymentReview, type SynthOutput } from '../../lib/review';
import { Floors } from '../support/floors';
import { organisation } from '../support/generate';
import { carried, plannedFrom } from '../support/plan/plan';
import { pairsFrom } from '../support/review-pairs';
import { reviewed } from '../support/review-shop';

const SEED = Number(process.env['SEED'] ?? 20261128);
const RUNS = Number(process.env['RUNS'] ?? 15);

function only(base: SynthOutput, head: SynthOutput): DeploymentReview {
  const [found] = reviewed(base, head).deployments;
  if (found === undefined) throw new Error('no deployment');
  return found;
}

/** What is said, without how many resources a plan counts and what was read. */
function saidOf({ inputs: _inputs, resources: _resources, ...said }: DeploymentReview): string {
  return JSON.stringify(said, null, 2);
}

/** Who gains what at which routes. */
function gainedIn({ access }: DeploymentReview): readonly string[] {
  return access
    .filter(({ direction }) => direction !== 'lost')
    .flatMap(({ who, routes }) => who.flatMap((one) => routes.map(({ name }) => `${JSON.stringify(one)} ${name}`)));
}

/** Whether what is deployed lacks something of the base, which is told as made again, and by which anybody may gain. */
function isMadeAgain({ changes }: DeploymentReview): boolean {
  return changes.some(({ what, effect }) => what.includes('made by the plan') && effect !== 'narrowed');
}

test(`what is deployed otherwise than the base is told by what it changes, and nothing where it is not (seed ${SEED})`, () => {
  const floors = new Floors();
  const failures: string[] = [];

  fc.assert(
    fc.property(organisation, fc.gen(), (generated, choice) => {
      for (const { base, head, kinds } of pairsFrom(generated, { many: 1, single: 2 }, { definition: 1, files: 1 }, floors, choice)) {
        if ([base, head].some(({ output }) => output.stacks.length !== 1)) continue;
        const [was, now] = [carried(base.output), carried(head.output)];
        const alone = only(was, now);
        const planned = only(was, plannedFrom(was, now));
        if (saidOf(alone) !== saidOf(planned)) failures.push(`${kinds.join(', ')}: ${saidOf(alone)} is not ${saidOf(planned)}`);

        // The same change, merged and never applied.
        const applied = only(now, plannedFrom(was, now));
        const told = new Set(gainedIn(applied));
        const missed = gainedIn(alone).filter((one) => !told.has(one));
        if (missed.length > 0 && !isMadeAgain(applied)) failures.push(`${kinds.join(', ')}: not told: ${missed.join('; ')}`);
        floors.count(missed.length > 0 ? 'made again' : gainedIn(alone).length > 0 ? 'gained' : 'nothing gained');
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );

  expect(failures).toEqual([]);
  floors.assertAtLeast(['gained'], RUNS / 2);
});
