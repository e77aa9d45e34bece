import fc from 'fast-check';
import { findShadows, type Shadow } from '../../lib/access/shadows';
import { createRouter, type RouteCalculation, type RouterFlavor, type RouterRequest, type RouterRoute } from '../../lib/router';
import { requestBetween, table } from '../support/generate-router';

const SEED = Number(process.env['SEED'] ?? 20261125);
const RUNS = Number(process.env['RUNS'] ?? 80);

const SETTINGS: Readonly<Record<'traditional_compatible' | 'traditional', readonly RouteCalculation[]>> = {
  traditional_compatible: ['original', 'compiled', 'strict'],
  traditional: ['original'],
};

interface Asked {
  readonly request: RouterRequest;
  /** Names of the routes that match it alone. */
  readonly alone: readonly string[];
  /** Who takes it in each calculation. */
  readonly winners: readonly (string | null | undefined)[];
}

function ask(routes: readonly RouterRoute[], flavor: keyof typeof SETTINGS, requests: readonly RouterRequest[]): readonly Asked[] {
  const routers = SETTINGS[flavor].map((calculation) => createRouter({ flavor, calculation, routes }));
  const single = routes.map((route) => createRouter({ flavor, routes: [route] }));
  return requests.map((one) => ({
    request: one,
    alone: routes.filter((_, at) => single[at]?.find(one).route !== null).map(({ name }) => name ?? ''),
    winners: routers.map((router) => {
      const { route, unknown } = router.find(one);
      return route === null && unknown !== undefined ? undefined : (route?.name ?? null);
    }),
  }));
}

function between(shadows: readonly Shadow[], a: string, b: string): readonly Shadow[] {
  return shadows.filter(
    ({ kind, route, by }) =>
      !['sibling', 'never-matches'].includes(kind) && [route.name, by?.name].includes(a) && [route.name, by?.name].includes(b),
  );
}

const tables = fc.tuple(table, fc.gen()).map(([routes, generate]) => {
  const pick = <Value>(values: readonly Value[]): Value => generate(fc.constantFrom, ...values) as Value;
  const requests = Array.from({ length: 30 }, () => requestBetween(pick(routes), pick(routes), pick));
  return [routes, requests] as const;
});

test.each(['traditional_compatible', 'traditional'] as const)(
  `in %s every example of a shadow shows what is said, and nothing that routers disagree about is overlooked (seed ${SEED})`,
  (flavor) => {
    const met = { calculation: 0, 'never-matches': 0, takes: 0, sibling: 0, flavor: 0, 'not-judged': 0 };
    fc.assert(
      fc.property(tables, ([routes, requests]) => {
        const shadows = findShadows({ flavor, routes });
        for (const shadow of shadows) {
          met[shadow.kind] += 1;
          expect(isShown(shadow, routes, flavor)).toBe(true);
        }
        for (const { request: one, winners } of ask(routes, flavor, requests)) {
          expect(shadows.filter(({ kind, route }) => kind === 'never-matches' && winners[0] === route.name)).toEqual([]);
          const [first, ...others] = new Set(winners);
          const [other] = others;
          if (first === undefined || first === null || other === undefined || other === null) continue;
          const found = between(shadows, first, other).map(({ kind }) => kind);
          expect({ one, found, told: found.includes('calculation') || found.includes('not-judged') }).toMatchObject({ told: true });
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );

    const floors = { traditional_compatible: [2 * RUNS, 1, 3, 5, 10], traditional: [0, 0, 20, 3, 30] }[flavor];
    const found = [met.calculation, met['never-matches'], met.takes, met.sibling, met.flavor];
    expect(found.filter((count, at) => count < (floors[at] ?? 0))).toEqual([]);
  },
);

/** Whether the routers say of the example what the shadow does. */
function isShown(shadow: Shadow, routes: readonly RouterRoute[], flavor: RouterFlavor): boolean {
  const { kind, request: example, route, by, outcomes = [] } = shadow;
  if (kind === 'not-judged') return true;
  if (example === undefined) return kind === 'never-matches' && by === undefined;
  const usual = createRouter({ flavor, routes }).find(example).route;
  if (kind === 'calculation' || kind === 'flavor') {
    const same = outcomes.every((one) => createRouter({ ...one, routes }).find(example).route === one.route);
    const takers = new Set(outcomes.map((one) => one.route));
    return same && takers.size > 1 && takers.has(route) && (by === undefined || takers.has(by) || takers.has(null));
  }
  const matches = createRouter({ flavor, routes: [route] }).find(example).route !== null;
  return usual === by && (kind === 'sibling' || matches);
}

test.each(['traditional_compatible', 'traditional'] as const)(
  `in %s no request of a declared route goes to another one unless it is told (seed ${SEED})`,
  (flavor) => {
    let taken = 0;
    fc.assert(
      fc.property(tables, ([routes, requests]) => {
        const declared = new Set(routes.slice(0, Math.ceil(routes.length / 2)));
        const own = new Set([...declared].map(({ name }) => name));
        const shadows = findShadows({ flavor, routes, declared });
        for (const { request: one, alone, winners } of ask(routes, flavor, requests)) {
          if (!alone.some((name) => own.has(name))) continue;
          for (const winner of winners.filter((name) => typeof name === 'string' && !own.has(name))) {
            taken += 1;
            expect({ one, told: shadows.some(({ by, route }) => by?.name === winner && own.has(route.name ?? '')) }).toMatchObject({
              told: true,
            });
          }
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );

    expect(taken).toBeGreaterThan(RUNS / 5);
  },
);
