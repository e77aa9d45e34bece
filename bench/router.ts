import { join } from 'node:path';
import { compiledFolder, inTemporaryFolder, mediansInTurns, runNode, seconds } from './measure';
import type { Bench, Comparison } from './report';

/** Matches a second of the real gateway's router on one thread of such a machine, by number of routes; told beside ours, not compared. */
const GATEWAY: Readonly<Record<string, number>> = {
  'plain 10': 566_000,
  'plain 1000': 39_000,
  'plain 10000': 2_400,
  'mixed 1000': 22_000,
  'mixed 10000': 846,
};

interface Speed {
  readonly perSecond: number;
}

/**
 * Routing by index: against a router of paths alone on the same paths, against itself with few routes, and against the test
 * oracle, which scans. Requests are all different and each is asked once.
 */
export const router: Bench = {
  name: 'router',
  run: (smoke) => {
    const sizes = smoke ? [10, 20] : [10, 1_000, 10_000];
    const [few = 10, ...more] = sizes;
    const speeds = new Map<string, number>();
    for (const size of sizes) measure(size, smoke, speeds);
    const speed = (key: string): number => speeds.get(key) ?? NaN;
    const comparisons: Comparison[] = more.flatMap((size) => [
      compared(`plain, ${size} routes, find-my-way on the same paths`, speed(`plain ours ${size}`), speed(`plain find-my-way ${size}`), 2),
      compared(`plain, ${size} routes, a scan`, speed(`plain ours ${size}`), speed(`plain scan ${size}`), 1),
    ]);
    const [most = few] = more.slice(-1);
    for (const [table, goal] of [
      ['plain', 5],
      ['mixed', 25],
      ['mixed traditional', 25],
    ] as const) {
      comparisons.push(
        compared(`${table}, ${most} routes, the same with ${few}`, speed(`${table} ours ${most}`), speed(`${table} ours ${few}`), goal),
      );
    }
    return {
      title: 'router: matches a second on one thread',
      comparisons: [...comparisons, ...againstSynth(smoke), policy(smoke)],
      notes: [
        'the ratio is the baseline over ours',
        ...Object.entries(GATEWAY).map(([table, number]) => `the real gateway, ${table} routes: ${number} a second (given)`),
      ],
    };
  },
};

function measure(size: number, smoke: boolean, speeds: Map<string, number>): void {
  const requests = smoke ? 400 : 600_000;
  const run = (table: string, subject: string, number: number): Speed => {
    return JSON.parse(runNode([join(compiledFolder(), 'bench/router-child.js'), table, subject, String(size), String(number)])) as Speed;
  };
  const subjects = {
    'plain ours': () => run('plain', 'traditional_compatible', requests),
    'plain find-my-way': () => run('plain', 'find-my-way', requests),
    // A scan of ten thousand routes takes milliseconds.
    'plain scan': () => run('plain', 'scan', Math.max(Math.round(Math.min(requests, 2_000_000 / size)), 40)),
    'mixed ours': () => run('mixed', 'traditional_compatible', requests),
    'mixed traditional ours': () => run('mixed', 'traditional', smoke ? requests : 10_000),
  };
  const names = Object.keys(subjects) as (keyof typeof subjects)[];
  const found = mediansInTurns<keyof typeof subjects, 'perSecond'>(smoke ? 1 : 3, names, (name) => ({ ...subjects[name]() }));
  for (const name of names) speeds.set(`${name} ${size}`, found[name].perSecond);
}

/** The matrix of a definition, and its comparison with what else is on the gateway, against the time of its synthesis. */
function againstSynth(smoke: boolean): readonly Comparison[] {
  const count = smoke ? 2 : 1_000;
  const subjects = ['matrix', 'foreign', 'synth'] as const;
  const found = inTemporaryFolder((folder) =>
    mediansInTurns<(typeof subjects)[number], 'seconds'>(smoke ? 1 : 3, subjects, (subject) =>
      subject === 'synth'
        ? { seconds: child('synth-child', ['ours', String(count), join(folder, 'out'), join(folder, 'sample.json')]).seconds }
        : child('router-child', [subject, '', String(count)]),
    ),
  );
  const compare = (subject: 'matrix' | 'foreign', what: string, goal: number): Comparison => ({
    what,
    ours: seconds(found[subject].seconds),
    baseline: seconds(found.synth.seconds),
    ratio: found[subject].seconds / found.synth.seconds,
    goal,
  });
  return [
    compare('matrix', `matrix of ${count} APIs x 10 routes x ${count} clients, its synth`, 1),
    compare('foreign', `${count * 10} routes beside ${count} others on the gateway, their synth`, 2),
  ];
}

/** A policy with an expectation for each route against the matrix of the same definition. */
function policy(smoke: boolean): Comparison {
  const count = smoke ? 2 : 1_000;
  const { policy: ours, matrix: baseline } = mediansInTurns<'policy' | 'matrix', 'seconds'>(
    smoke ? 1 : 3,
    ['policy', 'matrix'],
    (subject) => child('router-child', [subject, '', String(count)]),
  );
  return {
    what: `policy of ${count * 10} expectations, the matrix of as many routes`,
    ours: seconds(ours.seconds),
    baseline: seconds(baseline.seconds),
    ratio: ours.seconds / baseline.seconds,
    goal: 1.5,
  };
}

function child(name: string, args: readonly string[]): Readonly<Record<'seconds', number>> {
  return JSON.parse(runNode([join(compiledFolder(), `bench/${name}.js`), ...args])) as Readonly<Record<'seconds', number>>;
}

function compared(what: string, ours: number, baseline: number, goal: number): Comparison {
  const shown = (value: number): string => `${Math.round(value).toLocaleString('en')}/s`;
  return { what, ours: shown(ours), baseline: shown(baseline), ratio: baseline / ours, goal };
}
