import { throwIfAny } from '../errors';
import { type AccessModel, type ConsentMode, type EnvironmentModel } from '../model';
import { type TerraformStackState } from '../terraform';
import { type Flags, valuesOf } from './gateway-source';
import { synthesizedParts } from './lint-source';

/** The stacks of one deployment, and its definition where it lies beside them. */
export interface PermissionSource {
  readonly stacks: readonly [TerraformStackState, ...TerraformStackState[]];
  readonly definition?: { readonly model: AccessModel; readonly environment: EnvironmentModel };
  readonly consent?: ConsentMode;
}

/** The deployments that `--synth` names. */
export function permissionSources(words: string, flags: Flags): readonly PermissionSource[] {
  const paths = valuesOf(flags, 'synth');
  if (paths.length === 0)
    throwIfAny([
      { where: `kong-entra ${words}`, what: 'needs --synth', fix: 'name the folder the stacks were synthesized into', code: 'USAGE' },
    ]);
  return synthesizedParts(paths).flatMap(({ stacks, definition }) => {
    const [first, ...others] = stacks ?? [];
    if (first === undefined) return [];
    return [{ stacks: [first, ...others] as const, ...(definition && { definition, consent: definition.environment.consent }) }];
  });
}
