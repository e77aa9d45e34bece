import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { AccessModel, EnvironmentModel } from '../../lib';
import { accessStacks } from '../../lib/gateway';
import { testWith } from '../support/required';
import { standIn, terraformAvailable, TerraformFolder } from '../support/terraform';

/** `test` where the terraform command exists. */
export const withTerraform = testWith('terraform', terraformAvailable());

/** What a synthesis wrote for one stack. */
export interface SynthesizedStack {
  readonly terraform: Readonly<Record<string, unknown>>;
  /** Text of `gateway.json`. */
  readonly gateway: string;
  /** Text of `access.json`. */
  readonly access: string;
}

/** The stack of registrations and gateway, made by the real constructs as a user makes it. */
export function synthesize(model: AccessModel, environment: EnvironmentModel): SynthesizedStack {
  const outdir = mkdtempSync(join(tmpdir(), 'kong-entra-synth-'));
  try {
    const app = new App({ outdir, stackTraces: false });
    accessStacks(app, { name: 'shop', model, environment, preview: false });
    app.synth();
    const read = (name: string): string => readFileSync(join(outdir, 'stacks', `shop-${environment.key}`, name), 'utf8');
    return {
      terraform: JSON.parse(read('cdk.tf.json')) as SynthesizedStack['terraform'],
      gateway: read('gateway.json'),
      access: read('access.json'),
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Does something with a folder in which a stack is deployed, stand-ins in place of the identities. */
export function inDeployed<Result>(stack: SynthesizedStack, use: (folder: TerraformFolder) => Result): Result {
  const folder = new TerraformFolder(standIn(stack.terraform));
  try {
    folder.init().apply();
    return use(folder);
  } finally {
    folder.remove();
  }
}

/** Attributes of every resource of the root module by address, as the state holds them. */
export function stateOf(folder: TerraformFolder): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  interface Shown {
    readonly values?: {
      readonly root_module: {
        readonly resources?: readonly { readonly address: string; readonly values: Readonly<Record<string, unknown>> }[];
      };
    };
  }
  const { values } = folder.state() as Shown;
  return Object.fromEntries((values?.root_module.resources ?? []).map((resource) => [resource.address, resource.values]));
}
