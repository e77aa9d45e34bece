import { deployedOutput, type DeploymentReview, type SynthOutput } from '../../../lib/review';
import { carried, plannedFrom } from '../../support/plan/plan';
import { reviewed, shop } from '../../support/review-shop';
import { ACCESS_CASES } from '../golden-access';
import { base, BILLING_ADDRESS, type GoldenCase } from '../golden-case';
import { OTHER_CASES } from '../golden-rest';
import { OTHERWISE, rowsOf, without } from './said';

/** What a plan of these cases does besides what the two syntheses have. */
const REPLACED: Readonly<Record<string, readonly string[]>> = { 'a plan replaces a registration': [BILLING_ADDRESS] };

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
