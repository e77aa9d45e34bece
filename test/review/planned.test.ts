import { type DeploymentReview, type SynthOutput } from '../../lib/review';
import { carried, plannedFrom } from '../support/plan/plan';
import { reviewed, shop } from '../support/review-shop';
import { ACCESS_CASES } from './golden-access';
import { base, type GoldenCase } from './golden-case';
import { OTHER_CASES } from './golden-rest';

/** What a plan by itself does in these cases. */
const OWN: readonly string[] = ['the stack is gone', 'a plan replaces a registration', 'the plan says otherwise'];

function sides({ base: before, head }: GoldenCase): readonly [SynthOutput, SynthOutput] {
  return [before === undefined ? base : shop(before), 'stacks' in head ? head : shop(head)];
}

const BOTH = [...ACCESS_CASES, ...OTHER_CASES]
  .filter(({ name }) => !OWN.includes(name))
  .flatMap((one) => [
    { name: one.name, one, isSwapped: false },
    { name: `${one.name}, swapped`, one, isSwapped: true },
  ]);

test.each(BOTH)('a plan that does what the files say adds nothing to a review: $name', ({ one, isSwapped }) => {
  const [first, second] = sides(one);
  const [was, now] = (isSwapped ? [second, first] : [first, second]).map(carried) as [SynthOutput, SynthOutput];
  const without = ({ stacks }: SynthOutput): SynthOutput => ({ source: 'x', stacks: stacks.map(({ name, files }) => ({ name, files })) });
  const [alone, both] = [reviewed(was, without(now), one.options), reviewed(was, plannedFrom(was, without(now)), one.options)].map(
    ({ deployments }) => deployments.map(({ inputs: _inputs, resources: _resources, ...said }) => said),
  );

  expect(both).toEqual(alone);
});

type Plan = Record<string, unknown>;

/** The review of nothing, beside a plan that does something all the same. */
function beside(change: (plan: Plan) => void): DeploymentReview {
  const { stacks } = plannedFrom(carried(base), carried(base));
  const [stack] = stacks;
  const plan = JSON.parse(stack?.plan?.text ?? '{}') as Plan;
  change(plan);
  const head = { source: 'x', stacks: [{ ...stack, plan: { source: 'plan', text: JSON.stringify(plan) } }] } as SynthOutput;
  const [deployment] = reviewed(carried(base), head).deployments;
  if (deployment === undefined) throw new Error('no deployment');
  return deployment;
}

/** The first whose address begins so. */
function named<Named extends { readonly address: string }>(all: readonly Named[], address: string): Named {
  const found = all.find((one) => one.address.startsWith(address));
  if (found === undefined) throw new Error(`no ${address}`);
  return found;
}

interface Resource {
  readonly address: string;
  readonly values: Record<string, unknown>;
}

/** Values that a plan gives to a resource. */
function valuesOf(plan: Plan, address: string): Record<string, unknown> {
  const values = plan['planned_values'] as { readonly root_module: { readonly resources: readonly Resource[] } };
  return named(values.root_module.resources, address).values;
}

interface Configured {
  readonly address: string;
  readonly expressions: Record<string, unknown>;
}

function first(list: unknown): Plan {
  const [one] = list as readonly Plan[];
  if (one === undefined) throw new Error('nothing in the list');
  return one;
}

interface Change {
  readonly address: string;
  readonly change: { actions: readonly string[] };
}

const BILLING = 'azuread_application.billing_081fd692';
const GRANT = 'azuread_service_principal_delegated_permission_grant.portal_orders';
const STRANGE = '99999999-9999-4999-8999-999999999999';

test('where nothing changes and the plan does nothing, that is said', () => {
  expect(beside(() => undefined).verdict.line).toBe('✅ nothing changes');
});

