import { createInterface } from 'node:readline';
import { Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { FUZZ_CALLERS } from './fuzz-callers';
import { synthesizedDeployment } from './sandbox';

/** Two sandboxes in a process of their own, so that what breaks one is seen: the gateway of the first and the Entra of the second are shot at. */
async function main(): Promise<void> {
  const [, , upstream = ''] = process.argv;
  const deployment = synthesizedDeployment(organisation, dev);
  const upstreams = Object.fromEntries(Object.keys(deployment.template.apis).map((key) => [key, upstream]));
  const [gateway, entra] = await Promise.all([Sandbox.start(deployment, undefined, upstreams), Sandbox.start(deployment)]);
  gateway.entra.settings.lifetimeSeconds = 86_400;
  const tokens: string[] = [];
  for (const { caller, api, groups } of FUZZ_CALLERS) {
    const person = groups === undefined ? {} : { person: { groups } };
    tokens.push((await gateway.token({ client: caller, api, ...person })).accessToken);
  }
  const { tenantId, clientId, clientSecret } = entra.entra.deployer(deployment.access);
  const told = {
    gateway: gateway.urls,
    entra: entra.urls.entra,
    ca: { gateway: gateway.certificateAuthority, entra: entra.certificateAuthority },
    tokens,
    graph: { tenantId, clientId, clientSecret, applicationId: entra.home.applications.all()[0]?.id },
  };
  process.stdout.write(`${JSON.stringify(told)}\n`);
  const lines = createInterface({ input: process.stdin });
  // Counts of calls stand in the way of a normal one.
  lines.on('line', () => {
    gateway.gateway.resetLimits();
    process.stdout.write('reset\n');
  });
  await new Promise((resolve) => lines.once('close', resolve));
  await Promise.all([gateway.close(), entra.close()]);
}

void main();
