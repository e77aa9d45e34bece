import { asDeployment, type DeploymentReview, type SynthOutput } from '../../lib/review';
import { edited, reviewed, shop } from '../support/review-shop';

/** Without a gateway, as if nobody had ever defined one, and without what stands beside it. */
function without(output: SynthOutput): SynthOutput {
  const { stacks } = edited(output, 'cdk.tf.json', ['resource', 'terraform_data', 'gateway'], undefined);
  return { source: 'x', stacks: stacks.map(({ name, files }) => ({ name, files: { 'cdk.tf.json': files['cdk.tf.json'] ?? '' } })) };
}

function only(base: SynthOutput, head: SynthOutput, stack = 'shop-test'): DeploymentReview {
  const [found] = reviewed(base, head, { stack }).deployments;
  if (found === undefined) throw new Error('no deployment');
  return found;
}

function accessOf({ access }: DeploymentReview): readonly string[] {
  return access.map(({ direction, who, routes, notes }) =>
    [direction, who.map(({ caller }) => caller).join(), routes.map(({ name }) => name).join(), ...notes].join(' | '),
  );
}

const base = shop();

test('a gateway whose configuration goes from everywhere stays open as it is, which one row says', () => {
  const { access, notJudged, changes, unexplained, verdict } = only(base, without(base));

  expect(access).toEqual([]);
  expect(notJudged).toEqual(['what the gateway has stays as it is until somebody deletes it: nothing synchronizes it any more']);
  expect(changes.map(({ section, effect, isBlocking, subject, what }) => [section, effect, isBlocking, subject, what].join(' | '))).toEqual(
    ['stacks | unknown | true | shop-test | the configuration of the gateway is gone from what was synthesized'],
  );
  expect(unexplained).toEqual([]);
  expect(verdict.lost).toBe(0);
});

test('who is granted more while the gateway is let go of gains what it goes on to let through', () => {
  const granted = without(shop({ billingRoles: ['Orders.Read', 'Orders.Write'] }));
  // The ids by which the gateway knows registrations need not be handed on any more.
  const head = edited(granted, 'cdk.tf.json', ['output', 'client_ids'], undefined);

  expect(accessOf(only(base, head))).toEqual(['gained | billing | orders.write.applications']);
});

test('who is granted less while the gateway is let go of loses it with his tokens, and not with a synchronization', () => {
  const head = without(shop({ billingRoles: ['Orders.Export'] }));

  expect(accessOf(only(base, head))).toEqual([
    expect.stringMatching(/^lost \| billing \| orders\.list\.applications \| who has a token keeps access until it ends/),
  ]);
});

test('of a whole deployment that goes, no route is said to go', () => {
  const { changes } = only(base, { source: 'x', stacks: [] });

  expect(changes.filter(({ section }) => section === 'routes' || section === 'hardening')).toEqual([]);
});

test('an environment without a gateway lets nothing through that another lets through', () => {
  const both = { source: 'x', stacks: [...base.stacks, ...without(shop({ environment: { name: 'other' } })).stacks] };
  const { access, notJudged } = only(asDeployment(both, 'shop-test', 'shop-other', both), both, 'shop-other');

  expect([new Set(access.map(({ direction }) => direction)), notJudged]).toEqual([new Set(['lost']), []]);
});

test('a template that cannot be read is not let go of', () => {
  const { stacks } = base;
  const head = { source: 'x', stacks: stacks.map((one) => ({ ...one, files: { ...one.files, 'gateway.json': '{' } })) };

  expect(only(base, head).changes.map(({ what }) => what)).not.toContain(
    'the configuration of the gateway is gone from what was synthesized',
  );
});
