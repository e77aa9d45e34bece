import { compareAll } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { prod } from '../../stacks/environments/prod';
import { organisation as sample } from '../../stacks/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';

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
