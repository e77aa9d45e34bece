import type { AccessModel, EnvironmentModel } from '../../lib';
import type { SynthOutput } from '../../lib/review';
import { Sandbox } from '../../lib/sandbox';
import { deploymentOf, type SynthesizedDeployment } from '../../lib/sandbox/stacks';
import { synthesizedOutput } from './synthesized-output';

/** What a definition is synthesized to, as a sandbox reads it. */
export function synthesizedDeployment(model: AccessModel, environment: EnvironmentModel): SynthesizedDeployment {
  return deploymentIn(synthesizedOutput('synthesized', model, environment));
}

/** The deployment of an output, whose files may have been changed. */
export function deploymentIn({ stacks }: SynthOutput, name?: string): SynthesizedDeployment {
  const folders = stacks.map(({ name: stack, files }) => ({
    name: stack,
    read: (file: string) => {
      const text = files[file];
      return text === undefined ? undefined : { text, path: `${stack}/${file}` };
    },
  }));
  return deploymentOf(folders, 'output', name);
}

/** An environment some of whose upstreams are reached without TLS, where none of them is handed a token. */
export function partlyPlain({ apis, routes }: AccessModel, environment: EnvironmentModel, turn: number): EnvironmentModel {
  const handed = routes.filter(({ forward }) => forward.token).map(({ api }) => apis.find(({ key }) => key === api)?.upstream);
  const upstreams = Object.entries(environment.upstreams).map(([name, url], at) => [
    name,
    (at + turn) % 2 === 0 && !handed.includes(name) ? url.replace(/^https:/, 'http:') : url,
  ]);
  return { ...environment, upstreams: Object.fromEntries(upstreams) as EnvironmentModel['upstreams'] };
}

/** Runs something in a sandbox, which ends in any case. */
export async function within<Result>(deployment: SynthesizedDeployment, run: (sandbox: Sandbox) => Promise<Result>): Promise<Result> {
  const sandbox = await Sandbox.start(deployment);
  try {
    return await run(sandbox);
  } finally {
    await sandbox.close();
  }
}

/** Starts a sandbox and ends it: for those who expect that it does not start. */
export async function startAndEnd(...how: Parameters<typeof Sandbox.start>): Promise<void> {
  const sandbox = await Sandbox.start(...how);
  await sandbox.close();
}
