import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefinitionError } from '../../errors';
import { isObject, type Json, type TerraformStackState } from '../../terraform';
import { type EmbeddedEntra } from '../embedded-entra';
import { type SynthesizedDeployment } from '../stacks';
import { keepAtEnd, removeAtEnd, signalGroup, stopGroup } from './process-end';
import { copyOf } from './stack-copy';

/** How a command of terraform ended. */
export interface TerraformRun {
  readonly code: number;
  readonly out: string;
  readonly talk: string;
}

/** The real terraform and its provider, pointed at the embedded Entra. It works on copies, in a folder of its own. */
export class TerraformWorkspace {
  private readonly folder: string;
  private readonly running = new Set<ChildProcess>();
  private readonly environment: Readonly<Record<string, string>>;

  /** @param signal Stops whatever terraform is doing, and lets it do nothing more */
  constructor(
    entra: EmbeddedEntra,
    { access }: SynthesizedDeployment,
    private readonly signal?: AbortSignal,
  ) {
    const { tenantId, clientId, clientSecret } = entra.deployer(access);
    this.folder = mkdtempSync(join(tmpdir(), 'kong-entra-sandbox-'));
    const [authority, settings] = [join(this.folder, 'authority.pem'), join(this.folder, 'empty.tfrc')];
    removeAtEnd(this);
    writeFileSync(authority, entra.ca.certificate);
    writeFileSync(settings, '');
    // Nothing of the caller's environment but where programs and provider plugins are: no credential, no address.
    this.environment = {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      // What terraform and its provider leave behind goes with the folder.
      TMPDIR: this.folder,
      SSL_CERT_FILE: authority,
      TF_CLI_CONFIG_FILE: settings,
      TF_IN_AUTOMATION: '1',
      TF_INPUT: '0',
      CHECKPOINT_DISABLE: '1',
      ARM_METADATA_HOSTNAME: `localhost:${String(entra.listening.port)}`,
      ARM_TENANT_ID: tenantId,
      ARM_CLIENT_ID: clientId,
      ARM_CLIENT_SECRET: clientSecret,
      ARM_USE_CLI: 'false',
      ARM_USE_MSI: 'false',
      ARM_USE_OIDC: 'false',
    };
  }

  /** Puts the copy of a stack there, in place of an earlier one; its state stays. */
  write(stack: TerraformStackState): void {
    mkdirSync(join(this.folder, stack.name), { recursive: true });
    writeFileSync(join(this.folder, stack.name, 'cdk.tf.json'), JSON.stringify(copyOf(stack)));
  }

  /**
   * Runs a command for a stack, whatever comes of it.
   *
   * @throws DefinitionError where there is no terraform [SANDBOX_TERRAFORM]
   * @throws the reason of the signal, once terraform and its provider have ended
   */
  async run(stack: string, ...args: readonly string[]): Promise<TerraformRun> {
    this.signal?.throwIfAborted();
    const [out, talk]: [Buffer[], Buffer[]] = [[], []];
    // A group of its own: Ctrl+C is for whoever started the sandbox, and what terraform started ends with it.
    const child = spawn('terraform', [...args], {
      cwd: join(this.folder, stack),
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.running.add(child);
    const ended = new Promise<number>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => talk.push(chunk));
      child.on('error', reject);
      child.on('close', (code) => {
        resolve(code ?? 2);
      });
    });
    const stop = (): void => {
      stopGroup(child);
    };
    this.signal?.addEventListener('abort', stop, { once: true });
    try {
      const code = await ended;
      this.signal?.throwIfAborted();
      return { code, out: Buffer.concat(out).toString(), talk: Buffer.concat(talk).toString() };
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? noTerraform(stack) : error;
    } finally {
      this.running.delete(child);
      this.signal?.removeEventListener('abort', stop);
    }
  }

  /** Applies stacks in their order, and gives the outputs of each. @throws DefinitionError with what terraform says */
  async apply(stacks: readonly TerraformStackState[]): Promise<Readonly<Record<string, Json>>> {
    const outputs: Record<string, Json> = {};
    for (const stack of stacks) {
      this.write(stack);
      await this.must(stack.name, 'init', '-input=false', '-no-color');
      await this.must(stack.name, 'apply', '-auto-approve', '-input=false', '-no-color');
      outputs[stack.name] = await this.outputs(stack.name);
    }
    return outputs;
  }

  /** Outputs of a stack that was applied. @throws DefinitionError with what terraform says */
  async outputs(stack: string): Promise<Json> {
    return outputsIn(await this.must(stack, 'output', '-json'));
  }

  /** Ends what runs, and removes the folder, states and all. */
  remove(): void {
    keepAtEnd(this);
    for (const child of this.running) signalGroup(child, 'SIGKILL');
    // What was killed just now may be writing still.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  }

  private async must(stack: string, ...args: readonly string[]): Promise<string> {
    const { code, out, talk } = await this.run(stack, ...args);
    if (code === 0) return out;
    const [command = ''] = args;
    const what = `terraform ${command} ended with ${String(code)}: ${inOneLine(withoutSource(talk || out))}`;
    const fix =
      command === 'init'
        ? 'read what terraform says; the azuread provider comes from ~/.terraform.d/plugins, or from a registry that can be reached'
        : 'read what terraform says';
    throw new DefinitionError([{ where: stack, what, fix, code: 'SANDBOX_TERRAFORM' }]);
  }
}

function noTerraform(where: string): DefinitionError {
  const fix = 'install Terraform, or let the built-in way make the directory';
  return new DefinitionError([{ where, what: 'terraform is not on the PATH', fix, code: 'SANDBOX_TERRAFORM' }]);
}

/** Terraform breaks its lines where a terminal is narrow; an error of ours is a line. */
function inOneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

function outputsIn(text: string): Json {
  const parsed: unknown = JSON.parse(text);
  return Object.fromEntries(
    Object.entries(isObject(parsed) ? parsed : {}).map(([name, output]) => [name, isObject(output) ? output['value'] : undefined]),
  );
}

/** What terraform says, without the line of the stack that it quotes: all of a stack is one line. */
function withoutSource(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*\d+: /.test(line))
    .join('\n')
    .trim();
}
