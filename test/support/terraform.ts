import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export { standIn } from './stand-in';

/** How a command of terraform ended. */
export interface TerraformResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a plan says. */
export interface TerraformPlan {
  /** The plan as a reviewer reads it. */
  readonly text: string;
  /** Address to actions, `no-op` and reads left out. */
  readonly changes: Readonly<Record<string, readonly string[]>>;
  /** `terraform show -json` of the plan. */
  readonly json: unknown;
}

/** A temporary folder in which the real terraform runs, with its state in a file there. */
export class TerraformFolder {
  public readonly path = mkdtempSync(join(tmpdir(), 'kong-entra-tf-'));

  constructor(stack: unknown) {
    this.write(stack);
    // Whatever backend the stack names, the state stays here.
    writeFileSync(join(this.path, 'test_override.tf.json'), JSON.stringify({ terraform: { backend: { local: {} } } }));
    writeFileSync(join(this.path, 'empty.tfrc'), '');
  }

  /** Puts another stack in the place of the former one; the state stays. */
  public write(stack: unknown): void {
    writeFileSync(join(this.path, 'cdk.tf.json'), JSON.stringify(stack));
  }

  /** Runs a command of terraform, whatever comes of it. */
  public run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): TerraformResult {
    const { status, stdout, stderr, error } = spawnSync('terraform', args, {
      cwd: this.path,
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
      timeout: 120_000,
      env: {
        ...process.env,
        TF_CLI_CONFIG_FILE: join(this.path, 'empty.tfrc'),
        CHECKPOINT_DISABLE: '1',
        TF_IN_AUTOMATION: '1',
        TF_INPUT: '0',
        ...pluginCache(),
        ...environment,
      },
    });
    if (error !== undefined && status === null) return { status: 127, stdout: stdout ?? '', stderr: `${stderr ?? ''}${error.message}` };
    return { status: status ?? 127, stdout, stderr };
  }

  public init(): this {
    this.succeed(['init', '-no-color', '-input=false']);
    return this;
  }

  public validate(): this {
    this.succeed(['validate', '-no-color']);
    return this;
  }

  /** @throws when the plan fails, with terraform's words */
  public plan(): TerraformPlan {
    const text = this.succeed(['plan', '-no-color', '-input=false', '-out=plan.bin']).stdout;
    const json = JSON.parse(this.succeed(['show', '-json', 'plan.bin']).stdout) as {
      readonly resource_changes?: readonly { readonly address: string; readonly change: { readonly actions: readonly string[] } }[];
    };
    const changed = (json.resource_changes ?? []).filter(({ change }) => !['no-op', 'read'].includes(change.actions.join()));
    return { text, json, changes: Object.fromEntries(changed.map(({ address, change }) => [address, change.actions])) };
  }

  /** @throws when the apply fails, with terraform's words */
  public apply(environment: Readonly<Record<string, string>> = {}): string {
    return this.succeed(['apply', '-no-color', '-input=false', '-auto-approve'], environment).stdout;
  }

  /** Outputs by name, without their wrapping. */
  public outputs(): Readonly<Record<string, unknown>> {
    const wrapped = JSON.parse(this.succeed(['output', '-json']).stdout) as Readonly<Record<string, { readonly value: unknown }>>;
    return Object.fromEntries(Object.entries(wrapped).map(([name, { value }]) => [name, value]));
  }

  /** The state as terraform shows it. */
  public state(): unknown {
    return JSON.parse(this.succeed(['show', '-json']).stdout);
  }

  public remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  private succeed(args: readonly string[], environment: Readonly<Record<string, string>> = {}): TerraformResult {
    const result = this.run(args, environment);
    if (result.status !== 0) throw new Error(`terraform ${args[0]} ended with ${result.status}\n${result.stdout}\n${result.stderr}`);
    return result;
  }
}

/** A cache spares a download for each folder, but hides a provider that lies in the local plugin folder. */
function pluginCache(): Readonly<Record<string, string>> {
  if (existsSync(join(process.env['HOME'] ?? '', '.terraform.d', 'plugins'))) return {};
  const cache = join(tmpdir(), 'kong-entra-terraform-plugins');
  mkdirSync(cache, { recursive: true });
  return { TF_PLUGIN_CACHE_DIR: cache };
}

let provider: { readonly available: boolean; readonly reason: string } | undefined;

/**
 * Whether `terraform init` can have the azuread provider here, from the local plugin folder or the registry.
 * The answer is found once by trying.
 *
 * @param version the constraint the bindings write
 */
export function azureadProvider(version = '3.7.0'): { readonly available: boolean; readonly reason: string } {
  if (provider !== undefined) return provider;
  const folder = new TerraformFolder({ terraform: { required_providers: { azuread: { source: 'hashicorp/azuread', version } } } });
  const { status, stdout, stderr } = folder.run(['init', '-no-color', '-input=false']);
  folder.remove();
  const words = `${stdout}\n${stderr}`.split('\n').find((line) => /Install(?:ed|ing) hashicorp|Error|Could not|could not/.test(line));
  provider = { available: status === 0, reason: (words ?? `terraform init ended with ${status}`).trim() };
  return provider;
}

/** Whether the real terraform is on the path. */
export function terraformAvailable(): boolean {
  return spawnSync('terraform', ['version'], { encoding: 'utf8' }).status === 0;
}
