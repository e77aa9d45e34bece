import { throwIfAny, type Problem } from '../../errors';
import { type EnvironmentModel } from '../environment';
import { inOrder } from '../serialize';
import { type AccessModel } from '../types';
import { checkModel } from '../validate';
import { checkEnvironment } from '../validate/environment';
import { mergeEnvironments } from './environments';
import { mergeModels } from './models';
import { type AccessPart } from './part';
import { settingsSource } from './settings';

/** How parts are put together. */
export interface MergeOptions {
  /**
   * Source of the part whose settings hold where parts differ in what has no say in who gets in: name and key of the environment, protection, state,
   * audit, tags, log, counters, deployment, and what is observed.
   * @default - such a difference is a conflict
   */
  readonly settingsOf?: string;
}

/**
 * Definitions of several repositories that share a tenant and a gateway, as one: what one part declares external and another one
 * registers is that registration.
 *
 * @throws DefinitionError with all conflicts: `MERGE_REGISTERED_TWICE`, `MERGE_EXTERNAL_DIFFERS`, `MERGE_HELD_TWICE`,
 * `MERGE_NAME_DIFFERS`, `MERGE_SETTING_DIFFERS`, `MERGE_SOURCES`; or, without conflicts, with what is wrong with the whole.
 */
export function mergeAccess(
  parts: readonly AccessPart[],
  options: MergeOptions = {},
): { readonly model: AccessModel; readonly environment: EnvironmentModel } {
  const problems: Problem[] = [];
  const report = (problem: Problem): void => void problems.push(problem);
  const settings = settingsSource(parts, options.settingsOf, report);
  throwIfAny(problems);
  const merged = mergeModels(parts, settings, report);
  const environment = mergeEnvironments(parts, settings, merged.resolved, report);
  throwIfAny(problems);
  const model = inOrder(merged.model);
  throwIfAny(checkModel(model));
  throwIfAny(checkEnvironment(model, environment));
  return { model, environment };
}
