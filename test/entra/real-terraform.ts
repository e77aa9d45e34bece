import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testWith } from '../support/required';

/** How a run of terraform ended. */
export interface Outcome {
  readonly ok: boolean;
  /** Everything it printed, without the frames it draws around errors. */
  readonly text: string;
}

/** A folder in which the real terraform works. */
export interface Workspace {
  readonly folder: string;
  /** Makes this the configuration, in place of the one before; its backend becomes a local file. */
  configure(json: unknown): void;
  terraform(...args: readonly string[]): Outcome;
  dispose(): void;
}

const environment = { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_CLI_CONFIG_FILE: undefined };

/** `test` where the terraform command exists. */
export const withTerraform = testWith('terraform', run(['version'], tmpdir()).ok);

/** `test` where the azuread provider can be had as well. Looking for it takes a moment. */
export function withAzuread(): typeof test {
  return testWith('azuread', azureadIsThere());
}

/** A new folder in which the real terraform works. */
export function workspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'kong-entra-'));
  mkdirSync(folder, { recursive: true });
  return {
    folder,
    configure: (json) => writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(withLocalBackend(json), undefined, 1)),
    terraform: (...args) => run([...args, '-no-color'], folder),
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * A configuration in which `terraform_data` stands in for every resource and data source of azuread: same names behind the
 * type, same references, no provider. What an argument says does not matter to it, save that it is known.
 */
export function withStandIns(json: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const text = JSON.stringify(json)
    .replace(/\$\{(data\.)?(azuread_\w+)\.(\w+)\.\w+\}/g, (_, __, type: string, name: string) => `\${terraform_data.${type}_${name}.id}`)
    .replace(/"(azuread_\w+)\.(\w+)"/g, '"terraform_data.$1_$2"');
  const {
    data,
    provider: _,
    terraform: __,
    resource,
    ...rest
  } = JSON.parse(text) as Record<string, Record<string, Record<string, object>>>;
  const standIns = [...Object.entries(resource ?? {}), ...Object.entries(data ?? {})].flatMap(([type, named]) => {
    return Object.entries(named).map(([name, args]) => {
      if (type === 'terraform_data') return [name, args] as const;
      const { lifecycle, ...input } = args as { readonly lifecycle?: { readonly ignore_changes?: unknown } };
      const { ignore_changes: ___, ...kept } = lifecycle ?? {};
      return [`${type}_${name}`, { input, lifecycle: kept }] as const;
    });
  });
  return { ...rest, resource: { terraform_data: Object.fromEntries(standIns) } };
}

function withLocalBackend(json: unknown): unknown {
  const { terraform, ...rest } = json as { readonly terraform?: object };
  return { ...rest, terraform: { ...terraform, backend: { local: { path: 'terraform.tfstate' } } } };
}

function run(args: readonly string[], folder: string): Outcome {
  const { status, stdout, stderr } = spawnSync('terraform', [...args], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return { ok: status === 0, text: `${stdout ?? ''}${stderr ?? ''}`.replace(/^[│╷╵] ?/gm, '') };
}

function azureadIsThere(): boolean {
  const probe = workspace();
  probe.configure({ terraform: { required_providers: { azuread: { source: 'hashicorp/azuread', version: '3.7.0' } } } });
  const { ok } = probe.terraform('init');
  probe.dispose();
  return ok;
}
