import { deployedOutput, type DeploymentReview, type SynthOutput } from '../../../lib/review';
import { whoText } from '../../../lib/review/output/wording';
import { carried, plannedFrom } from '../../support/plan/plan';
import { reviewed, shop } from '../../support/review-shop';
import { ACCESS_CASES } from '../golden-access';
import { base, BILLING_ADDRESS, type GoldenCase } from '../golden-case';
import { OTHER_CASES } from '../golden-rest';

/** What a review against what is deployed says otherwise than one of two syntheses, and why that is right. */
interface Otherwise {
  readonly why: string;
  /** Rows that are not there, in part. */
  readonly less?: readonly string[];
  readonly more?: readonly string[];
  readonly level?: DeploymentReview['verdict']['level'];
}

const PARTNER = '00000000-0000-4000-8000-000000000004';
const NOT_IN_A_STATE = 'Terraform keeps it in no state';

const OTHERWISE: Readonly<Record<string, Otherwise>> = {
  'a client that calls is removed': {
    why: 'the definition of the head has no name for it any more',
    less: [
      'lost partner (application) GET https://apps.example.com/orders',
      'lost partner (application) POST https://apps.example.com/orders',
      'consents narrowed partner: application permission Orders.Read of orders',
      'consents narrowed partner: application permission Orders.Write of orders',
    ],
    more: [
      `lost ${PARTNER} (application) GET https://apps.example.com/orders`,
      `lost ${PARTNER} (application) POST https://apps.example.com/orders`,
      `consents narrowed ${PARTNER}: application permission Orders.Read of orders`,
      `consents narrowed ${PARTNER}: application permission Orders.Write of orders`,
    ],
  },
  'a resource of another provider is added, swapped': {
    why: 'what a provider nobody knows keeps is not shown, and not told field by field',
    less: ['unexplained resource.random_id.x.byte_length'],
    more: ['unexplained resource.random_id.x.value'],
  },
  'a provisioner is added, swapped': {
    why: NOT_IN_A_STATE,
    less: ['unexplained resource.azuread_application.billing_081fd692.provisioner.0.local-exec.command'],
    level: 'clean',
  },
  'a file is added that Terraform reads, swapped': { why: NOT_IN_A_STATE, less: ['unexplained '], level: 'clean' },
  'prevent_destroy goes': {
    why: NOT_IN_A_STATE,
    less: ['registrations broadened billing, orders, portal, robot: lifecycle.prevent_destroy'],
    level: 'clean',
  },
  'prevent_destroy goes, swapped': {
    why: NOT_IN_A_STATE,
    less: ['registrations narrowed billing, orders, portal, robot: lifecycle.prevent_destroy'],
  },
};

/** What a plan of these cases does besides what the two syntheses have. */
const REPLACED: Readonly<Record<string, readonly string[]>> = { 'a plan replaces a registration': [BILLING_ADDRESS] };

/** Sections in which a row is about something that somebody can do. */
const TOLD = ['registrations', 'consents', 'people', 'credentials', 'hardening', 'stacks', 'settings'];

function rowsOf({ access, changes, unexplained, lint, disagreements, notJudged }: DeploymentReview): readonly string[] {
  return [
    ...access.flatMap(({ direction, who, routes }) =>
      who.flatMap((one) => routes.map(({ example }) => `${direction} ${whoText(one)} ${example}`)),
    ),
    ...changes
      .filter(({ section }) => TOLD.includes(section))
      .map(({ section, effect, risk, isBlocking, subject, what }) =>
        [section, effect, ...(risk === undefined ? [] : [risk]), ...(isBlocking ? ['blocking'] : []), `${subject}: ${what}`].join(' '),
      ),
    ...unexplained.map(({ place }) => `unexplained ${place.path.join('.')}`),
    ...lint.map(({ severity, key, waiver }) => `${severity} ${key} ${waiver?.expires ?? ''}`),
    ...disagreements.map(({ what }) => what),
    ...notJudged,
  ].sort();
}

function without(rows: readonly string[], others: readonly string[]): readonly string[] {
  return rows.filter((row) => !others.includes(row));
}

function only(output: SynthOutput, head: SynthOutput, one: GoldenCase): DeploymentReview {
  const [deployment] = reviewed(output, head, one.options).deployments;
  if (deployment === undefined) throw new Error('no deployment');
  return deployment;
}

function sides({ base: before, head }: GoldenCase): readonly [SynthOutput, SynthOutput] {
  return [before === undefined ? base : shop(before), 'stacks' in head ? head : shop(head)];
}

// What is gone from the head as a whole has no plan there.
const CASES = [...ACCESS_CASES, ...OTHER_CASES].filter(({ name }) => name !== 'the stack is gone');
const BOTH = CASES.flatMap((one) => [
  { name: one.name, one, isSwapped: false },
  { name: `${one.name}, swapped`, one, isSwapped: true },
]);

test('every exception is of a case', () => {
  expect(
    without(
      [...Object.keys(OTHERWISE), ...Object.keys(REPLACED)],
      BOTH.map(({ name }) => name),
    ),
  ).toEqual([]);
});

test.each(BOTH)('against what is deployed, the same is said: $name', ({ name, one, isSwapped }) => {
  const [first, second] = sides(one);
  const [was, now] = isSwapped ? [second, first] : [first, second];
  const planned = plannedFrom(carried(was), now, { replaced: REPLACED[name] ?? [] });
  const [synthesized, deployed] = [only(was, now, one), only(deployedOutput(planned), planned, one)];
  const { less = [], more = [], level = synthesized.verdict.level } = OTHERWISE[name] ?? {};
  const [expected, said] = [rowsOf(synthesized), rowsOf(deployed)];

  expect({ less: without(expected, said), more: without(said, expected), level: deployed.verdict.level }).toEqual({
    less: [...less].sort(),
    more: [...more].sort(),
    level,
  });
  expect(said).toHaveLength(expected.length - less.length + more.length);
});

test.each([
  ['nothing', {}],
  ['consents in a stack of their own', { environment: { consent: 'separate-stack' as const } }],
  ['a permission of Microsoft Graph', { graph: ['User.Read.All'] }],
  ['tenants', { tenants: ['home', 'reseller'] }],
])('where nothing changes, what is deployed is what was synthesized, to the letter: %s', (_name, changes) => {
  const output = shop(changes);
  const planned = plannedFrom(output, output);

  const { stacks } = deployedOutput(planned);

  expect(stacks.map(({ name }) => name)).toEqual(output.stacks.map(({ name }) => name));
  for (const [at, { files }] of stacks.entries()) {
    for (const file of ['cdk.tf.json', 'gateway.json'])
      expect(JSON.parse(files[file] ?? 'null')).toEqual(JSON.parse(output.stacks[at]?.files[file] ?? 'null'));
  }
  expect(reviewed({ source: 'deployed', stacks }, planned).deployments[0]?.verdict.line).toBe('✅ nothing changes');
});
