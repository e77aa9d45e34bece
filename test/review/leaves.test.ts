import { type DeploymentReview, type SynthOutput } from '../../lib/review';
import { edited, reviewed, shop, valueIn } from '../support/review-shop';

const whole = shop({ graph: ['User.Read.All'], environment: { protected: true } });

/** The template alone: nothing else says what it should be. */
const alone = withoutFiles(edited(whole, 'cdk.tf.json', ['resource', 'terraform_data', 'gateway'], undefined), [
  'access.json',
  'kong.preview.yaml',
]);

function withoutFiles(output: SynthOutput, names: readonly string[]): SynthOutput {
  const stacks = output.stacks.map((stack) => ({
    ...stack,
    files: Object.fromEntries(Object.entries(stack.files).filter(([name]) => !names.includes(name))),
  }));
  return { ...output, stacks };
}

/** Names that lead to each value that is no object, and to each list. */
function leaves(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const own = Array.isArray(value) && path.length > 0 ? [path] : [];
  return [...own, ...Object.entries(value).flatMap(([name, one]) => leaves(one, [...path, name]))];
}

function changed(value: unknown): unknown {
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return [...value, 'x'];
  return 'x';
}

/** Everything that a review says, without what it read. */
function said(report: readonly DeploymentReview[]): readonly string[] {
  return report.flatMap(({ access, changes, unexplained, disagreements, notJudged }) =>
    [...access, ...changes, ...unexplained, ...disagreements, ...notJudged].map((row) => JSON.stringify(row)),
  );
}

/** What a review says of a value that changed, or the code by which it refuses it. */
function reviewOf(base: SynthOutput, head: SynthOutput): readonly string[] {
  return said(reviewed(base, head).deployments);
}

describe.each([
  ['cdk.tf.json', whole],
  ['gateway.json', whole],
  ['gateway.json', alone],
] as const)('every value of %s', (file, base) => {
  const paths = leaves(valueIn(base, file, []));

  it('has hundreds of them', () => {
    expect(paths.length).toBeGreaterThan(100);
  });

  it.each(['changed', 'dropped'])('is told when it is %s', (how) => {
    const silent = paths.filter((path) => {
      const value = how === 'changed' ? changed(valueIn(base, file, path)) : undefined;
      return reviewOf(base, edited(base, file, path, value)).length === 0;
    });
    expect(silent.map((path) => path.join('.'))).toEqual([]);
  });
});
