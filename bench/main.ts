import { parseArgs } from 'node:util';
import { missesByFar, toTable, type Bench } from './report';
import { plan } from './plan';
import { synth } from './synth';
import { types } from './types';

const BENCHES: readonly Bench[] = [synth, plan, types];

const { values } = parseArgs({ options: { smoke: { type: 'boolean', default: false }, only: { type: 'string' } } });
const chosen = BENCHES.filter(({ name }) => values.only === undefined || values.only === name);
if (chosen.length === 0) throw new Error(`--only takes one of ${BENCHES.map(({ name }) => name).join(', ')}`);

for (const bench of chosen) {
  const result = bench.run(values.smoke);
  process.stdout.write(`${toTable(result)}\n`);
  // At tiny sizes a ratio says nothing.
  if (!values.smoke && result.comparisons.some(missesByFar)) process.exitCode = 1;
}
