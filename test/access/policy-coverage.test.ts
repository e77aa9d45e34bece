import {
  assign,
  defineAccess,
  defineApi,
  defineClient,
  defineRoutes,
  grant,
  group,
  type Deployment,
  type Expectation,
  type PolicyCoverage,
} from '../../lib';
import { coverageMisses } from '../../lib/access';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { environment, GATEWAY, guid } from '../support/organisation';
import { reportOn } from '../support/policies';

const deployment: Deployment = { model: organisation, environment: dev };
const NOTHING = reportOn(deployment, { request: 'GET https://elsewhere.example/', callers: [] }).coverage;

/** What some expectations cover that none did before. */
function covered(...expectations: Parameters<typeof reportOn>[1][]): Readonly<Record<keyof PolicyCoverage, readonly string[]>> {
  const { coverage } = reportOn(deployment, ...expectations);
  const added = (what: keyof PolicyCoverage): readonly string[] => {
    const missing = new Set(coverage[what].missing);
    expect([coverage[what].covered, coverage[what].total]).toEqual([NOTHING[what].total - missing.size, NOTHING[what].total]);
    return NOTHING[what].missing.filter((name) => !missing.has(name));
  };
  return { routes: added('routes'), grants: added('grants'), assignments: added('assignments') };
}

test('without an expectation all routes, grants of APIs of the definition and assignments are missing', () => {
  expect(NOTHING).toMatchObject({
    routes: { covered: 0, total: 15 },
    grants: { covered: 0, total: 17 },
    assignments: { covered: 0, total: 6 },
  });
  expect(NOTHING.routes.missing).toContain('orders.health');
  expect(NOTHING.grants.missing).toContain('erp-sync -> invoices: role Invoices.Write.All');
  expect(NOTHING.assignments.missing).toEqual(
    expect.arrayContaining(['group auditors -> invoices: role Invoices.Audit', 'group staff -> catalog: the API as such']),
  );
  expect(NOTHING.grants.missing.filter((name) => /tax|microsoft-graph/.test(name))).toEqual([]);
});

test('a grant is exercised by the role that lets its caller in, and by no other that it holds', () => {
  expect(covered({ route: 'orders.list', may: ['erp-sync'] })).toEqual({
    routes: ['orders.list'],
    grants: ['erp-sync -> orders: role Orders.Read.All'],
    assignments: [],
  });
});

test('for people the scope of the grant counts, and the role of the assignment where the route asks for it', () => {
  expect(covered({ route: 'orders.approve', may: [{ caller: 'backoffice', for: 'group order-managers' }] })).toEqual({
    routes: ['orders.approve'],
    grants: ['backoffice -> orders: scope Orders.Use'],
    assignments: ['group order-managers -> orders: role Orders.Approve'],
  });
  expect(
    covered({ route: 'orders.list', may: [{ caller: 'backoffice', for: ['group order-managers', 'group staff'] }] }).assignments,
  ).toEqual(['group staff -> orders: the API as such']);
});

test('an expectation that does not hold exercises no grant, and one that says who may not neither', () => {
  const entering = ['erp-sync', 'nightly-report'];

  expect(covered({ route: 'orders.list', may: entering })).toEqual({ routes: ['orders.list'], grants: [], assignments: [] });
  expect(covered({ route: 'orders.list', mayNot: ['nightly-report'] })).toEqual({ routes: ['orders.list'], grants: [], assignments: [] });
});

test('a request covers the route that takes it', () => {
  const host = 'https://apps.dev.contoso.example';

  expect(covered({ request: `GET ${host}/orders/7`, may: ['erp-sync'] }).routes).toEqual(['orders.read']);
  expect(covered({ request: `GET ${host}/orders/health`, may: ['erp-sync'] })).toEqual({
    routes: ['orders.health'],
    grants: [],
    assignments: [],
  });
});

