import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { compiledFolder, exponent, inTemporaryFolder, mediansInTurns, megabytes, runNode, seconds } from './measure';
import type { Bench, Comparison } from './report';

type Cost = Readonly<Record<'seconds' | 'cpuSeconds' | 'megabytes', number>>;

const SUBJECTS = ['review', 'synth'] as const;
type Subject = (typeof SUBJECTS)[number];

interface Measured {
  readonly size: number;
  readonly costs: Readonly<Record<Subject, Cost>>;
}

/** Most memory of a review of 1,000 APIs. */
const MOST_MEGABYTES = 500;

/** What a changed route does, out of two synthesized outputs, against one synthesis of them, `kong.preview.yaml` included. */
export const review: Bench = {
  name: 'review',
  run: (smoke) => {
    const sizes = smoke ? [10, 20] : [250, 1000];
    const measured = sizes.map((size) => inTemporaryFolder((folder) => measureSize(size, smoke ? 1 : 5, folder)));
    return {
      title: 'review: N APIs x 10 routes x N/5 clients, one route changed, against one synthesis of them',
      comparisons: [...measured.flatMap(compareSize), ...compareGrowth(measured)],
      notes: ['each API is called by five clients; the review writes Markdown, and reads every file that synthesis writes'],
    };
  },
};

function measureSize(size: number, rounds: number, folder: string): Measured {
  const synthesize = (subject: string, to: string): Cost =>
    JSON.parse(runNode([join(compiledFolder(), 'bench/synth-child.js'), subject, String(size), join(folder, to), ''])) as Cost;
  synthesize('with-clients', 'base');
  synthesize('with-clients-changed', 'head');
  cpSync(join(folder, 'base'), join(folder, 'again'), { recursive: true });
  const runs: Readonly<Record<Subject, () => Cost>> = {
    review: () =>
      JSON.parse(runNode([join(compiledFolder(), 'bench/review-child.js'), join(folder, 'base'), join(folder, 'head'), folder])) as Cost,
    synth: () => synthesize('with-clients', 'again'),
  };
  return { size, costs: mediansInTurns(rounds, SUBJECTS, (subject) => runs[subject]()) };
}

function compareSize({ size, costs: { review: ours, synth } }: Measured): readonly Comparison[] {
  return [
    {
      what: `${String(size)} APIs: time`,
      ours: seconds(ours.seconds),
      baseline: seconds(synth.seconds),
      ratio: ours.seconds / synth.seconds,
      ...(size === 1000 && { goal: 1 }),
    },
    {
      what: `${String(size)} APIs: peak memory, of ${String(MOST_MEGABYTES)} MB`,
      ours: megabytes(ours.megabytes),
      baseline: megabytes(MOST_MEGABYTES),
      ratio: ours.megabytes / MOST_MEGABYTES,
      ...(size === 1000 && { goal: 1 }),
    },
  ];
}

function compareGrowth(measured: readonly Measured[]): readonly Comparison[] {
  const [small, large] = measured;
  if (small === undefined || large === undefined) return [];
  const growth = (subject: Subject): number =>
    exponent({ size: small.size, cost: small.costs[subject].cpuSeconds }, { size: large.size, cost: large.costs[subject].cpuSeconds });
  const [ours, synth] = [growth('review'), growth('synth')];
  const what = `exponent of growth of processor time, ${String(small.size)} to ${String(large.size)}`;
  return [{ what, ours: ours.toFixed(2), baseline: synth.toFixed(2), ratio: ours, goal: 1.15 }];
}
