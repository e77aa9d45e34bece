import { builtIn, Sandbox, type ApplyStacks } from './sandbox';
import { readDeployment } from './stacks';
import { TerraformWorkspace } from './terraform';

/** What a sandbox is started with. */
export interface SandboxOptions {
  /** Folder that was synthesized into, such as `cdktf.out`. */
  readonly synthDir: string;
  /** Name of the stack of the deployment. @default - the only one there is */
  readonly stack?: string;
  /** Whether the real terraform applies the stacks, with the azuread provider it finds. @default - false */
  readonly terraform?: boolean;
  /**
   * Servers on this machine that calls go to, such as `http://127.0.0.1:3000`, by the key of an API or by the host that its service names.
   *
   * @default - every call that is let in is answered by what it was
   */
  readonly upstreams?: Readonly<Record<string, string>>;
  /** Ends the start early: terraform is stopped, and nothing of it stays. @default - nothing does */
  readonly signal?: AbortSignal;
}

/**
 * Starts a sandbox: the whole loop on one machine.
 *
 * @throws DefinitionError where the output cannot be read, or holds something that is not made or not enforced here
 * @throws the reason of the signal, where it ends the start
 */
export async function startSandbox({ synthDir, stack, terraform = false, upstreams = {}, signal }: SandboxOptions): Promise<Sandbox> {
  const sandbox = await Sandbox.start(readDeployment(synthDir, stack), terraform ? byTerraform(signal) : builtIn, upstreams);
  if (signal?.aborted === true) {
    await sandbox.close();
    throw signal.reason;
  }
  return sandbox;
}

function byTerraform(signal: AbortSignal | undefined): ApplyStacks {
  return async (entra, deployment) => {
    const workspace = new TerraformWorkspace(entra, deployment, signal);
    try {
      return await workspace.apply(deployment.stacks);
    } finally {
      workspace.remove();
    }
  };
}
