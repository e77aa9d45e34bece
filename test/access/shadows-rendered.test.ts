import fc from 'fast-check';
import { findShadows, renderedGateway, shadowText } from '../../lib/access';
import { build, organisation } from '../support/generate';

const SEED = Number(process.env['SEED'] ?? 20261125);

test(`routes that were rendered never stand in each other's way, in either calculation (seed ${SEED})`, () => {
  let pairs = 0;

  fc.assert(
    fc.property(organisation, (generated) => {
      const deployment = build(generated);
      const { routes } = renderedGateway(deployment);
      const { flavor } = deployment.environment.gateway;
      pairs += routes.length;
      const found = findShadows({ flavor, routes }).filter(({ kind }) => kind !== 'flavor');
      expect(found.map(shadowText)).toEqual([]);
    }),
    { numRuns: 60, seed: SEED, endOnFailure: true },
  );

  expect(pairs).toBeGreaterThan(500);
});
