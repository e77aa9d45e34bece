import { CHANGES, QUIET } from '../support/change-definitions';
import { compareReviews } from '../support/soundness';

const SEED = Number(process.env['SEED'] ?? 20261125);
const RUNS = Number(process.env['RUNS'] ?? 115);

test(`a review names exactly those whom a changed definition lets in or keeps out (seed ${SEED})`, () => {
  const floors = compareReviews({ seed: SEED, runs: RUNS, heads: 5, most: { definition: 24, files: 0 } });

  floors.assertAtLeast([...Object.keys(CHANGES), ...Object.keys(QUIET)], 50);
  floors.assertAtLeast(
    ['gained:anonymous', 'lost:anonymous', 'gained:named', 'lost:named', 'any-client', 'any-person', 'other-tenants'],
    50,
  );
});
