import { linesOf } from '../../lib/review/lines';
import { type Place } from '../../lib/review';
import { edited, reviewed, shop, valueIn } from '../support/review-shop';

const base = shop();

test('a place says the line on which the value begins', () => {
  const head = edited(
    base,
    'cdk.tf.json',
    ['resource', 'azuread_service_principal', 'orders_03d5e290', 'app_role_assignment_required'],
    false,
  );
  const text = head.stacks[0]?.files['cdk.tf.json'] ?? '';
  const [deployment] = reviewed(base, head).deployments;
  const places: Place[] = (deployment?.access ?? []).flatMap(({ causes }) => causes.map(({ place }) => place));

  expect(places.length).toBeGreaterThan(0);
  for (const { line = 0 } of places) expect(text.split('\n')[line - 1]).toBe('        "app_role_assignment_required": false,');
});

test('what was taken away has the line of the base', () => {
  const head = shop({ groups: [], routes: {}, billingRoles: ['Orders.Read'], open: true });
  const text = base.stacks[0]?.files['cdk.tf.json'] ?? '';
  const gone = (reviewed(base, head).deployments[0]?.changes ?? [])
    .flatMap(({ places }) => places)
    .filter(({ place }) => place.side === 'base' && place.file.endsWith('cdk.tf.json'));

  expect(gone.length).toBeGreaterThan(0);
  for (const { place } of gone) expect(text.split('\n')[(place.line ?? 0) - 1]).toContain(`"${place.path.at(-1) ?? ''}"`);
});

test('items of lists are found by their names, strings may hold anything, and what is not there has the line of what holds it', () => {
  const text = '{\n "a}": "x\\"}]\\n{",\n "list": [\n  { "id": "one" },\n  { "id": "two",\n    "value": [1,\n 2] }\n ]\n}\n';
  const paths = [['a}'], ['list'], ['list', 'two', 'value'], ['list', 'one', 'id'], ['list', 'three'], []];

  expect(linesOf(text, JSON.parse(text), paths)).toEqual([2, 3, 6, 4, 3, 1]);
});

test('a block is gone through once, however many places within it are looked for', () => {
  const resources = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`hand_${String(at)}`, { id: String(at) }]));
  let times = 0;
  const counted = new Proxy(resources, { ownKeys: (block) => (times++, Reflect.ownKeys(block)) });
  const lines = linesOf(
    JSON.stringify({ resources }, null, 1),
    { resources: counted },
    Object.keys(resources).map((name) => ['resources', name, 'id']),
  );

  expect([lines[0], lines[499], times]).toEqual([4, 4 + 499 * 3, 1]);
});

test('names that are not what they look like are told, once they are new', () => {
  const path = ['resource', 'azuread_application', 'billing_081fd692', 'display_name'];
  expect(valueIn(base, 'cdk.tf.json', path)).toBe('billing');
  const odd = edited(base, 'cdk.tf.json', path, 'b\u0456lling');

  expect(reviewed(base, odd).deployments[0]?.deceptiveNames).toEqual([expect.stringContaining('Cyrillic')]);
  expect(reviewed(odd, odd).deployments[0]?.deceptiveNames).toEqual([]);
});

test('the matrix has every route with all who enter, before and after, where it is asked for', () => {
  const head = shop({ list: { allow: [{ roles: ['Orders.Read'] }, { roles: ['Orders.Write'] }] as never } });
  const [deployment] = reviewed(base, head, { matrix: true }).deployments;
  const who = (name: string, side: 'was' | 'now'): readonly string[] =>
    deployment?.matrix?.find(({ route }) => route.name === name)?.[side].map(({ caller }) => caller) ?? [];

  expect(who('orders.list.applications', 'was')).toEqual(['billing', 'partner']);
  expect(who('orders.list.applications', 'now')).toEqual(['billing', 'partner', 'robot']);
  expect(who('orders.write.applications', 'was')).toEqual(['partner']);
  expect(who('orders.browse', 'now')).toEqual(['portal']);
  expect(reviewed(base, head).deployments[0]?.matrix).toBeUndefined();
});
