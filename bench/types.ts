import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitionFile } from './definition-file';
import { compiledFolder, exponent, mediansInTurns, megabytes, runNode, seconds, TSC } from './measure';
import type { Bench, Comparison } from './report';

const SUBJECTS = ['typed', 'any'] as const;
type Subject = (typeof SUBJECTS)[number];

type Cost = Readonly<Record<'check' | 'total' | 'megabytes', number>>;

/** Costs of one size, by subject. */
interface Measured {
  readonly size: number;
  readonly costs: Readonly<Record<Subject, Cost>>;
}

/** What type-checking a definition costs, against the same file in which every helper is `any`; both load the library's declarations. */
export const types: Bench = {
  name: 'types',
  run: (smoke) => {
    const measured = (smoke ? [3, 6] : [150, 300, 600]).map((size) => measureSize(size, smoke ? 1 : 5));
    return {
      title: 'types: tsc on a file of N APIs x 3 roles, 1 scope, 1 client, 1 grant, 3 routes, against the same file with any',
      comparisons: [
        ...measured.flatMap(compareSize),
        ...measured.slice(1).flatMap((large, index) => compareGrowth(measured[index], large)),
      ],
      notes: [
        'check is what the compiler calls "Check time", which holds the checking of its own libraries too; total is the whole run of tsc',
      ],
    };
  },
};

function measureSize(size: number, rounds: number): Measured {
  const folder = join(compiledFolder(), 'definitions');
  mkdirSync(folder, { recursive: true });
  const file = (subject: Subject): string => join(folder, `${subject}-${size}.ts`);
  for (const subject of SUBJECTS) writeFileSync(file(subject), definitionFile(size, '../lib/index.js', subject === 'typed'));
  return { size, costs: mediansInTurns(rounds, SUBJECTS, (subject) => check(file(subject))) };
}

const OPTIONS = [
  '--strict',
  '--noEmit',
  '--skipLibCheck',
  '--target',
  'ES2022',
  '--lib',
  'ES2023',
  '--module',
  'node16',
  '--moduleResolution',
  'node16',
  '--types',
  'node',
  '--exactOptionalPropertyTypes',
  '--noUncheckedIndexedAccess',
];

function check(file: string): Cost {
  const said = runNode([TSC, ...OPTIONS, '--extendedDiagnostics', file]);
  const told = (name: string): number => Number(new RegExp(`^${name}:\\s+([0-9.]+)`, 'm').exec(said)?.[1]);
  return { check: told('Check time'), total: told('Total time'), megabytes: told('Memory used') / 1000 };
}

function compareSize({ size, costs: { typed, any } }: Measured): readonly Comparison[] {
  return [
    {
      what: `${size} APIs: check`,
      ours: seconds(typed.check),
      baseline: seconds(any.check),
      ratio: typed.check / any.check,
      ...(size === 300 && { goal: 1.5 }),
    },
    {
      what: `${size} APIs: total`,
      ours: seconds(typed.total),
      baseline: seconds(any.total),
      ratio: typed.total / any.total,
      ...(size === 300 && { goal: 1.5 }),
    },
    {
      what: `${size} APIs: memory`,
      ours: megabytes(typed.megabytes),
      baseline: megabytes(any.megabytes),
      ratio: typed.megabytes / any.megabytes,
    },
  ];
}

function compareGrowth(small: Measured | undefined, large: Measured): readonly Comparison[] {
  if (small === undefined) return [];
  const growth = (subject: Subject): number =>
    exponent({ size: small.size, cost: small.costs[subject].check }, { size: large.size, cost: large.costs[subject].check });
  const [typed, any] = [growth('typed'), growth('any')];
  return [
    {
      what: `exponent of growth of check, ${small.size} to ${large.size}`,
      ours: typed.toFixed(2),
      baseline: any.toFixed(2),
      ratio: typed,
      goal: 1.1,
    },
  ];
}
