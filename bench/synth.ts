import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiKey } from './definition';
import { compiledFolder, exponent, inTemporaryFolder, mediansInTurns, megabytes, runNode, seconds } from './measure';
import type { Bench, Comparison } from './report';

type Cost = Readonly<Record<'seconds' | 'cpuSeconds' | 'megabytes', number>>;

const SUBJECTS = ['ours', 'by-hand', 'by-hand-without-stacks', 'preview'] as const;
type Subject = (typeof SUBJECTS)[number];

/** Costs of one size, by subject. */
interface Measured {
  readonly size: number;
  readonly costs: Readonly<Record<Subject, Cost>>;
}

/**
 * From definition to files, both halves, against the same resources written directly in the framework. Each measurement has a
 * process of its own; loading modules is not measured, since both load the same.
 */
export const synth: Bench = {
  name: 'synth',
  run: (smoke) => {
    const sizes = smoke ? [2, 4] : [10, 100, 1000];
    const measured = sizes.map((size) => inTemporaryFolder((folder) => measureSize(size, smoke ? 1 : 5, folder)));
    return {
      title: 'synth: N APIs x 10 routes x 1 client, Kong half included, against the framework by hand',
      comparisons: [...measured.flatMap(compareSize), ...compareGrowth(measured)],
      notes: [
        'the framework by hand records a call stack for every part of every resource; without them it is "stacks off"',
        'kong.preview.yaml is not part of ours; the stacks are one file each with the same resources, checked by count and size',
      ],
    };
  },
};

function measureSize(size: number, rounds: number, folder: string): Measured {
  const sample = join(folder, 'sample.json');
  const run = (subject: Subject): Cost =>
    JSON.parse(runNode([join(compiledFolder(), 'bench/synth-child.js'), subject, String(size), join(folder, subject), sample])) as Cost;

  run('ours');
  const gateway = stackFile(folder, 'ours', 'ours-bench').resource.terraform_data['gateway'] as {
    readonly triggers_replace: { readonly settings: string; readonly apis: Readonly<Record<string, string>> };
  };
  writeFileSync(sample, JSON.stringify({ settings: gateway.triggers_replace.settings, api: gateway.triggers_replace.apis[apiKey(0)] }));
  run('by-hand');
  checkSame(folder);
  return { size, costs: mediansInTurns(rounds, SUBJECTS, run) };
}

interface StackFile {
  readonly resource: Readonly<Record<string, Readonly<Record<string, unknown>>>> & {
    readonly terraform_data: Readonly<Record<string, unknown>>;
  };
}

function stackFile(folder: string, subject: Subject, stack: string): StackFile {
  return JSON.parse(readFileSync(pathOf(folder, subject, stack), 'utf8')) as StackFile;
}

function pathOf(folder: string, subject: Subject, stack: string): string {
  return join(folder, subject, 'stacks', stack, 'cdk.tf.json');
}

// A baseline that makes less than we do would flatter or shame us; names and paths may differ by some bytes.
function checkSame(folder: string): void {
  const [ours, byHand] = (
    [
      ['ours', 'ours-bench'],
      ['by-hand', 'by-hand'],
    ] as const
  ).map(([subject, stack]) => ({
    counts: JSON.stringify(
      Object.entries(stackFile(folder, subject, stack).resource)
        .map(([type, named]) => [type, Object.keys(named).length])
        .sort(),
    ),
    bytes: statSync(pathOf(folder, subject, stack)).size,
  }));
  if (ours === undefined || byHand === undefined || ours.counts !== byHand.counts)
    throw new Error(`the baseline has other resources: ${byHand?.counts} instead of ${ours?.counts}`);
  if (Math.abs(ours.bytes / byHand.bytes - 1) > 0.1) throw new Error(`the baseline's file has ${byHand.bytes} bytes, ours ${ours.bytes}`);
}

function compareSize({ size, costs }: Measured): readonly Comparison[] {
  const { ours, 'by-hand': byHand, 'by-hand-without-stacks': plain, preview } = costs;
  return [
    {
      what: `${size} APIs: time`,
      ours: seconds(ours.seconds),
      baseline: seconds(byHand.seconds),
      ratio: ours.seconds / byHand.seconds,
      ...(size === 1000 && { goal: 1.15 }),
    },
    {
      what: `${size} APIs: processor time`,
      ours: seconds(ours.cpuSeconds),
      baseline: seconds(byHand.cpuSeconds),
      ratio: ours.cpuSeconds / byHand.cpuSeconds,
    },
    {
      what: `${size} APIs: peak memory`,
      ours: megabytes(ours.megabytes),
      baseline: megabytes(byHand.megabytes),
      ratio: ours.megabytes / byHand.megabytes,
      ...(size === 1000 && { goal: 1.15 }),
    },
    {
      what: `${size} APIs: time, stacks off by hand too`,
      ours: seconds(ours.seconds),
      baseline: seconds(plain.seconds),
      ratio: ours.seconds / plain.seconds,
    },
    { what: `${size} APIs: text of kong.preview.yaml`, ours: seconds(preview.seconds), baseline: '' },
  ];
}

function compareGrowth(measured: readonly Measured[]): readonly Comparison[] {
  const [small, large] = measured.slice(-2);
  if (small === undefined || large === undefined) return [];
  // Processor time: the difference of two exponents magnifies whatever else the machine did.
  const growth = (subject: Subject): number =>
    exponent({ size: small.size, cost: small.costs[subject].cpuSeconds }, { size: large.size, cost: large.costs[subject].cpuSeconds });
  const [ours, byHand] = [growth('ours'), growth('by-hand')];
  const what = `exponent of growth of processor time, ${small.size} to ${large.size}`;
  return [{ what, ours: ours.toFixed(2), baseline: byHand.toFixed(2), ratio: ours - byHand, goal: 0.05 }];
}
