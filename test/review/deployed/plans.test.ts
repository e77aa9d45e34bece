import { deployedOutput, type DeploymentReview, type SynthOutput } from '../../../lib/review';
import { changeAt, plannedWith, type PlanJson } from '../../support/plan/changed-plan';
import { plannedFrom } from '../../support/plan/plan';
import { edited, reviewed, shop } from '../../support/review-shop';

const base = shop();
const BILLING = 'azuread_application.billing_081fd692';
const ORDERS = 'azuread_application.orders_03d5e290';
const ROBOT = 'robot_65f3ed98';

function reviewOf(head: SynthOutput, was?: SynthOutput): DeploymentReview {
  const [deployment] = reviewed(was ?? deployedOutput(head), head).deployments;
  if (deployment === undefined) throw new Error('no deployment');
  return deployment;
}

function told({ changes, unexplained }: DeploymentReview): readonly string[] {
  return [
    ...changes.filter(({ section }) => section !== 'other').map(({ effect, subject, what }) => `${effect} ${subject}: ${what}`),
    ...unexplained.map(({ place }) => `unexplained ${place.path.join('.')}`),
  ].sort();
}

/** A block of a stack, before and after; both of what is deployed and of the head. */
function both(path: readonly string[], value: unknown): SynthOutput {
  const output = edited(base, 'cdk.tf.json', path, value);
  return plannedFrom(output, output);
}

describe('what a plan can do', () => {
  test('where nothing is deployed, all of it is new', () => {
    const { stacks } = deployedOutput(plannedFrom({ source: '', stacks: [] }, base));
    const review = reviewOf(plannedFrom({ source: '', stacks: [] }, base));

    expect(stacks).toEqual([]);
    expect(told(review)).toContain('unknown shop-test: the whole deployment is new');
    expect(review.verdict.gained).toBe(reviewOf(base, { source: '', stacks: [] }).verdict.gained);
  });

  test('what moves goes on under another address, as between two syntheses', () => {
    const texts = base.stacks.map(({ files }) => (files['cdk.tf.json'] ?? '').replaceAll('billing_081fd692', 'invoices_00000000'));
    const renamed = {
      ...base,
      stacks: base.stacks.map((stack, at) => ({ ...stack, files: { ...stack.files, 'cdk.tf.json': texts[at] ?? '' } })),
    };
    const moves = ['azuread_application', 'azuread_service_principal'].map((type) => ({
      from: `${type}.billing_081fd692`,
      to: `${type}.invoices_00000000`,
    }));
    const head = edited(renamed, 'cdk.tf.json', ['moved'], moves);
    const review = reviewOf(plannedFrom(base, head));

    expect(told(review)).toEqual(told(reviewOf(head, base)));
    expect(told(review).join()).toContain('goes on under another address');
    expect(review.resources).toMatchObject([{ move: 2, destroy: 0 }]);
  });

  test('what is let go of stays in the tenant, as between two syntheses', () => {
    const gone = shop({ withRobot: false });
    const kept = ['azuread_application', 'azuread_service_principal'].map((type) => ({
      from: `${type}.${ROBOT}`,
      lifecycle: { destroy: false },
    }));
    const head = edited(gone, 'cdk.tf.json', ['removed'], kept);
    const review = reviewOf(plannedFrom(base, head));

    expect(told(review)).toEqual(told(reviewOf(head, base)));
    expect(told(review)).toContain('unknown robot: the registration stays in the tenant, and nobody manages it any more');
  });

  test('what left the state before is no news', () => {
    const kept = [{ from: `azuread_application.${ROBOT}`, lifecycle: { destroy: false } }];
    const output = edited(shop({ withRobot: false }), 'cdk.tf.json', ['removed'], kept);

    expect(told(reviewOf(plannedFrom(output, output)))).toEqual([]);
  });

  test('what is imported was not deployed from here, whatever there is of it', () => {
    const head = edited(base, 'cdk.tf.json', ['import'], [{ to: `azuread_application.${ROBOT}`, id: '/applications/x' }]);
    const review = reviewOf(plannedFrom(shop({ withRobot: false }), head));

    expect(told(review)).toEqual(told(reviewOf(head, shop({ withRobot: false }))));
    expect(told(review)).toContain('neutral robot: a registration is made: 0 roles, 0 scopes');
    expect(review.resources).toMatchObject([{ import: 1 }]);
  });

  test.each([[['delete', 'create']], [['create', 'delete']]])('a registration that is replaced by %j is an outage', (actions) => {
    const head = plannedWith(base, base, (plan) => {
      changeAt(plan, BILLING).change['actions'] = actions;
    });

    expect(told(reviewOf(head))).toEqual(['narrowed billing: the registration is replaced: its client id becomes another']);
  });

  test('what a replacement left behind is not what is deployed, and its end is told', () => {
    const head = plannedWith(base, base, (plan) => {
      const { change, ...named } = changeAt(plan, BILLING);
      plan.resource_changes.push({ ...named, deposed: '12345678', change: { ...change, actions: ['delete'], after: null } });
    });

    expect(told(reviewOf(head))).toEqual([
      'narrowed billing: azuread_application is deleted by the plan, left behind by a replacement that did not end: whoever uses it stands still',
    ]);
  });

  test('what Terraform is told to leave alone stays as it is, whatever stands in the head', () => {
    const asked = [
      {
        resource_app_id: '00000003-0000-0000-c000-000000000000',
        resource_access: [{ id: 'df021288-bdef-4463-88db-98f22de89214', type: 'Role' }],
      },
    ];
    const was = edited(base, 'cdk.tf.json', ['resource', ...ORDERS.split('.'), 'required_resource_access'], asked);

    expect(told(reviewOf(plannedFrom(was, base)))).toEqual([]);
  });
});

