import { DefinitionError } from '../../lib/errors';
import { type SynthOutput } from '../../lib/review';
import { Sandbox } from '../../lib/sandbox';
import { comparedCalls } from '../../lib/sandbox/agreement/agreement';
import { probesOf } from '../../lib/sandbox/agreement/probe-all';
import { type SynthesizedDeployment } from '../../lib/sandbox/stacks';
import { alterations } from './alterations';
import { dumpOf } from './directory-dump';
import { deploymentIn, within } from './sandbox';
import { reasonsFor, type Noticed, type Reasons } from './without-effect';

/** Alterations of one field that are tried before it counts as one that nobody notices: of those that a list expects to be so fewer, as each takes a whole comparison. */
const MOST_TRIED = { unlisted: 4, listed: 1 };

/** A file of an output, whose values are altered below a block. */
export interface AlteredFile {
  readonly output: SynthOutput;
  readonly file: string;
  readonly below: readonly string[];
}

/** Tries the alterations of each field that is wanted, until one is noticed. */
export async function noticedIn(
  { output, file, below }: AlteredFile,
  list: Reasons,
  isWanted: (field: string) => boolean,
): Promise<Noticed> {
  const tried = new Map<string, { count: number; isNoticed: boolean; readonly values: unknown[] }>();
  const deployment = deploymentIn(output);
  const { name: stack } = deployment;
  const running = await Sandbox.start(deployment);
  try {
    for (const { field, value, output: altered } of alterations(output, stack, file, below)) {
      if (!isWanted(field)) continue;
      const known = tried.get(field) ?? { count: 0, isNoticed: false, values: [] };
      tried.set(field, known);
      known.values.push(value);
      const isListed = reasonsFor(field, list).length > 0;
      if (known.isNoticed || known.count === MOST_TRIED[isListed ? 'listed' : 'unlisted']) continue;
      known.count += 1;
      known.isNoticed = await isNoticed(running, altered, stack);
      // Of what a list expects to be silent it is asked again: on a busy machine a call may fail by itself.
      if (known.isNoticed && isListed) known.isNoticed = await isNoticed(running, altered, stack);
    }
    // What was served in between leaves nothing behind that would be noticed in place of an alteration.
    if (await isNoticed(running, output, stack)) throw new Error('the unaltered file does not agree');
  } finally {
    await running.close();
  }
  const all = [...tried].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    noticed: all.flatMap(([field, { isNoticed: is }]) => (is ? [field] : [])),
    silent: new Map(all.flatMap(([field, { isNoticed: is, values }]) => (is ? [] : [[field, values] as const]))),
  };
}

/** Whether a comparison disagrees, or nothing starts. Where the directory is the same, a sandbox that runs serves what is altered. */
export async function isNoticed(running: Sandbox, output: SynthOutput, stack: string): Promise<boolean> {
  try {
    const deployment = deploymentIn(output, stack);
    if (!isServedBy(running, deployment)) {
      return await within(deployment, async (sandbox) => !isSame(sandbox, running) && (await disagrees(sandbox)));
    }
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

/** Whether two sandboxes serve the same with the same directory: then there is nothing to notice. */
function isSame(one: Sandbox, other: Sandbox): boolean {
  const [first, second] = [one, other].map(({ deployment: { access, template }, entra, clientIds }) =>
    JSON.stringify([access, template, Object.keys(clientIds), entra.tenants.all().map(dumpOf)]),
  );
  return first === second;
}

async function disagrees(sandbox: Sandbox): Promise<boolean> {
  for await (const { call } of comparedCalls(sandbox)) if (call.disagreements.length > 0) return true;
  for await (const { made } of probesOf(sandbox)) if (made.some(({ disagreements }) => disagreements.length > 0)) return true;
  return false;
}
