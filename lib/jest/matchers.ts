import { failureLines, resultLines, traceLines, type Policy } from '../access';
import { deploymentOf, expectationOf, type PolicyCall } from './call';
import { checkerOf } from './checkers';

/** What a matcher knows of where it stands. */
export interface MatcherContext {
  readonly isNot?: boolean;
}

/** What a matcher says. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Matchers for `expect.extend`. A call whose fate is not known fails `toAllow` and `toDeny`, and the negation of both: `.not.toAllow`
 * is `toDeny`, and `.not.toDeny` is `toAllow`.
 */
export const matchers = {
  /** The caller gets in, for sure. */
  toAllow(this: MatcherContext, received: unknown, call: PolicyCall): MatcherResult {
    return judged(this, 'toAllow', received, call);
  },

  /** The caller does not get in, for sure. */
  toDeny(this: MatcherContext, received: unknown, call: PolicyCall): MatcherResult {
    return judged(this, 'toDeny', received, call);
  },

  /** Every expectation of a policy holds. */
  toSatisfyPolicy(this: MatcherContext, received: unknown, policy: Policy): MatcherResult {
    const { holds, expectations } = checkerOf(deploymentOf(received, 'toSatisfyPolicy')).check([{ file: 'policy', policy }]);
    const lines = expectations.filter((one) => !one.holds).flatMap(resultLines);
    const message = holds ? `expected some of ${expectations.length} expectations not to hold, but all do` : lines.join('\n');
    return { pass: holds, message: () => message };
  },
};

function judged({ isNot = false }: MatcherContext, matcher: 'toAllow' | 'toDeny', received: unknown, call: PolicyCall): MatcherResult {
  const says = (matcher === 'toAllow') === isNot ? 'mayNot' : 'may';
  const checker = checkerOf(deploymentOf(received, matcher));
  const { holds, expectations } = checker.check([
    { file: matcher, policy: { formatVersion: 1, expectations: [expectationOf(call, says)] } },
  ]);
  const failures = expectations.flatMap((one) => one.failures);
  const lines = failures.flatMap((failure) => [...failureLines(failure), ...traceLines(failure.trace)]);
  // A negated matcher passes where it says that it does not match.
  return { pass: holds !== isNot, message: () => [`expect(deployment)${isNot ? '.not' : ''}.${matcher}(…)`, '', ...lines].join('\n') };
}
