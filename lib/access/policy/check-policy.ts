import { throwIfAny } from '../../errors';
import { sorted } from '../../model';
import { renderedGateway } from '../rendered-gateway';
import { type Deployment } from '../matrix-entry';
import { Checker } from './check';
import { Coverage } from './coverage';
import { namesOf } from './names';
import { type Policy, type PolicySource } from './policy';
import { PresentedTokens } from './presented';
import { readPolicy, type CheckedExpectation } from './read';
import { PolicyReader } from './reader';
import { type ExpectationResult, type PolicyReport } from './report';
import { Targets } from './target';

/**
 * Whether a policy holds for a deployment: for each expectation who may and does not, and who does and may not, by the tokens
 * Entra would issue and the configuration the gateway would run. What cannot be told counts as a way in.
 *
 * @throws DefinitionError with everything that is wrong with the policy: `POLICY_UNKNOWN_NAME`, `POLICY_INVALID`, `WRONG_SHAPE`,
 * `FIELD_UNKNOWN`; and where the gateway could not enforce the definition
 */
export function checkPolicy(deployment: Deployment, policy: Policy): PolicyReport {
  return new PolicyChecker(deployment).check([{ file: 'policy', policy }]);
}

/** Checks policies against one deployment, whose gateway is rendered once. */
export class PolicyChecker {
  private readonly tokens: PresentedTokens;
  private readonly checker: Checker;
  private readonly names: ReturnType<typeof namesOf>;

  constructor(private readonly deployment: Deployment) {
    const gateway = renderedGateway(deployment);
    this.tokens = new PresentedTokens(deployment);
    this.names = namesOf(deployment.model);
    this.checker = new Checker(gateway, this.tokens, new Targets(deployment, gateway, (api) => this.tokens.issuer.clientIdOf(api)));
  }

  /** The report on all expectations of some files, with the coverage of all of them together. */
  check(sources: readonly PolicySource[]): PolicyReport {
    const { model, environment } = this.deployment;
    const reader = new PolicyReader(this.names);
    const expectations = sources.flatMap((source) => readPolicy(source, reader));
    throwIfAny(reader.problems);
    const coverage = new Coverage(model, environment);
    const results: ExpectationResult[] = [];
    // What is asked about one thing is asked in a row, so that answers are at hand.
    for (const [place, expectation] of sorted([...expectations.entries()], ([, { called }]) => called.name)) {
      results[place] = this.result(expectation, coverage);
    }
    return {
      formatVersion: 1,
      environment: environment.key,
      holds: results.every(({ holds }) => holds),
      expectations: results,
      coverage: coverage.report(),
    };
  }

  private result(expectation: CheckedExpectation, coverage: Coverage): ExpectationResult {
    const { file, index, name } = expectation;
    const { failures, more, entered, target } = this.checker.check(expectation);
    coverage.touch(target.route);
    const holds = failures.length === 0;
    if (holds) for (const { party, verdict } of entered) coverage.exercise(party, verdict);
    return { file, index, name, holds, failures, more };
  }
}
