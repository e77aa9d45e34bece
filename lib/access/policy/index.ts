export { checkPolicy, PolicyChecker } from './check-policy';
export type { CalledThing, Expectation, NamedCaller, OpenSetCaller, Policy, PolicyCaller, PolicySource } from './policy';
export { policyJson } from './json';
export { policyJunit } from './junit';
export { failureLines, policyText, resultLines, traceLines, type NamedReport } from './text';
export { coverageMisses, type CoverageThresholds } from './thresholds';
export type { Covered, ExpectationResult, PolicyCoverage, PolicyFailure, PolicyReport } from './report';
