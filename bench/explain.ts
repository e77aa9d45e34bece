import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderGateway, writeDocument } from '../lib';
import { dev } from '../stacks/environments/dev';
import { organisation } from '../stacks/organisation';
import { compiledFolder, inTemporaryFolder, mediansInTurns } from './measure';
import type { Bench, Comparison } from './report';
import { SAMPLE_IDS, sampleDocument } from './sample-document';

const SUBJECTS = ['empty', 'template', 'kong.json', 'kong.yaml'] as const;
type Subject = (typeof SUBJECTS)[number];

/**
 * One call explained from cold, as the compiled command line does it, against the start of a node process that does nothing. The
 * sample organisation, from its template and from the file Kong reads.
 */
export const explain: Bench = {
  name: 'explain',
  run: (smoke) => ({
    title: 'explain: from the start of the process to its end, the sample organisation',
    comparisons: inTemporaryFolder((folder) => compare(folder, smoke ? 1 : 25)),
    notes: ['the baseline is `node -e 0`'],
  }),
};

function compare(folder: string, rounds: number): readonly Comparison[] {
  const commands = commandsIn(folder);
  const found = mediansInTurns<Subject, 'ms'>(rounds, SUBJECTS, (subject) => ({ ms: timed(commands[subject], subject) }));
  const { empty } = found;
  return SUBJECTS.filter((subject) => subject !== 'empty').map((subject) => ({
    what: `explain, ${subject}`,
    ours: milliseconds(found[subject].ms),
    baseline: milliseconds(empty.ms),
    ratio: found[subject].ms / empty.ms,
    goal: 4,
  }));
}

function timed(args: readonly string[], subject: Subject): number {
  const start = process.hrtime.bigint();
  const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  const isRight = subject === 'empty' ? status === 0 : status === 1 && stdout.includes('refused with 401 or 403 by route orders.read');
  if (!isRight) throw new Error(`${subject} ended with ${status}: ${stdout}`);
  return ms;
}

/** The command of each subject, its files written into a folder. */
function commandsIn(folder: string): Readonly<Record<Subject, readonly string[]>> {
  const template = renderGateway(organisation, dev);
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const [host = ''] = template.apis['orders']?.service.routes['orders.read-dev']?.['hosts'] as readonly string[];
  const program = [join(compiledFolder(), 'lib/cli/main.js'), 'explain', '--request', `GET https://${host}/orders/7`, '--no-token'];
  return {
    empty: ['-e', '0'],
    template: [
      ...program,
      ...['--template', file('gateway.json', JSON.stringify(template))],
      ...['--client-ids', file('ids.json', JSON.stringify(SAMPLE_IDS))],
    ],
    'kong.json': [...program, '--config', file('kong.json', writeDocument(sampleDocument(), 'json'))],
    'kong.yaml': [...program, '--config', file('kong.yaml', writeDocument(sampleDocument(), 'yaml'))],
  };
}

function milliseconds(value: number): string {
  return `${value.toFixed(0)} ms`;
}
