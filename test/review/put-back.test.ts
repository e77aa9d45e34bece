import { asDeployment, reviewText, type DeploymentReview, type SynthOutput } from '../../lib/review';
import { changeAt, plannedWith, type PlanJson } from '../support/plan/changed-plan';
import { carried, plannedFrom } from '../support/plan/plan';
import { edited, reviewed, shop, valueIn, type ShopChanges } from '../support/review-shop';

const PRINCIPAL = 'azuread_service_principal.orders_03d5e290';
const ORDERS = ['resource', 'azuread_service_principal', 'orders_03d5e290'];
const ROBOT = '${azuread_service_principal.robot_65f3ed98.object_id}';

const base = carried(shop());

function at(output: SynthOutput, path: readonly string[], value: unknown): SynthOutput {
  return edited(output, 'cdk.tf.json', path, value);
}

function only(before: SynthOutput, head: SynthOutput): DeploymentReview {
  const [found] = reviewed(before, head).deployments;
  if (found === undefined) throw new Error('no deployment');
  return found;
}

/** The review of a head whose plan was made from something else than the base. */
function planned(deployed: SynthOutput, before: SynthOutput, head: SynthOutput): DeploymentReview {
  return only(before, plannedFrom(deployed, head));
}

/** Rows that only what is deployed explains. */
function besides({ changes }: DeploymentReview): readonly string[] {
  return changes
    .filter(({ notes }) => notes.some((note) => note.endsWith('what is deployed is not what BASE says')))
    .map(({ effect, subject, what, was, now }) => `${effect} ${subject}: ${what}: ${was ?? 'absent'} -> ${now ?? 'absent'}`);
}

function told({ changes }: DeploymentReview): readonly string[] {
  return changes.map(({ effect, subject, what }) => `${effect} ${subject}: ${what}`);
}

const open = carried(shop({ open: true }));
const required = at(open, [...ORDERS, 'app_role_assignment_required'], true);
const NO_LONGER = 'broadened orders: app_role_assignment_required: true -> false';

test.each<readonly [string, SynthOutput]>([
  ['alone', open],
  [
    'beside an owner who goes',
    at(open, [...ORDERS, 'owners'], (valueIn(open, 'cdk.tf.json', [...ORDERS, 'owners']) as unknown[]).slice(1)),
  ],
  ['beside an owner who is made', at(open, [...ORDERS, 'owners'], [ROBOT])],
])('assignment that is required, and by the plan no longer is, is told %s', (_what, head) => {
  const review = planned(required, open, head);

  expect(besides(review)).toEqual([NO_LONGER]);
  expect(review.access.map(({ direction, who }) => `${direction} ${who.map(({ caller }) => caller).join()}`)).toContain(
    'gained any-person',
  );
});

test('an update of what refers to something that is made is told by itself', () => {
  const both = at(open, [...ORDERS, 'owners'], [ROBOT]);
  const robot = ['resource', 'azuread_service_principal', 'robot_65f3ed98'];
  const deployed = at(at(required, [...ORDERS, 'owners'], [ROBOT]), robot, undefined);

  expect(besides(planned(deployed, both, both))).toContain(NO_LONGER);
});

test('a change of what was merged and never applied is told from what is deployed', () => {
  const owners = ['resource', 'azuread_application', 'billing_081fd692', 'owners'];
  const [first, second, third] = ['1', '2', '3'].map((one) => `${one.repeat(8)}-0000-4000-8000-000000000000`);
  const [deployed, merged, head] = [[first], [first, second], [first, second, third]].map((all) => at(base, owners, all)) as [
    SynthOutput,
    SynthOutput,
    SynthOutput,
  ];

  expect(besides(planned(deployed, merged, head))).toEqual([
    `broadened billing: owners: ${JSON.stringify([first])} -> ${JSON.stringify([first, second, third])}`,
  ]);
});

test('a name that is deployed otherwise is not weighed, and counts as broadened', () => {
  const name = ['resource', 'azuread_application', 'billing_081fd692', 'display_name'];

  expect(besides(planned(at(base, name, 'another'), base, base))).toEqual(['unknown billing: display_name: "another" -> "billing"']);
});

test('what the plan leaves as it is is not told, whatever the base says', () => {
  expect(besides(planned(open, required, open))).toEqual([]);
});

const PUBLIC: ShopChanges = { list: { public: 'merged but never applied' } as never };
const EXTRA = { extra: { methods: ['GET'], path: '/extra', allow: [{ roles: ['Orders.Read'] }] } } as never;

test.each<readonly [string, ShopChanges]>([
  ['alone', PUBLIC],
  ['beside a route that comes', { ...PUBLIC, routes: EXTRA }],
])('a route that becomes public by the plan, and not by the files, blocks %s', (_what, head) => {
  const { access, verdict } = planned(base, carried(shop(PUBLIC)), carried(shop(head)));

  expect(access.filter(({ rank }) => rank === 0).map(({ routes }) => routes.map(({ name }) => name))).toContainEqual(['orders.list']);
  expect(verdict.unauthenticated).toBeGreaterThan(0);
});