const APPLIED: Readonly<Record<string, readonly [(plan: Plan) => unknown, RegExp]>> = {
  'an owner': [(plan) => (valuesOf(plan, BILLING)['owners'] = [STRANGE]), /other values .*billing_081fd692 owners/],
  'a redirect': [
    (plan) => (valuesOf(plan, 'azuread_application.portal_')['web'] = [{ redirect_uris: ['https://portal.example.com.evil/'] }]),
    /other values .*portal.* web/,
  ],
  'a tenant': [
    (plan) => {
      const { provider_config: providers } = plan['configuration'] as { readonly provider_config: { azuread: object } };
      providers.azuread = { name: 'azuread', expressions: { tenant_id: { constant_value: STRANGE } } };
    },
    /provider azuread/,
  ],
  'a resource that is not planned': [
    (plan) => {
      const { root_module: root } = plan['planned_values'] as { root_module: { resources: readonly Resource[] } };
      root.resources = root.resources.filter(({ address }) => address !== BILLING);
    },
    /other values .*azuread_application\.billing_081fd692,/,
  ],
  'an output': [
    (plan) => ((plan['output_changes'] as { client_ids: Plan }).client_ids['after'] = { orders: STRANGE }),
    /other values .*output client_ids/,
  ],
  'a scope more': [
    (plan) => (valuesOf(plan, GRANT)['claim_values'] as string[]).push('Orders.Admin'),
    /other values .*portal_orders.* claim_values/,
  ],
  'an API more in what the gateway serves': [
    (plan) => ((valuesOf(plan, 'terraform_data.gateway')['triggers_replace'] as { apis: Plan }).apis['more'] = '{}'),
    /other values .*terraform_data\.gateway triggers_replace/,
  ],
  'a role of another API': [
    (plan) => (valuesOf(plan, 'azuread_app_role_assignment.billing')['resource_object_id'] = STRANGE),
    /other values .*billing_orders.* resource_object_id/,
  ],
  'a role of no API': [
    (plan) => Reflect.deleteProperty(valuesOf(plan, 'azuread_app_role_assignment.billing'), 'resource_object_id'),
    /other values .*billing_orders.* resource_object_id/,
  ],
  'another token version': [
    (plan) => (first(valuesOf(plan, 'azuread_application.orders_')['api'])['requested_access_token_version'] = 1),
    /other values .*azuread_application\.orders_03d5e290 api/,
  ],
  'a name that stands in another file': [
    (plan) => {
      const { root_module: root } = plan['configuration'] as { readonly root_module: { readonly resources: readonly Configured[] } };
      named(root.resources, BILLING).expressions['display_name'] = { constant_value: 'other' };
    },
    /another configuration .*billing_081fd692/,
  ],
  'a resource besides': [
    (plan) => {
      const change = { actions: ['create'], before: null, after: {}, after_unknown: {} };
      const added = { address: 'null_resource.x', mode: 'managed', type: 'null_resource', name: 'x', change };
      (plan['resource_changes'] as unknown[]).push(added);
    },
    /another configuration .*null_resource\.x/,
  ],
};

test.each(Object.entries(APPLIED))(
  'a plan that applies %s otherwise than the files say is a contradiction',
  (_what, [change, expected]) => {
    const { disagreements, verdict } = beside((plan) => void change(plan));

    expect(disagreements.map(({ what }) => what)).toContainEqual(expect.stringMatching(expected));
    expect(verdict.level).toBe('blocking');
  },
);

test.each([
  [
    'makes a grant that should be there',
    GRANT,
    ['create'],
    'azuread_service_principal_delegated_permission_grant.portal_orders_2e4e3a81 | azuread_service_principal_delegated_permission_grant is made by the plan, though BASE has it as well: it is not there now | broadened | false',
  ],
  [
    'changes what should be as it is',
    BILLING,
    ['update'],
    'billing | azuread_application is changed by the plan, and alike on both sides: what is deployed is not what BASE says | unknown | false',
  ],
  [
    'makes a registration anew',
    BILLING,
    ['delete', 'create'],
    'billing | the registration is replaced: its client id becomes another | narrowed | true',
  ],
  [
    'makes a principal anew',
    'azuread_service_principal.orders_03d5e290',
    ['create', 'delete'],
    'azuread_service_principal.orders_03d5e290 | azuread_service_principal is deleted and made anew by the plan | unknown | true',
  ],
  [
    'lets a registration go',
    BILLING,
    ['forget'],
    'billing | azuread_application is let go of by the plan: it stays, and nobody manages it any more | unknown | true',
  ],
  [
    'deletes a secret that no file has',
    'azuread_application_password.old',
    ['delete'],
    'azuread_application_password.old | azuread_application_password is deleted by the plan, and in neither side’s files | narrowed | false',
  ],
  [
    'deletes a registration that no file has',
    'azuread_application.old',
    ['delete'],
    'azuread_application.old | azuread_application is deleted by the plan, and in neither side’s files | narrowed | true',
  ],
])('a plan that %s is told although the files are alike', (_what, address, actions, expected) => {
  const { changes, verdict } = beside((plan) => {
    const all = plan['resource_changes'] as Change[];
    const [type = '', name = ''] = address.split('.');
    if (name === 'old') all.push({ address, mode: 'managed', type, name, change: { actions, before: {}, after: null } } as never);
    else named(all, address).change.actions = actions;
  });

  expect(changes.map(({ subject, what, effect, isBlocking }) => [subject, what, effect, isBlocking].join(' | '))).toEqual([expected]);
  expect(verdict.line).not.toContain('nothing changes');
});

test.each<readonly [string, (plan: Plan) => unknown, RegExp]>([
  ['of which some changes wait', (plan) => (plan['complete'] = false), /leaves changes for later/],
  ['with deferred changes', (plan) => (plan['deferred_changes'] = [{}]), /leaves changes for later/],
  ['that is a state', (plan) => delete plan['resource_changes'], /does not say what it does to resources/],
])('a plan %s is refused', (_what, change, expected) => {
  expect(() => beside((plan) => void change(plan))).toThrow(expected);
});
