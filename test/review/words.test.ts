import { reviewMarkdown, type DeploymentReview, type SynthOutput } from '../../lib/review';
import { guid } from '../support/organisation';
import { plannedFrom } from '../support/plan/plan';
import { edited, reviewed, shop, valueIn } from '../support/review-shop';

const base = shop();

function of(head: SynthOutput, was: SynthOutput = base): DeploymentReview {
  const [deployment] = reviewed(was, head).deployments;
  if (deployment === undefined) throw new Error('no deployment');
  return deployment;
}

function addressOf(type: string, slug: string): string {
  return Object.keys(valueIn(base, 'cdk.tf.json', ['resource', type]) as object).find((name) => name.startsWith(slug)) ?? '';
}

const orders = addressOf('azuread_service_principal', 'orders_');
const [robot, robotGrant] = [addressOf('azuread_service_principal', 'robot_'), addressOf('azuread_app_role_assignment', 'robot_')];

/** The robot assigned without a role. */
const assigned = edited(base, 'cdk.tf.json', ['resource', 'azuread_app_role_assignment', 'extra'], {
  app_role_id: '00000000-0000-0000-0000-000000000000',
  principal_object_id: `\${azuread_service_principal.${robot}.object_id}`,
  resource_object_id: `\${azuread_service_principal.${orders}.object_id}`,
});

test('the default role is called so, where it is held and where files contradict each other on it', () => {
  const { changes, disagreements } = of(assigned);

  expect(changes.map(({ what }) => what)).toContain('the default role of orders');
  expect(disagreements.map(({ what }) => what)).toEqual(['by the stacks robot holds the default role of orders; not by access.json']);
});

test('what a plan does not make is said in words that fit', () => {
  const plan = JSON.parse(plannedFrom(base, base).stacks[0]?.plan?.text ?? '') as {
    planned_values: { root_module: { resources: { address: string }[] } };
  };
  const root = plan.planned_values.root_module;
  root.resources = root.resources.filter(({ address }) => address !== `azuread_app_role_assignment.${robotGrant}`);
  const stacks = base.stacks.map((stack) => ({ ...stack, plan: { source: 'plan.json', text: JSON.stringify(plan) } }));

  expect(of({ ...base, stacks }).disagreements.map(({ what }) => what)).toEqual([
    expect.stringMatching(/^by the synthesized stacks robot holds role .* of orders; not by the plan$/),
    `the plan of shop-test gives other values than cdk.tf.json says: azuread_app_role_assignment.${robotGrant}`,
  ]);
});

test('a comment says of which API the route is that brings access about, and on which line', () => {
  const { text } = reviewMarkdown(reviewed(base, shop({ list: { allow: [{ roles: ['Orders.Write'] }] } as never })));

  expect(text).toMatch(/`routes orders\.list \(stacks\/shop-test\/gateway\.json:\d+( \(in BASE\))?\)`/);
});

test('the reason for which a route is public stands in its row', () => {
  const { access } = of(shop({ list: { public: 'The list is on our website' } as never }));

  expect(access.map(({ direction, notes }) => [direction, notes])).toContainEqual([
    'gained',
    ['public, as the definition says: The list is on our website'],
  ]);
  expect(
    of(base, shop({ list: { public: 'The list is on our website' } as never }))
      .access.flatMap(({ notes }) => notes)
      .join(),
  ).not.toContain('website');
});

test('a name that stands for two principals is told with their ids, and one that stands for one without', () => {
  const swapped = shop({ environment: { externalClients: { partner: { clientId: guid(31), objectId: guid(41) } } } });
  const { access, changes } = of(swapped);
  const callers = (direction: string): readonly string[] =>
    access.filter((row) => row.direction === direction).flatMap(({ who }) => who.map(({ caller }) => caller));

  expect([new Set(callers('gained')), new Set(callers('lost'))]).toEqual([
    new Set([`partner (${guid(41)})`]),
    new Set([`partner (${guid(4)})`]),
  ]);
  expect(access.flatMap(({ actors }) => actors)).toContain(`partner (${guid(41)}) is registered elsewhere: who can act as it is not known`);
  expect(new Set(changes.filter(({ section }) => section === 'consents').map(({ subject }) => subject))).toEqual(
    new Set([`partner (${guid(4)})`, `partner (${guid(41)})`]),
  );
  expect(new Set(of(base, shop({ withPartner: false })).access.flatMap(({ who }) => who.map(({ caller }) => caller)))).toEqual(
    new Set(['partner']),
  );
});
