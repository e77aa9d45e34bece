import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { terraformAvailable, TerraformFolder } from '../test/support/terraform';
import { ROUTES_PER_API } from './definition';
import { ourShape, referenceShape, stackOf, textSize, type Carried } from './gateway-shapes';
import { mediansInTurns, megabytes, seconds } from './measure';
import type { Bench, Comparison } from './report';

const SHAPES = { ours: ourShape, reference: referenceShape };
type Shape = keyof typeof SHAPES;

/** What is done to a shape, in this order. */
const ACTIONS = ['first apply', 'plan, no change', 'plan, one changed route'] as const;
type Action = (typeof ACTIONS)[number];

type Measures = Readonly<Record<`${Action} seconds` | `${Action} megabytes` | 'lines', number>>;

/** "At least as good", with a tenth for the machine: medians of two or three runs differ by as much without any reason. */
const AS_GOOD = 1.1;

/** Lines of a plan that people still read. */
const LINES_GOAL = 60;

/**
 * What Terraform needs for `terraform_data.gateway`, with our texts in it and with the small texts of the measured design
 * (`triggers_replace` with one JSON text per API and the map of ids).
 */
export const plan: Bench = {
  name: 'plan',
  run: (smoke) => {
    if (!terraformAvailable()) return { title: 'plan: skipped, there is no terraform here', comparisons: [], notes: [] };
    const sizes = smoke ? [2] : [100, 1000];
    return {
      title: 'plan: terraform_data.gateway with our texts, against the same shape with minimal texts',
      comparisons: sizes.flatMap((apis) => compareSize(apis, smoke ? 1 : apis === 1000 ? 2 : 7)),
      notes: [
        'our texts hold what the gateway needs, with what routes share written once; the reference has one plugin of four fields per route',
        '"per MB" is the ratio of times over the ratio of sizes of the texts',
      ],
    };
  },
};

function compareSize(apis: number, rounds: number): readonly Comparison[] {
  const subjects = Object.keys(SHAPES) as Shape[];
  const both = (shape: Shape): readonly [Carried, Carried] => [
    SHAPES[shape]({ apis, changed: false }),
    SHAPES[shape]({ apis, changed: true }),
  ];
  const stacks = { ours: both('ours'), reference: both('reference') };
  const { ours, reference } = mediansInTurns(rounds, subjects, (shape) => measure(apis, ...stacks[shape]));
  const [size, referenceSize] = [textSize(stacks.ours[0]), textSize(stacks.reference[0])];
  const label = `${apis * ROUTES_PER_API} routes`;
  return [
    { what: `${label}: texts`, ours: megabytes(size), baseline: megabytes(referenceSize), ratio: size / referenceSize },
    ...ACTIONS.flatMap((action) => compareAction(`${label}: ${action}`, action, ours, reference, size / referenceSize)),
    {
      what: `${label}: lines of the changed route's plan`,
      ours: String(ours.lines),
      baseline: String(reference.lines),
      ratio: ours.lines / LINES_GOAL,
      goal: 1,
    },
  ];
}

function compareAction(what: string, action: Action, ours: Measures, reference: Measures, sizes: number): readonly Comparison[] {
  const [time, memory] = [`${action} seconds`, `${action} megabytes`] as const;
  const ratio = ours[time] / reference[time];
  return [
    { what, ours: seconds(ours[time]), baseline: seconds(reference[time]), ratio, goal: AS_GOOD },
    { what: `${what}, per MB`, ours: seconds(ours[time]), baseline: seconds(reference[time] * sizes), ratio: ratio / sizes },
    {
      what: `${what}, peak memory`,
      ours: megabytes(ours[memory]),
      baseline: megabytes(reference[memory]),
      ratio: ours[memory] / reference[memory],
    },
  ];
}

function measure(apis: number, before: Carried, after: Carried): Measures {
  const folder = new TerraformFolder(stackOf(apis, before));
  try {
    folder.init();
    const applied = timed(folder, ['apply', '-no-color', '-auto-approve']);
    const unchanged = timed(folder, ['plan', '-no-color']);
    folder.write(stackOf(apis, after));
    const changed = timed(folder, ['plan', '-no-color']);
    const costs = Object.fromEntries(
      [applied, unchanged, changed].flatMap((cost, index) => [
        [`${ACTIONS[index]} seconds`, cost.seconds],
        [`${ACTIONS[index]} megabytes`, cost.megabytes],
      ]),
    );
    return { ...costs, lines: linesOf(changed.text) } as Measures;
  } finally {
    folder.remove();
  }
}

/** Lines from the first changed resource to the end of the last. */
function linesOf(text: string): number {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.startsWith('  # terraform_data'));
  const end = lines.findIndex((line) => line.startsWith('Plan:'));
  return lines.slice(first, end).filter((line) => line.trim() !== '').length;
}

interface Timed {
  readonly seconds: number;
  readonly megabytes: number;
  readonly text: string;
}

const TIME = '/usr/bin/time';

/** Runs terraform; its peak memory is known where GNU time is, else not a number. */
function timed(folder: TerraformFolder, args: readonly string[]): Timed {
  const usage = join(folder.path, 'usage.txt');
  const [command, ...all] = [...(existsSync(TIME) ? [TIME, '-f', '%M', '-o', usage] : []), 'terraform', ...args];
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command ?? '', all, {
    cwd: folder.path,
    encoding: 'utf8',
    maxBuffer: 1024 * 1024 * 1024,
    env: {
      ...process.env,
      TF_CLI_CONFIG_FILE: join(folder.path, 'empty.tfrc'),
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
    },
  });
  const elapsed = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`terraform ${args[0]} ended with ${status}\n${stderr}`);
  const kilobytes = existsSync(usage) ? Number(readFileSync(usage, 'utf8').trim()) : NaN;
  rmSync(usage, { force: true });
  return { seconds: elapsed, megabytes: kilobytes / 1024, text: stdout };
}
