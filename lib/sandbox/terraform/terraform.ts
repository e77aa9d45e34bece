import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefinitionError } from '../../errors';
import { isObject, type Json, type TerraformStackState } from '../../terraform';
import { type EmbeddedEntra } from '../embedded-entra';
import { type SynthesizedDeployment } from '../stacks';
import { copyOf } from './stack-copy';

/** How a command of terraform ended. */
export interface TerraformRun {
  readonly code: number;
  readonly out: string;
  readonly talk: string;
}

/** The real terraform and its provider, pointed at the embedded Entra. It works on copies, in a folder of its own. */
export class TerraformWorkspace {
  private readonly folder = mkdtempSync(join(tmpdir(), 'kong-entra-sandbox-'));
  private readonly environment: Readonly<Record<string, string>>;

  constructor(entra: EmbeddedEntra, { access }: SynthesizedDeployment) {
    const { tenantId, clientId, clientSecret } = entra.deployer(access);
    const [authority, settings] = [join(this.folder, 'authority.pem'), join(this.folder, 'empty.tfrc')];
    writeFileSync(authority, entra.ca.certificate);
    writeFileSync(settings, '');
    // Nothing of the caller's environment but where programs and provider plugins are: no credential, no address.
    this.environment = {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
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

  /** Runs a command for a stack, whatever comes of it. */
  run(stack: string, ...args: readonly string[]): Promise<TerraformRun> {
    return new Promise((resolve, reject) => {
      const child = spawn('terraform', [...args], {
        cwd: join(this.folder, stack),
        env: this.environment,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const [out, talk]: [Buffer[], Buffer[]] = [[], []];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => talk.push(chunk));
      child.on('error', reject);
      child.on('close', (code) => {
        resolve({ code: code ?? 2, out: Buffer.concat(out).toString(), talk: Buffer.concat(talk).toString() });
      });
    });
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

  /** Removes the folder, states and all. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async must(stack: string, ...args: readonly string[]): Promise<string> {
    const { code, out, talk } = await this.run(stack, ...args);
    if (code === 0) return out;
    const what = `terraform ${args[0] ?? ''} ended with ${String(code)}: ${withoutSource(talk || out)}`;
    throw new DefinitionError([{ where: stack, what, fix: 'read what terraform says', code: 'SANDBOX_TERRAFORM' }]);
  }
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
