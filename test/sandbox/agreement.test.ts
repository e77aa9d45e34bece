import fc from 'fast-check';
import { compareAll } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { prod } from '../../stacks/environments/prod';
import { organisation as sample } from '../../stacks/organisation';
import { Floors } from '../support/floors';
import { build, organisation } from '../support/generate';
import { synthesizedDeployment, within } from '../support/sandbox';

const SEED = Number(process.env['SEED'] ?? 20261125);

test.each([
  ['dev', dev],
  ['prod', prod],
])('what is predicted of the sample organisation is what happens: %s', async (_name, environment) => {
  const calls = await within(synthesizedDeployment(sample, environment), (sandbox) => compareAll(sandbox));
  const count = (is: (call: (typeof calls)[number]) => boolean): number => calls.filter(is).length;

  expect(calls.filter(({ disagreements }) => disagreements.length > 0)).toEqual([]);
  // A gateway that lets nobody in, and an Entra that knows nobody, agree with nothing.
  expect(count(({ reached }) => reached)).toBe(95);
  expect(count(({ observed, token }) => observed === 403 && token === 'a token')).toBeGreaterThan(90);
  for (const code of ['AADSTS501051', 'AADSTS50105', 'AADSTS65001', 'AADSTS7000218']) {
    expect([code, count(({ token }) => token === code) > 20]).toEqual([code, true]);
  }
});

test(`what is predicted of generated organisations is what happens (seed ${String(SEED)})`, async () => {
  const floors = new Floors();
  const organisations = fc.sample(organisation, { seed: SEED, numRuns: 200 });
  for (const [index, generated] of organisations.entries()) {
    const { model, environment } = build(generated);
    const calls = await within(synthesizedDeployment(model, environment), (sandbox) => compareAll(sandbox));
    const wrong = calls.filter(({ disagreements }) => disagreements.length > 0);

    expect({ index, wrong }).toEqual({ index, wrong: [] });
    for (const { reached, token, observed } of calls) {
      floors.countAll([reached ? 'reached' : `kept out: ${String(observed)}`, token]);
    }
  }
  floors.assertAtLeast(['reached', 'kept out: 401', 'kept out: 403', 'a token', 'AADSTS501051', 'AADSTS65001'], 500);
  floors.assertAtLeast(['AADSTS50105', 'AADSTS7000218'], 100);
}, 600_000);
