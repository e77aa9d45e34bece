import { parseArgs } from 'node:util';
import { missesByFar, toTable, type Bench } from './report';
import { explain } from './explain';
import { plan } from './plan';
import { replay } from './replay';
import { review } from './review';
import { router } from './router';
import { sandbox } from './sandbox';
import { synth } from './synth';
import { types } from './types';

const BENCHES: readonly Bench[] = [synth, router, explain, replay, review, sandbox, plan, types];

const { values } = parseArgs({ options: { smoke: { type: 'boolean', default: false }, only: { type: 'string' } } });
const chosen = BENCHES.filter(({ name }) => values.only === undefined || values.only === name);
if (chosen.length === 0) throw new Error(`--only takes one of ${BENCHES.map(({ name }) => name).join(', ')}`);

for (const bench of chosen) {
  const { comparisons, ...told } = bench.run(values.smoke);
  // At tiny sizes a ratio says nothing, so the smoke form has no goals.
  const result = { ...told, comparisons: values.smoke ? comparisons.map(({ goal: _, ...comparison }) => comparison) : comparisons };
  process.stdout.write(`${toTable(result)}\n`);
  if (result.comparisons.some(missesByFar)) process.exitCode = 1;
}
