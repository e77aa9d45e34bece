import { productOf } from '../../lib/kong/doors';

const way = (roles: string, scopes = ''): { readonly roles: readonly string[]; readonly scopes: readonly string[] } => ({
  roles: roles.split(' ').filter(Boolean),
  scopes: scopes.split(' ').filter(Boolean),
});

test.each([
  ['one role', [way('A')], { roles: [['A']], scopes: [] }],
  ['any of two roles', [way('B'), way('A')], { roles: [['A'], ['B']], scopes: [] }],
  ['both of two roles', [way('A B')], { roles: [['A', 'B']], scopes: [] }],
  ['a role with a scope', [way('A', 'S')], { roles: [['A']], scopes: [['S']] }],
  ['a role with either scope', [way('A', 'S'), way('A', 'T')], { roles: [['A']], scopes: [['S'], ['T']] }],
  ['every pair', [way('A', 'S'), way('A', 'T'), way('B', 'S'), way('B', 'T')], { roles: [['A'], ['B']], scopes: [['S'], ['T']] }],
  ['a way in that another one covers', [way('A'), way('A B'), way('A', 'S')], { roles: [['A']], scopes: [] }],
])('%s is a product', (_, alternatives, condition) => {
  expect(productOf(alternatives)).toEqual(condition);
});

test.each([
  ['a role or a scope', [way('A'), way('', 'S')]],
  ['two pairs that share nothing', [way('A', 'S'), way('B', 'T')]],
  ['a scope alone or another with a role', [way('', 'S'), way('A', 'T')]],
])('%s is none', (_, alternatives) => {
  expect(productOf(alternatives)).toBeUndefined();
});

test('a product lets in exactly whom the alternatives let in, for every small set of alternatives and every token', () => {
  const [roles, scopes] = [
    ['', 'A', 'B', 'A B'],
    ['', 'S', 'T', 'S T'],
  ];
  const ways = roles.flatMap((role) => scopes.map((scope) => way(role, scope))).filter((one) => one.roles.length + one.scopes.length > 0);
  let products = 0;
  for (const one of ways)
    for (const two of ways)
      for (const three of ways) {
        const alternatives = [one, two, three];
        const condition = productOf(alternatives);
        if (condition === undefined) continue;
        products += 1;
        for (const token of [way('', ''), ...ways]) {
          const passes = (terms: readonly (readonly string[])[], held: readonly string[]): boolean =>
            terms.length === 0 || terms.some((term) => term.every((value) => held.includes(value)));
          const said = alternatives.some(
            (alternative) =>
              alternative.roles.every((role) => token.roles.includes(role)) &&
              alternative.scopes.every((scope) => token.scopes.includes(scope)),
          );
          if (said !== (passes(condition.roles, token.roles) && passes(condition.scopes, token.scopes)))
            throw new Error(JSON.stringify({ alternatives, condition, token }));
        }
      }
  expect(products).toBeGreaterThan(500);
});
