import { DefinitionError, type Problem } from '../../lib';

/** The problems an action is refused with; none when it is not refused. Anything else that is thrown fails the test. */
export function problemsOf(action: () => unknown): readonly Problem[] {
  try {
    action();
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
  return [];
}

/** Their codes, in order. */
export function codesOf(action: () => unknown): readonly string[] {
  return problemsOf(action).map((problem) => problem.code);
}
