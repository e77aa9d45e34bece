import { CHANGES, QUIET } from '../support/change-definitions';
import { ALONE } from '../support/review-pairs';
import { compareReviews } from '../support/soundness';

const SEED = Number(process.env['SEED'] ?? 20261125);
const RUNS = Number(process.env['RUNS'] ?? 150);

test(`a review names exactly those whom a changed definition lets in or keeps out (seed ${SEED})`, () => {
  const floors = compareReviews({ seed: SEED, runs: RUNS, heads: { many: 4, single: 5 }, most: { definition: 24, files: 0 } });

  const kinds = [...Object.keys(CHANGES), ...Object.keys(QUIET)];
  floors.assertAtLeast(kinds, 50);
  floors.assertAtLeast(
    kinds.map((kind) => `${ALONE}${kind}`),
    5,
  );
  floors.assertAtLeast(
    ['gained:anonymous', 'lost:anonymous', 'gained:named', 'lost:named', 'any-client', 'any-person', 'other-tenants'],
    50,
  );
  floors.assertAtLeast(['gained by source', 'lost by source'], 25);
});
