import fc from 'fast-check';
import { Floors } from './floors';
import { organisation, type Organisation } from './generate';
import { ALONE, pairsFrom, type Heads, type Most } from './review-pairs';
import { truthOf } from './review-truth';

/** How many pairs are compared, and of what. */
export interface Extent {
  readonly seed: number;
  /** Definitions. */
  readonly runs: number;
  /** Changed ones of each. */
  readonly heads: Heads;
  readonly most: Most;
}

/**
 * Compares reviews of generated pairs with brute force, and counts what the pairs had of changes, of directions and of open sets in them.
 *
 * @throws with the first pair of which a review says something that is not so
 */
export function compareReviews({ seed, runs, heads, most }: Extent): Floors {
  const floors = new Floors();
  // Told afterwards: what is generated is so much that telling it takes longer than finding it.
  const failures: string[] = [];
  fc.assert(
    fc.property(organisation, fc.gen(), (generated, choice) => {
      if (failures.length > 0 || routesOf(generated) > MOST_ROUTES) return;
      for (const { base, head, kinds } of pairsFrom(generated, heads, most, floors, choice)) {
        const { report, problems, differences } = truthOf(base, head, choice);
        if (problems.length > 0) {
          failures.push(`${kinds.join(', ')}:\n${problems.slice(0, 5).join('\n')}`);
          return;
        }
        const rows = report.deployments.flatMap(({ access }) => access);
        floors.count('pairs');

        floors.countAll(kinds);
        if (kinds.length === 1) floors.count(`${ALONE}${kinds.join()}`);
        floors.countAll(differences.map(({ direction, bySource }) => (bySource ? `${direction} by source` : direction)));
        floors.countAll(
          rows.flatMap(({ direction, who }) =>
            who.flatMap(({ caller, isOpenSet }) => (isOpenSet ? [`${direction}:${caller}`, caller] : [`${direction}:named`])),
          ),
        );
      }
    }),
    { numRuns: runs, seed },
  );
  if (failures.length > 0) throw new Error(failures.join('\n\n'));
  return floors;
}

/** More routes than these make each pair slow, and no kind of change more frequent. */
const MOST_ROUTES = 7;

function routesOf({ input }: Organisation): number {
  return [input.routes ?? []].flat().reduce((sum, { routes }) => sum + Object.keys(routes).length, 0);
}
