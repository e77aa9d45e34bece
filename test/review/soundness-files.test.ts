import { FILE_CHANGES } from '../support/change-files';
import { compareReviews } from '../support/soundness';

const SEED = Number(process.env['SEED'] ?? 20261126);
const RUNS = Number(process.env['RUNS'] ?? 115);

const OPEN_SETS = ['anonymous', 'any-application', 'any-person', 'any-client', 'other-tenants', 'any-token', 'outside-audience'];

test(`a review names exactly those whom files changed by hand let in or keep out (seed ${SEED})`, () => {
  const floors = compareReviews({ seed: SEED, runs: RUNS, heads: { many: 4, single: 5 }, most: { definition: 1, files: 12 } });

  floors.assertAtLeast([...Object.keys(FILE_CHANGES), ...OPEN_SETS], 50);
});
