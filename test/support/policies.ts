import { checkPolicy, DefinitionError, type Deployment, type Expectation, type PolicyReport, type Problem } from '../../lib';

/** The report on expectations. */
export function reportOn(deployment: Deployment, ...expectations: readonly Expectation[]): PolicyReport {
  return checkPolicy(deployment, { formatVersion: 1, expectations });
}

/** What does not hold, each as `who expected, but found`. */
export function failuresOf(deployment: Deployment, ...expectations: readonly Expectation[]): readonly string[] {
  return reportOn(deployment, ...expectations).expectations.flatMap(({ failures }) =>
    failures.map(({ caller, expected, found }) => `${caller ?? 'it'} ${expected}, but ${found}`),
  );
}

/** What is wrong with something that is taken for a policy. */
export function policyProblems(deployment: Deployment, policy: unknown): readonly Problem[] {
  try {
    checkPolicy(deployment, policy as Parameters<typeof checkPolicy>[1]);
  } catch (error) {
    if (error instanceof DefinitionError) return error.problems;
    throw error;
  }
  return [];
}