describe('what no state knows is not taken for what was there', () => {
  const RUNS = [{ 'local-exec': { command: 'curl https://example.com' } }];
  const synced = (command: string): SynthOutput =>
    shop({
      environment: {
        gateway: { dialect: 'openid-connect', version: '3.14.0.1', selectTags: ['test'], sync: { with: 'deck', command } } as never,
      },
    });

  test.each([
    ['a provisioner', ['resource', ...BILLING.split('.'), 'provisioner'], RUNS, `resource.${BILLING}.provisioner.0.local-exec.command`],
    ['a data source that may run something', ['data', 'external', 'x'], { program: ['id'] }, 'data.external.x.program'],
    ['a module', ['module', 'x'], { source: './x' }, 'module.x.source'],
  ])('%s', (_name, path, block, place) => {
    expect(told(reviewOf(both(path, block)))).toEqual([`unexplained ${place}`]);
  });

  test('a provider that made nothing yet', () => {
    const review = reviewOf(both(['terraform', 'required_providers', 'other'], { source: 'evil/other', version: '1.0.0' }));

    expect(told(review).join()).toContain('unknown terraform required_providers: terraform.required_providers.source');
  });

  test('another publisher of a provider', () => {
    const head = edited(base, 'cdk.tf.json', ['terraform', 'required_providers', 'azuread', 'source'], 'evil/azuread');

    expect(told(reviewOf(plannedFrom(base, head))).join()).toContain('terraform.required_providers.source');
  });

  test('the command of this product, which synchronizes the gateway, is taken for its own; any other is not', () => {
    const [own, other] = [synced('npx --no-install kong-entra'), synced('./kong-entra')];

    expect(told(reviewOf(plannedFrom(own, own)))).toEqual([]);
    expect(told(reviewOf(plannedFrom(other, other))).join()).toContain('provisioner.0.local-exec.command');
  });

  test('the same command where the state had none', () => {
    const own = synced('npx --no-install kong-entra');

    expect(told(reviewOf(plannedFrom(base, own))).join()).toContain('provisioner.0.local-exec.command');
  });

  test('a definition beside what is deployed, without which the head contradicts nothing', () => {
    const [stack] = base.stacks;
    const { 'access.json': _said, ...files } = stack?.files ?? {};
    const head = plannedFrom(base, { ...base, stacks: [{ name: 'shop-test', files }] });

    expect(reviewOf(head).disagreements.map(({ what }) => what)).toEqual(['access.json is gone, and nothing else says what was meant']);
  });
});

test('versions of providers that Terraform wrote down are no news: no state has them', () => {
  const locked = { ...base, stacks: base.stacks.map((one) => ({ ...one, files: { ...one.files, '.terraform.lock.hcl': 'x' } })) };

  expect(reviewOf(plannedFrom(base, locked)).verdict.line).toBe('✅ nothing changes');
});

describe('resources with several objects', () => {
  const EACH = ['resource', 'azuread_application_owner', 'x'];
  const owners = (ids: readonly string[], owner: string): SynthOutput =>
    edited(base, 'cdk.tf.json', EACH, {
      for_each: Object.fromEntries(ids.map((id) => [id, id])),
      application_id: `\${${BILLING}.id}`,
      owner_object_id: owner,
    });

  test('are no news while they are the same', () => {
    const output = owners(['a', 'b'], 'someone');

    expect(told(reviewOf(plannedFrom(output, output)))).toEqual([]);
  });

  test.each([
    ['one more', owners(['a'], 'someone'), owners(['a', 'b'], 'someone'), 'for_each.b'],
    ['one less', owners(['a', 'b'], 'someone'), owners(['a'], 'someone'), 'for_each.b'],
    ['without what they had', edited(owners(['a'], 'x'), 'cdk.tf.json', [...EACH, 'more'], 'x'), owners(['a'], 'x'), 'more'],
    ['other ones', owners(['a'], 'someone'), owners(['a'], 'somebody'), 'owner_object_id'],
  ])('are told: %s', (_name, was, now, field) => {
    expect(told(reviewOf(plannedFrom(was, now))).join()).toContain(`unexplained ${EACH.join('.')}.${field}`);
  });
});