describe('of what a caller holds', () => {
  const library = defineApi({
    name: 'library',
    team: 'reading',
    open: true,
    roles: {
      Lend: { for: 'both', description: 'Lend' },
      Curate: { for: 'both', description: 'Curate' },
      Read: { for: 'both', description: 'Read' },
    },
    scopes: { 'Books.Use': { consent: 'admin', description: 'Use books' } },
  });
  const desk = defineClient({ name: 'desk', kind: 'web', team: 'reading' });
  const robot = defineClient({ name: 'robot', kind: 'daemon', team: 'reading' });
  const model = defineAccess({
    apis: [library],
    clients: [desk, robot],
    grants: [grant(desk, library, { scopes: ['Books.Use'] }), grant(robot, library, { roles: ['Lend', 'Read'] })],
    assignments: [assign(group('readers'), library, ['Read']), assign(group('guests'), library)],
    routes: defineRoutes(
      library,
      { host: 'public' },
      {
        shelf: { methods: ['GET'], path: '/shelf', allow: [{ roles: ['Read'] }, { roles: ['Lend', 'Curate'] }] },
        desk: { methods: ['GET'], path: '/desk', allow: [{ scopes: ['Books.Use'] }] },
      },
    ),
  });
  const built = {
    model,
    environment: environment({
      groups: { readers: guid(1), guests: guid(2) },
      redirectUris: { desk: ['https://desk.example.com/callback'] },
      upstreams: { library: 'https://library.internal' },
      gateway: GATEWAY,
    }),
  };
  const missing = (expectation: Expectation): readonly string[] => {
    const { coverage, holds } = reportOn(built, expectation);
    expect(holds).toBe(true);
    return [...coverage.grants.missing, ...coverage.assignments.missing];
  };

  test('part of a requirement that is not met as a whole is not exercised', () => {
    expect(missing({ route: 'library.shelf', may: ['robot'] })).toEqual([
      'desk -> library: scope Books.Use',
      'robot -> library: role Lend',
      'group guests -> library: the API as such',
      'group readers -> library: role Read',
    ]);
  });

  test('a scope without which there is no token is exercised where the route asks for a role alone', () => {
    expect(missing({ route: 'library.shelf', may: [{ caller: 'desk', for: 'group readers' }] })).toEqual([
      'robot -> library: role Lend',
      'robot -> library: role Read',
      'group guests -> library: the API as such',
    ]);
  });

  test('an assignment without a role is not exercised where anybody gets a token', () => {
    expect(missing({ route: 'library.desk', may: [{ caller: 'desk', for: 'group guests' }] })).toContain(
      'group guests -> library: the API as such',
    );
  });
});

test('open sets exercise no grant', () => {
  expect(covered({ route: 'catalog.prices', may: [{ openSet: 'any-client' }, { openSet: 'other-tenants' }] })).toEqual({
    routes: ['catalog.prices'],
    grants: [],
    assignments: [],
  });
});

test('where everything is only requested there is no grant to exercise', () => {
  const asked = { model: organisation, environment: { ...dev, consent: 'request-only' as const } };

  expect(reportOn(asked, { route: 'orders.list', callers: [] })).toMatchObject({
    holds: true,
    coverage: { routes: { covered: 1 }, grants: { covered: 0, total: 0, missing: [] }, assignments: { covered: 0, total: 0, missing: [] } },
  });
});

test('coverage below what is asked for is said, to the tenth', () => {
  const half = { covered: 1, total: 2, missing: [] };
  const nearly = { covered: 9_999, total: 10_000, missing: [] };
  const coverage = { routes: nearly, grants: half, assignments: { covered: 0, total: 0, missing: [] } };

  expect(coverageMisses(coverage, { routes: 100, grants: 50.1, assignments: 100 })).toEqual([
    'coverage of routes is 99.9%, less than 100%',
    'coverage of grants is 50%, less than 50.1%',
  ]);
  expect(coverageMisses(coverage, { routes: 99.99, grants: 50 })).toEqual([]);
  expect(coverageMisses(coverage, {})).toEqual([]);
});
