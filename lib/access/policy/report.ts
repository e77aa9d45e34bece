import { type Check } from '../decision';
import { type Refusal } from './presented';

/** Whether a policy holds for a deployment, and how much of it the policy speaks of. */
export interface PolicyReport {
  readonly formatVersion: 1;
  /** Key of the environment. */
  readonly environment: string;
  /** Whether every expectation holds; coverage has no say in it. */
  readonly holds: boolean;
  readonly expectations: readonly ExpectationResult[];
  readonly coverage: PolicyCoverage;
}

/** Whether an expectation holds, and all in which it does not. */
export interface ExpectationResult {
  readonly file: string;
  /** Its place in the file, from 0. */
  readonly index: number;
  readonly name: string;
  readonly holds: boolean;
  readonly failures: readonly PolicyFailure[];
  /** Failures beyond those listed. */
  readonly more: number;
}

/** One thing that is not as expected. */
export interface PolicyFailure {
  /** Who, in words; absent where it is about the request, whoever sends it. */
  readonly caller?: string;
  readonly expected: string;
  readonly found: string;
  /** A request that shows it. */
  readonly request?: string;
  /** Kong route that takes the request; null where none does. */
  readonly route?: string | null;
  /** What the gateway checked, in order; what did not pass comes last. */
  readonly trace: readonly Check[];
  /** Why Entra issues no token. */
  readonly refusal?: Refusal;
  /** The property of the definition, or of the policy, to change. */
  readonly change: string;
}

/** How much of a definition a policy speaks of. */
export interface PolicyCoverage {
  /** Routes that an expectation is about. */
  readonly routes: Covered;
  /** Roles and scopes of grants by which an expectation that holds lets its caller in. */
  readonly grants: Covered;
  /** Roles of assignments, and assignments to an API as such, likewise. */
  readonly assignments: Covered;
}

/** A number of things, and those that are missing. */
export interface Covered {
  readonly covered: number;
  readonly total: number;
  readonly missing: readonly string[];
}
