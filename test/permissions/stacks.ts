import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { accessStacks } from '../../lib/gateway';
import { type AccessModel, type EnvironmentModel } from '../../lib/model';
import { readSynthesized, type TerraformStackState } from '../../lib/terraform';
import { environment, organisation } from '../entra/organisation';
import { readStack } from '../entra/synthesized';

/** The organisation without the callers that are registered elsewhere, which can ask for nothing. */
export const asking: AccessModel = {
  ...organisation,
  grants: organisation.grants.filter(({ caller }) => caller !== 'nightly' && caller !== 'partner'),
};

/** The stacks of a definition in an environment, as Terraform reads them. */
export function statesOf(
  of: EnvironmentModel = environment(),
  model: AccessModel = organisation,
): readonly [TerraformStackState, ...TerraformStackState[]] {
  const outdir = mkdtempSync(join(tmpdir(), 'permissions-'));
  try {
    const { access, consents } = accessStacks(new App({ outdir, stackTraces: false }), { name: 'shop', model, environment: of });
    const state = (stack: typeof access): TerraformStackState => readSynthesized(readStack(stack).json, stack.node.id, 'cdk.tf.json');
    return [state(access), ...(consents === undefined ? [] : [state(consents)])];
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** A stack that is written by hand: resources by type and name. */
export function handWritten(
  resource: Readonly<Record<string, Readonly<Record<string, object>>>>,
  others: Readonly<Record<string, unknown>> = {},
): TerraformStackState {
  const provider = { azuread: [{ tenant_id: '0D1E5C3A-7B0F-4C6E-9A43-5B1C0E7D2F11' }] };
  return readSynthesized({ provider, resource, ...others }, 'hand', 'cdk.tf.json');
}
