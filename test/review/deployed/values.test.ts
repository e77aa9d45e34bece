import { deployedOutput, type SynthOutput } from '../../../lib/review';
import { carried, plannedFrom } from '../../support/plan/plan';
import { edited, reviewed, shop, valueIn } from '../../support/review-shop';

const base = shop();

function lineOf(was: SynthOutput): string | undefined {
  const head = plannedFrom(was, base);
  return reviewed(deployedOutput(head), head).deployments[0]?.verdict.line;
}

test('each value of a resource is told where the state had another', () => {
  const paths = leaves(valueIn(base, 'cdk.tf.json', ['resource']), ['resource']).filter(
    (path) => !path.some((name) => UNKNOWN_TO_STATES.includes(name)),
  );
  const silent = paths.filter((path) => {
    const was = edited(base, 'cdk.tf.json', path, changed(valueIn(base, 'cdk.tf.json', path)));
    return lineOf(was) === '✅ nothing changes';
  });

  expect(paths.length).toBeGreaterThan(90);
  expect(silent).toEqual([]);
});

test('each value of the gateway is told where the state had another', () => {
  const paths = leaves(valueIn(base, 'gateway.json', [])).filter(([top]) => top !== 'losses');
  const silent = paths.filter((path) => {
    const was = carried(edited(base, 'gateway.json', path, changed(valueIn(base, 'gateway.json', path))));
    return lineOf(was) === '✅ nothing changes';
  });

  expect(paths.length).toBeGreaterThan(90);
  expect(silent).toEqual([]);
});

/** Parts of a resource that are for Terraform alone, and what is compared as the file beside the configuration. */
const UNKNOWN_TO_STATES = ['//', 'lifecycle', 'for_each', 'settings', 'apis'];

function leaves(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, one]) => leaves(one, [...path, name]));
}

function changed(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  return typeof value === 'boolean' ? !value : `${String(value)}x`;
}
