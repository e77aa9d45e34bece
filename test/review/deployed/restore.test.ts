import { ARGUMENTS, type Shape } from '../../../lib/review/side/deployed/arguments';
import { PriorReferences } from '../../../lib/review/side/deployed/references';
import { NOT_SHOWN, Restorer, type Pair } from '../../../lib/review/side/deployed/restore';
import { type PriorObject } from '../../../lib/terraform';
import { schemaOf, type SchemaBlock } from '../../support/plan/schema';
import { guid } from '../../support/organisation';

const prior = (address: string, values: PriorObject['values'], mode: PriorObject['mode'] = 'managed'): PriorObject => ({
  address,
  mode,
  type: address.replace(/^data\./, '').split('.')[0] ?? '',
  provider: '',
  values,
});

const STATE = [
  prior('data.terraform_remote_state.other', { outputs: { handed_on: guid(2), far: guid(9), map: { x: guid(8) } } }, 'data'),
  prior('data.azuread_service_principal.graph', { object_id: guid(3), client_id: guid(4) }, 'data'),
  prior('azuread_application.orders', {
    client_id: guid(1),
    object_id: guid(5),
    id: `/applications/${guid(5)}`,
    app_role_ids: { 'Orders.Read': guid(6) },
  }),
  prior('azuread_service_principal.orders', { client_id: guid(1), object_id: guid(2), id: `/servicePrincipals/${guid(2)}` }),
  prior('some_thing.x["a"]', { id: 'short', client_id: guid(7) }),
];

const references = new PriorReferences(STATE);
const restorer = new Restorer(references);

function restored(
  written: unknown,
  before: unknown,
  after: unknown,
  more: Partial<Pair> & { readonly shape?: Shape | undefined } = {},
): unknown {
  const { shape = 'plain', ...marks } = more;
  return restorer.restored(
    written,
    { before, after, unknown: undefined, sensitive: undefined, ...marks },
    'shape' in more ? more.shape : shape,
  );
}

test.each([
  ['the client id of an application, whatever else has the same', guid(1), '${azuread_application.orders.client_id}'],
  ['the id of an application', `/applications/${guid(5)}`, '${azuread_application.orders.id}'],
  ['a service principal, before what hands it on', guid(2), '${azuread_service_principal.orders.object_id}'],
  ['what is looked up', guid(3), '${data.azuread_service_principal.graph.object_id}'],
  ['what another stack hands on', guid(9), '${data.terraform_remote_state.other.outputs.far}'],
  ['an id that nothing in the state has', guid(99), guid(99)],
  ['an attribute by which nothing is known', guid(7), guid(7)],
  ['a text that is too short for an id', 'short', 'short'],
  ['a text that Terraform would evaluate', 'a ${b} %{c}', 'a $${b} %%{c}'],
])('%s is written as a configuration would', (_name, value, text) => {
  expect(references.written(value)).toBe(text);
});

test.each([
  ['an attribute', '${azuread_application.orders.client_id}', guid(1)],
  ['something in it', '${azuread_application.orders.app_role_ids["Orders.Read"]}', guid(6)],
  ['something in an output', '${data.terraform_remote_state.other.outputs.map.x}', guid(8)],
  ['one object of several', '${some_thing.x["a"].client_id}', guid(7)],
  ['a literal', 'a $${b}', 'a ${b}'],
  ['what is not in the state', '${azuread_application.other.client_id}', undefined],
  ['what Terraform works out', '${upper("x")}', undefined],
])('an expression is followed into the state: %s', (_name, text, value) => {
  expect(references.valueOf(text)).toEqual(value);
});

test.each<readonly [string, unknown, unknown]>([
  ['the same stays as it is written', restored('${upper("x")}', 'X', 'X'), '${upper("x")}'],
  ['the same in another order of names', restored({ a: '${x.y.z}' }, { p: 1, q: 2 }, { q: 2, p: 1 }), { a: '${x.y.z}' }],
  [
    'a reference to what will be made anew stays',
    restored('${azuread_application.orders.client_id}', guid(1), undefined, { unknown: true }),
    '${azuread_application.orders.client_id}',
  ],
  ['another value', restored('new', 'old', 'new'), 'old'],
  [
    'another reference',
    restored('${azuread_service_principal.other.object_id}', guid(2), undefined, { unknown: true }),
    '${azuread_service_principal.orders.object_id}',
  ],
  ['what was not there', restored('new', '', 'new'), undefined],
  ['nothing that is written as nothing', restored([], null, null), []],
  ['what nobody writes any more', restored(undefined, 'old', null), 'old'],
  ['what nobody wrote', restored(undefined, 'computed', undefined, { unknown: true }), undefined],
  ['what is marked as a secret', restored('new', 'old', 'new', { sensitive: true }), NOT_SHOWN],
  ['what nobody here knows', restored('new', 'old', 'new', { shape: undefined }), NOT_SHOWN],
  ['what is no id where there are only ids', restored('new', 'old', 'new', { shape: 'id' }), NOT_SHOWN],
  ['an id where there are only ids', restored('new', guid(99), 'new', { shape: 'id' }), guid(99)],
  ['a number as text', restored('2', 2, 3), '2'],
  ['a list in another order', restored(['a', 'b'], ['b', 'a'], ['a', 'c']), ['a', 'b']],
  ['a list with one more', restored(['a', 'c'], ['c', 'b', 'a'], ['a', 'c']), ['a', 'b', 'c']],
  ['a list with one less', restored(['b', 'a'], ['a'], ['a', 'b']), ['a']],
  [
    'a list with a reference',
    restored(['${azuread_application.orders.client_id}', 'x'], ['y', guid(1)], ['x', guid(1)]),
    ['${azuread_application.orders.client_id}', 'y'],
  ],
])('%s', (_name, is, should) => {
  expect(is).toEqual(should);
});

