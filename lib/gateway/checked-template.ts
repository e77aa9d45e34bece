import { throwIfAny, type Problem } from '../errors';
import { tryRenderGateway, type GatewayTemplate, type KongEntities } from '../kong';
import { checkEnvironment, type AccessModel, type EnvironmentModel } from '../model';
import { checkForeign } from './check-foreign';

/**
 * The gateway's configuration, rendered after everything that can be checked was.
 *
 * @throws DefinitionError with the problems of environment and gateway together.
 */
export function checkedTemplate(model: AccessModel, environment: EnvironmentModel, foreign: readonly KongEntities[] = []): GatewayTemplate {
  const problems = checkEnvironment(model, environment);
  const rendered = render(model, environment, problems);
  throwIfAny([...problems, ...(rendered?.problems ?? [])]);
  if (!rendered) throw new Error('the gateway was rendered neither to a template nor to problems');
  throwIfAny(checkForeign(model, environment, rendered.template, foreign));
  return rendered.template;
}

// An environment that is known to be incomplete can make rendering fail in ways that say nothing new.
function render(
  model: AccessModel,
  environment: EnvironmentModel,
  known: readonly Problem[],
): ReturnType<typeof tryRenderGateway> | undefined {
  try {
    return tryRenderGateway(model, environment);
  } catch (error) {
    if (known.length > 0) return undefined;
    throw error;
  }
}