test('who gains access by the files as well is told once', () => {
  const wider = carried(shop({ billingRoles: ['Orders.Read', 'Orders.Write'] }));
  const closing = at(base, [...ORDERS, 'app_role_assignment_required'], false);
  const gained = ({ access }: DeploymentReview): unknown => access.filter(({ direction }) => direction === 'gained');

  expect(gained(planned(closing, base, wider))).toEqual(gained(only(base, plannedFrom(base, wider))));
});

test('a plugin of the gateway that nobody knows and that only the plan brings is unexplained', () => {
  const odd = edited(shop(), 'gateway.json', ['apis', 'orders', 'service', 'routes', 'orders.browse', 'plugins', 'post-function'], {
    log: ['return'],
  });
  const { unexplained } = planned(base, carried(odd), carried(odd));

  expect(unexplained.map(({ place }) => place.path.slice(-2))).toEqual([['post-function', 'log']]);
});

test('a gateway of which the plan does not say what is deployed is not judged', () => {
  const wider = carried(shop(PUBLIC));
  const head = plannedWith(base, wider, (plan: PlanJson) => {
    changeAt(plan, 'terraform_data.gateway').change['before_sensitive'] = { triggers_replace: { settings: true } };
  });

  expect(only(base, head).notJudged).toContain('stacks/shop-test/gateway.json: what of it is deployed cannot be told from the plan');
});

const NULL = ['resource', 'null_resource', 'x'];

test.each<readonly [string, object, string]>([
  ['alone', { one: 'a', two: 'b' }, 'changed by the plan, and alike on both sides: what is deployed is not what BASE says'],
  [
    'beside another argument',
    { one: 'a', two: 'c' },
    'changed by the plan in more than both sides differ in: what is deployed is not what BASE says',
  ],
])('an argument that nobody knows and that is deployed otherwise is told %s', (_what, head, expected) => {
  const [was, before] = [
    { one: 'S3cret', two: 'b' },
    { one: 'a', two: 'b' },
  ].map((block) => at(base, NULL, block)) as [SynthOutput, SynthOutput];
  const changed = plannedFrom(was, at(base, NULL, head));
  const report = reviewed(before, changed);

  expect(told(report.deployments[0] as DeploymentReview)).toContain(`unknown null_resource.x: null_resource is ${expected}`);
  expect(reviewText(report)).not.toContain('S3cret');
});

const REPEATED = ['resource', 'terraform_data', 'each'];

function repeated(keys: readonly string[], more: object): SynthOutput {
  return at(base, REPEATED, { for_each: Object.fromEntries(keys.map((key) => [key, key])), ...more });
}

test('one of several objects that is not there is told beside whatever else changes of them', () => {
  const review = planned(repeated(['a'], { input: 'x' }), repeated(['a', 'b'], { input: 'x' }), repeated(['a', 'b', 'c'], { input: 'y' }));

  expect(told(review)).toContain(
    'unknown terraform_data.each["b"]: terraform_data is made by the plan, though BASE has it as well: it is not there now',
  );
  expect(told(review).join()).not.toContain('each["c"]: terraform_data is made');
});

test('an argument of several objects that is deployed otherwise is told beside another one', () => {
  const [was, before, head] = [
    { input: 'x', triggers_replace: 'same' },
    { input: 'y', triggers_replace: 'same' },
    { input: 'y', triggers_replace: 'same', more: 'z' },
  ].map((block) => repeated(['a'], block)) as [SynthOutput, SynthOutput, SynthOutput];

  expect(told(planned(was, before, head)).join()).toContain('changed by the plan in more than both sides differ in');
  expect(told(planned(before, before, head)).join()).not.toContain('changed by the plan');
});

test.each<readonly [string, readonly (readonly string[])[]]>([
  ['by request', []],
  ['for another argument', [['client_id']]],
])('a principal that is made anew %s is told, though an owner who is made stands in its block', (_what, paths) => {
  const head = at(base, [...ORDERS, 'owners'], [ROBOT]);
  const without = at(base, ['resource', 'azuread_service_principal', 'robot_65f3ed98'], undefined);
  const changed = plannedWith(without, head, (plan) => {
    Object.assign(changeAt(plan, PRINCIPAL).change, { actions: ['delete', 'create'], replace_paths: paths });
  });

  expect(told(only(without, changed))).toContain(
    'unknown azuread_service_principal.orders_03d5e290: azuread_service_principal is deleted and made anew by the plan',
  );
});

test('what another environment has is no state of this one', () => {
  const both = { source: 'x', stacks: [...base.stacks, ...carried(shop({ environment: { name: 'other' } })).stacks] };
  const deployed = edited(both, 'cdk.tf.json', [...ORDERS, 'app_role_assignment_required'], false, 'shop-other');
  const head = plannedFrom(deployed, both);
  const [found] = reviewed(asDeployment(both, 'shop-test', 'shop-other', both), head, { stack: 'shop-other' }).deployments;

  expect(found?.access).toEqual([]);
});
