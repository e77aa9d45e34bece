import { DefinitionError } from '../../lib/errors';
import { type SynthOutput } from '../../lib/review';
import { Sandbox } from '../../lib/sandbox';
import { comparedCalls } from '../../lib/sandbox/agreement/agreement';
import { probesOf } from '../../lib/sandbox/agreement/probe-all';
import { type SynthesizedDeployment } from '../../lib/sandbox/stacks';
import { alterations } from './alterations';
import { deploymentIn, within } from './sandbox';

/** Alterations of one field that are tried before it counts as one that nobody notices. */
const MOST_TRIED = 4;

/** A file of an output, whose values are altered below a block. */
export interface AlteredFile {
  readonly output: SynthOutput;
  readonly file: string;
  readonly below: readonly string[];
}

/** Fields of which no alteration is noticed, among those that are wanted; `isExpected` tells those that are tried once. */
export async function unnoticed(
  { output, file, below }: AlteredFile,
  isWanted: (field: string) => boolean,
  isExpected: (field: string) => boolean,
): Promise<{ readonly all: number; readonly fields: readonly string[] }> {
  const tried = new Map<string, { count: number; isNoticed: boolean }>();
  const deployment = deploymentIn(output);
  const { name: stack } = deployment;
  const running = await Sandbox.start(deployment);
  try {
    for (const { field, output: altered } of alterations(output, stack, file, below)) {
      const known = tried.get(field) ?? { count: 0, isNoticed: false };
      if (!isWanted(field) || known.isNoticed || known.count >= (isExpected(field) ? 1 : MOST_TRIED)) continue;
      tried.set(field, { count: known.count + 1, isNoticed: await isNoticed(running, altered, stack) });
    }
  } finally {
    await running.close();
  }
  return { all: tried.size, fields: [...tried].flatMap(([field, one]) => (one.isNoticed ? [] : [field])).sort() };
}

/** Whether a comparison disagrees, or nothing starts. Where the directory is the same, a sandbox that runs serves what is altered. */
async function isNoticed(running: Sandbox, output: SynthOutput, stack: string): Promise<boolean> {
  try {
    const deployment = deploymentIn(output, stack);
    if (!isServedBy(running, deployment)) return await within(deployment, disagrees);
    running.serve(deployment, { client_ids: running.clientIds });
    return await disagrees(running);
  } catch (error) {
    if (error instanceof DefinitionError) return true;
    throw error;
  }
}

function isServedBy({ entra, deployment: { stacks } }: Sandbox, deployment: SynthesizedDeployment): boolean {
  const hosts = Object.values(deployment.template.apis).map(({ service }) => String(service['host']));
  return JSON.stringify(stacks) === JSON.stringify(deployment.stacks) && hosts.every((host) => entra.hosts.has(host));
}

async function disagrees(sandbox: Sandbox): Promise<boolean> {
  for await (const { call } of comparedCalls(sandbox)) if (call.disagreements.length > 0) return true;
  for await (const { made } of probesOf(sandbox)) if (made.some(({ disagreements }) => disagreements.length > 0)) return true;
  return false;
}
