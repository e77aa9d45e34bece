import fc from 'fast-check';
import { assign, defineAccess, defineApi, defineClient, defineRoutes, grant, group, person } from '../../lib';
import { accessMatrix, matrixTable } from '../../lib/access';
import { dev } from '../../stacks/environments/dev';
import { prod } from '../../stacks/environments/prod';
import { organisation as sample } from '../../stacks/organisation';
import { ByDefinition } from '../support/by-definition';
import { Floors } from '../support/floors';
import { build, organisation, type Organisation } from '../support/generate';
import { expectGolden } from '../support/golden';

const SEED = Number(process.env['SEED'] ?? 20261124);

/** Who may call what by the words of the definition, without tokens and without a gateway. */
function expected(generated: Organisation): ReadonlySet<string> {
  const { model, environment } = build(generated);
  const definition = new ByDefinition(model, environment);
  const silent = environment.consent === 'request-only';
  const rows = new Set<string>();
  for (const route of model.routes) {
    const place = `${route.api}.${route.key}`;
    if (route.access.kind === 'public') {
      rows.add(`anonymous anonymous ${place}`);
      continue;
    }
    const api = model.apis.find(({ key }) => key === route.api);
    const role = (key: string): string => api?.roles.find((one) => one.key === key)?.value ?? '?';
    const scope = (key: string): string => api?.scopes.find((one) => one.key === key)?.value ?? '?';
    const assigned = model.assignments
      .filter((one) => one.api === route.api)
      .map(({ principal, roles }) => ({ name: `${principal.kind} ${principal.key}`, roles: roles.map(role) }));
    for (const grant of silent ? [] : model.grants.filter((one) => one.api === route.api)) {
      const roles = grant.roles.map(role);
      const isIssued = roles.length > 0 || api?.open === true;
      if (isIssued && definition.letsIn(route, { roles, scopes: [] })) rows.add(`${grant.caller} application ${place}`);
      const scopes = grant.scopes.map(scope);
      const entering = subsets(assigned).filter((people) => {
        return (people.length > 0 || api?.open === true) && definition.letsIn(route, { roles: people.flatMap((one) => one.roles), scopes });
      });
      const smallest = entering.filter(
        (people) => !entering.some((other) => other.length < people.length && other.every((one) => people.includes(one))),
      );
      if (scopes.length > 0)
        for (const people of smallest) rows.add(`${grant.caller} person ${place} ${namesOf(people.map(({ name }) => name))}`);
    }
  }
  return rows;
}

function subsets<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  return items.reduce<readonly (readonly Item[])[]>((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]]);
}

function namesOf(names: readonly string[]): string {
  return names.length === 0 ? 'anybody' : [...names].sort().join(' and ');
}

test(`the matrix holds exactly those whom the definition lets in (seed ${SEED})`, () => {
  const floors = new Floors();

  fc.assert(
    fc.property(organisation, (generated) => {
      const { entries } = accessMatrix(build(generated));
      const found = entries
        .filter(({ isOpenSet, as }) => !isOpenSet || as === 'anonymous')
        .flatMap(({ caller, as, api, route, principals, together }) => {
          const names = principals.map(({ kind, key }) => `${kind} ${key}`);
          const ways = together || names.length === 0 ? [namesOf(names)] : names;
          return as === 'person' ? ways.map((way) => `${caller} ${as} ${api}.${route} ${way}`) : [`${caller} ${as} ${api}.${route}`];
        });
      expect([...found].sort()).toEqual([...expected(generated)].sort());
      expect(entries.every(({ isCertain }) => isCertain)).toBe(true);
      for (const { as, caller, isOpenSet, together, principals } of entries) {
        floors.count(isOpenSet ? caller : as);
        if (as === 'person' && !isOpenSet) floors.count(together ? 'together' : principals.length === 0 ? 'everybody' : 'each');
      }
    }),
    { numRuns: 150, seed: SEED, endOnFailure: true },
  );

  floors.assertAtLeast(['anonymous', 'application', 'person', 'each', 'any-client'], 50);
  floors.assertAtLeast(['everybody'], 10);
});

test('those who enter alone do not hide those who enter by two groups together', () => {
  const vault = defineApi({
    name: 'vault',
    team: 'sales',
    roles: {
      Left: { for: 'people', description: 'Turn the left key' },
      Right: { for: 'people', description: 'Turn the right key' },
      Sweep: { for: 'people', description: 'Sweep the floor' },
    },
    scopes: { 'Vault.Use': { consent: 'admin', description: 'Use the vault' } },
  });
  const portal = defineClient({ name: 'portal', kind: 'web', team: 'web' });
  const model = defineAccess({
    apis: [vault],
    clients: [portal],
    grants: [grant(portal, vault, { scopes: ['Vault.Use'] })],
    assignments: [
      assign(person('boss'), vault, ['Left', 'Right']),
      assign(group('lefts'), vault, ['Left']),
      assign(group('more-lefts'), vault, ['Left', 'Sweep']),
      assign(group('rights'), vault, ['Right']),
      assign(group('sweepers'), vault, ['Sweep']),
    ],
    routes: defineRoutes(
      vault,
      { host: 'public', allow: [{ roles: ['Left', 'Right'], scopes: ['Vault.Use'] }] },
      { open: { methods: ['POST'], path: '/open' } },
    ),
  });

  expect(
    matrixTable(accessMatrix({ model, environment: dev }))
      .split('\n')
      .slice(1, -1),
  ).toEqual([
    'vault.open  portal  person  person boss                        role Left, role Right, scope Vault.Use',
    'vault.open  portal  person  group lefts and group rights       role Left, role Right, scope Vault.Use',
    'vault.open  portal  person  group more-lefts and group rights  role Left, role Right, role Sweep, scope Vault.Use',
  ]);
});

test('clients to which people consent themselves enter for those people alone who get in', () => {
  const board = defineApi({
    name: 'board',
    team: 'sales',
    roles: { P: { for: 'people', description: 'Post' }, Q: { for: 'people', description: 'Quote' } },
    scopes: { 'Board.Use': { consent: 'users', description: 'Use the board' } },
  });
  const portal = defineClient({ name: 'portal', kind: 'web', team: 'web' });
  const rows = (roles: readonly ('P' | 'Q')[]): readonly string[] => {
    const model = defineAccess({
      apis: [board],
      clients: [portal],
      grants: [grant(portal, board, { scopes: ['Board.Use'] })],
      assignments: [assign(group('p'), board, ['P']), assign(group('q'), board, ['Q']), assign(group('none'), board)],
      routes: defineRoutes(
        board,
        { host: 'public', allow: [{ roles, scopes: ['Board.Use'] }] },
        { post: { methods: ['POST'], path: '/post' } },
      ),
    });
    const { entries } = accessMatrix({ model, environment: dev });
    return entries.map(
      ({ caller, principals, together }) => `${caller} ${principals.map(({ key }) => key).join(together ? ' and ' : ', ')}`,
    );
  };

  expect(rows(['P'])).toEqual(['any-client p', 'portal p']);
  expect(rows(['P', 'Q'])).toEqual(['any-client p and q', 'portal p and q']);
});

test.each([
  ['dev', dev],
  ['prod', prod],
] as const)('who may call what in %s of the sample organisation is as reviewed', (name, environment) => {
  expectGolden(`access/${name}.matrix.txt`, matrixTable(accessMatrix({ model: sample, environment })));
});