describe('blocks', () => {
  const ROLES: Shape = { many: { id: 'plain', value: 'plain', enabled: 'plain' } };
  const API: Shape = { one: { version: 'plain', scope: ROLES } };
  const written = [
    { id: 'a', value: 'A' },
    { id: 'b', value: 'B' },
  ];

  test('are told apart by their names, whatever their order, and keep what is written', () => {
    const before = [
      { id: 'b', value: 'B', note: '', enabled: true },
      { id: 'a', value: 'old', note: '', enabled: true },
    ];
    const after = [
      { id: 'a', value: 'A', note: '', enabled: true },
      { id: 'b', value: 'B', note: '', enabled: true },
    ];

    expect(restored(written, before, after, { shape: ROLES })).toEqual([
      { id: 'a', value: 'old' },
      { id: 'b', value: 'B' },
    ]);
  });

  test('that come are not there, and those that go are as a configuration would write them', () => {
    const before = [
      { id: 'c', value: 'C', enabled: false, note: 'by the provider' },
      { id: 'a', value: 'A' },
    ];

    expect(restored(written, before, written, { shape: ROLES })).toEqual([
      { id: 'a', value: 'A' },
      { id: 'c', value: 'C', enabled: false },
    ]);
  });

  test('that have no names are the same where they say the same, else in their order', () => {
    const uris = (uri: string): unknown => ({ uri });

    expect(restored([uris('a'), uris('b')], [uris('b'), uris('c')], [uris('a'), uris('b')], { shape: { many: { uri: 'plain' } } })).toEqual(
      [uris('c'), uris('b')],
    );
  });

  test('one block is an object where it is written as one, and blocks within it are put back too', () => {
    const before = [{ version: 2, scope: [{ id: 'a', value: 'old' }], note: null }];
    const after = [{ version: 2, scope: [{ id: 'a', value: 'A' }], note: null }];

    expect(restored({ version: 2, scope: [{ id: 'a', value: 'A' }] }, before, after, { shape: API })).toEqual({
      version: 2,
      scope: [{ id: 'a', value: 'old' }],
    });
    expect(restored(undefined, before, [], { shape: API })).toEqual({ version: 2, scope: [{ id: 'a', value: 'old' }] });
  });

  test('of which nobody here knows anything are not shown, nor the names in them', () => {
    expect(restored([{ id: 'a' }], [{ id: 'a', secret: 'x' }, { id: 'b' }], [{ id: 'a' }], { shape: undefined })).toEqual([
      { id: 'a', value: NOT_SHOWN },
      { value: NOT_SHOWN },
    ]);
  });
});

test('nothing is taken out of a state that a provider works out by itself or keeps secret', () => {
  const wrong = Object.entries(ARGUMENTS).flatMap(([type, args]) => (type.includes('.') ? [] : strange(args, schemaOf(type, args), type)));

  expect(wrong).toEqual([]);
});

/** Arguments that the schema of the provider does not have, or that nobody may write or see; blocks that it has in another form. */
function strange(
  args: Readonly<Record<string, Shape>>,
  { attributes = {}, block_types: blocks = {} }: SchemaBlock,
  path: string,
): readonly string[] {
  return Object.entries(args).flatMap(([name, shape]) => {
    const place = `${path}.${name}`;
    if (typeof shape === 'string') {
      const attribute = attributes[name];
      const isWritten = attribute?.required === true || attribute?.optional === true;
      return isWritten && attribute.sensitive !== true ? [] : [place];
    }
    const block = blocks[name];
    if (block === undefined) return attributes[name]?.type === 'dynamic' ? [] : [place];
    if ('each' in shape) return [place];
    return 'one' in shape
      ? [...(block.max_items === 1 ? [] : [place]), ...strange(shape.one, block.block, place)]
      : strange(shape.many, block.block, place);
  });
}
