import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { givenOutput } from '../../lib/cli/synth-output';
import { type DeploymentReview, type SynthOutput } from '../../lib/review';
import { reviewed, shop } from '../support/review-shop';

const base = shop();
const [stack] = base.stacks;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kong-entra-files-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** The output with a further file, as it is read of a folder. */
function withFile(name: string, content: string): SynthOutput {
  const path = join(folder, content, 'stacks', 'shop-test');
  mkdirSync(path, { recursive: true });
  for (const [file, text] of Object.entries({ ...stack?.files, [name]: content })) writeFileSync(join(path, file), text);
  return givenOutput(join(folder, content)).output;
}

function of(was: SynthOutput, now: SynthOutput): DeploymentReview {
  const [deployment] = reviewed(was, now).deployments;
  if (deployment === undefined) throw new Error('no deployment');
  return deployment;
}

test.each(['more.tf', 'more.tf.json', 'more.tofu', 'cdk.tofu.json', 'terraform.tfvars', 'x.auto.tfvars.json'])(
  '%s, which Terraform or OpenTofu reads, is explained by nothing, and not judged',
  (name) => {
    const { unexplained, notJudged, verdict } = of(base, withFile(name, '1'));

    expect(unexplained.map(({ place }) => place.file)).toEqual([`stacks/shop-test/${name}`]);
    expect(notJudged).toEqual([`stacks/shop-test/${name}: Terraform reads it besides cdk.tf.json, and it is not read here`]);
    expect(verdict.level).toBe('blocking');
  },
);

test('other versions of providers are told as such, and their file as one that comes or goes', () => {
  const [one, other] = [withFile('.terraform.lock.hcl', '1'), withFile('.terraform.lock.hcl', '2')];
  const rows = ({ changes, unexplained, notJudged }: DeploymentReview): unknown => [
    changes.map(({ effect, what }) => `${effect}: ${what}`),
    unexplained,
    notJudged,
  ];

  expect(rows(of(one, other))).toEqual([['unknown: versions and checksums of providers become others: .terraform.lock.hcl'], [], []]);
  expect(rows(of(base, other))).toEqual([['neutral: versions and checksums of providers are stated: .terraform.lock.hcl'], [], []]);
  expect(rows(of(one, base))).toEqual([['neutral: versions and checksums of providers are no longer stated: .terraform.lock.hcl'], [], []]);
  expect(rows(of(one, one))).toEqual([[], [], []]);
});