describe('a plan that is not all of one, or of something else, is refused', () => {
  const entry = (plan: PlanJson): PlanJson['resource_changes'][number] => changeAt(plan, BILLING);

  test.each<readonly [string, (plan: PlanJson) => void, RegExp]>([
    ['a state', (plan) => Reflect.deleteProperty(plan, 'resource_changes'), /does not say what it does to resources/],
    ['a plan that failed', (plan) => Object.assign(plan, { errored: true }), /is of a plan that failed/],
    [
      'without its configuration',
      (plan) => Reflect.deleteProperty(plan, 'configuration'),
      /does not have the configuration that was planned/,
    ],
    ['without its state', (plan) => Reflect.deleteProperty(plan, 'prior_state'), /does not have the state that it was made from/],
    ['a change that is none', (plan) => plan.resource_changes.push(1 as never), /resource_changes\[\d+\] is no change of a resource/],
    ['a change of nothing', (plan) => Reflect.deleteProperty(entry(plan), 'address'), /does not say which resource it is of/],
    ['without what was there', (plan) => (entry(plan).change['before'] = null), /does not say what was there before/],
    ['without what will be there', (plan) => (entry(plan).change['after'] = 'x'), /does not say what will be there/],
    ['an action nobody knows', (plan) => (entry(plan).change['actions'] = ['adopt']), /has actions that nobody here knows/],
    [
      'of fewer resources',
      (plan) => plan.resource_changes.splice(0, 1),
      /is no plan of the stack shop-test as HEAD has it: \S+ is not in both of them, or not alike.*\[PLAN_FOREIGN\]/s,
    ],
    [
      'of one resource more',
      (plan) => plan.resource_changes.push({ ...entry(plan), address: 'x.y', type: 'x', name: 'y' }),
      /x\.y is not in both of them/,
    ],
    [
      'that takes down what is there',
      (plan) => Object.assign(entry(plan).change, { actions: ['delete'], after: null }),
      /billing_081fd692 is not in both/,
    ],
    [
      'a gateway whose configuration breaks off',
      (plan) => {
        const { before } = changeAt(plan, 'terraform_data.gateway').change as { before: { triggers_replace: Record<string, unknown> } };
        before.triggers_replace['settings'] = '{"canary';
      },
      /^(?!.*canary).*has a configuration of the gateway in its state that is not whole/s,
    ],
  ])('%s', (_name, change, message) => {
    expect(() => deployedOutput(plannedWith(base, base, change))).toThrow(message);
  });

  test.each<readonly [string, SynthOutput]>([
    ['an argument', edited(base, 'cdk.tf.json', ['resource', ...BILLING.split('.'), 'display_name'], 'x')],
    ['a block', edited(base, 'cdk.tf.json', ['resource', ...ORDERS.split('.'), 'app_role'], [])],
    ['a value within blocks', edited(base, 'cdk.tf.json', ['resource', ...ORDERS.split('.'), 'app_role', '0', 'value'], 'x')],
    ['an output', edited(base, 'cdk.tf.json', ['output', 'client_ids', 'value', 'orders'], `\${${BILLING}.client_id}`)],
    ['how many there are', edited(base, 'cdk.tf.json', ['resource', 'terraform_data', 'retire_before_dropping', 'for_each', 'x'], 'x')],
  ])('of another version of the head: %s', (_name, head) => {
    const { stacks } = plannedFrom(base, base);
    const stale = { ...head, stacks: head.stacks.map((stack, at) => ({ ...stack, plan: stacks[at]?.plan ?? { source: '', text: '' } })) };

    expect(() => deployedOutput(stale)).toThrow(/is no plan of the stack shop-test as HEAD has it/);
  });

  test('all stacks without a plan are named', () => {
    const output = shop({ environment: { consent: 'separate-stack' } });

    expect(() => deployedOutput(output)).toThrow(
      /the stack shop-test is deployed is not known.*shop-test-consents is deployed is not known.*PLAN_MISSING/s,
    );
  });

  test('a plan is needed of the stacks of one deployment alone, where that is all that is asked for', () => {
    const other = { name: 'other', files: { 'cdk.tf.json': '{"terraform":{}}' } };
    const planned = plannedFrom(base, base);
    const head = { ...planned, stacks: [...planned.stacks, other] };

    expect(() => deployedOutput(head)).toThrow(/the stack other is deployed is not known/);
    expect(deployedOutput(head, 'shop-test').stacks.map(({ name }) => name)).toEqual(['shop-test']);
  });
});

describe('stacks that hand on to each other', () => {
  const separate = { environment: { consent: 'separate-stack' as const } };

  test.each([
    ['a client goes', { withRobot: false }],
    ['a consent goes', { billingRoles: ['Orders.Write'] }],
    ['a scope goes', { portalScopes: ['Orders.Use'] }],
  ])('%s: the same as between two syntheses', (_name, changes) => {
    const [was, now] = [shop(separate), shop({ ...separate, ...changes })];
    const [synthesized, deployed] = [reviewOf(now, was), reviewOf(plannedFrom(was, now))];

    expect(told(deployed)).toEqual(told(synthesized));
    expect(deployed.access.map(({ direction, who }) => [direction, who])).toEqual(
      synthesized.access.map(({ direction, who }) => [direction, who]),
    );
    expect(deployed.verdict.level).toBe(synthesized.verdict.level);
  });
});
