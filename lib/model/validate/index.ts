import type { Problem } from '../../errors';
import { WRONG_SHAPE } from '../shape';
import { accessModel } from '../shapes';
import type { AccessModel } from '../types';
import { checkGrants } from './grants';
import { checkRegistrations } from './registrations';
import { checkRoutes } from './routes';

/** Everything that is wrong with a model, whatever it was read from. */
export function checkModel(model: unknown): readonly Problem[] {
  const problems: Problem[] = [];
  accessModel(model, '', (problem) => problems.push(problem.where === '' ? { ...problem, where: 'model' } : problem));
  // Data of the wrong kind cannot be reasoned about; what is said of its form comes first.
  if (problems.some((problem) => problem.code === WRONG_SHAPE)) return problems;
  const sound = model as AccessModel;
  return [...problems, ...checkRegistrations(sound), ...checkGrants(sound), ...checkRoutes(sound)];
}
