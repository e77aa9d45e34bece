import { type Gateway } from '../gateway';
import { ANONYMOUS, Callers, type Asked } from './callers';
import { Failures } from './failure';
import { isWithin, partyName, type Party } from './party';
import { type PresentedTokens } from './presented';
import { type CheckedExpectation, type Saying } from './read';
import { type PolicyFailure } from './report';
import { type Target, type Targets } from './target';
import { Verdicts, type Verdict } from './verdict';

/** What came of an expectation. */
export interface Outcome {
  readonly failures: readonly PolicyFailure[];
  /** Failures beyond those listed. */
  readonly more: number;
  /** Those who may and do. */
  readonly entered: readonly { readonly party: Party; readonly verdict: Verdict }[];
  readonly target: Target;
}

/** Who fixes the first of them does not read the others. */
const MOST_FAILURES = 50;

/** Asks the gateway of a deployment whether expectations hold. */
export class Checker {
  private readonly callers: Callers;
  private readonly failures: Failures;

  constructor(
    gateway: Gateway,
    private readonly tokens: PresentedTokens,
    private readonly targets: Targets,
  ) {
    this.callers = new Callers(new Verdicts(gateway, tokens), tokens);
    this.failures = new Failures(gateway, tokens);
  }

  check({ called, says }: CheckedExpectation): Outcome {
    const target = this.targets.of(called);
    const listed = says.kind === 'exactly' ? says.callers : says.may;
    const failures: PolicyFailure[] = [];
    let more = 0;
    for (const failure of this.all(called, target, says)) {
      if (failures.length < MOST_FAILURES) failures.push(failure());
      else more += 1;
    }
    const entered = listed.map((party) => ({ party, verdict: this.callers.ask(party, target) }));
    return { failures, more, entered, target };
  }

  /** Each failure is made when it is wanted. */
  private *all(called: CheckedExpectation['called'], target: Target, says: Saying): Generator<() => PolicyFailure> {
    const { route, request } = called;
    if (route !== undefined && request !== undefined) {
      const wanted = `${route.api}.${route.key}`;
      if (target.route !== wanted) yield () => this.failures.misrouted(wanted, target);
    }
    if (says.kind === 'exactly') {
      yield* this.refused(says.callers, target, true);
      for (const asked of this.callers.unlisted(target, says.callers)) yield () => this.failures.gotIn(asked, 'callers');
    } else {
      yield* this.refused(says.may, target, false);
      for (const party of says.mayNot) {
        const asked = this.wayInOf(party, target);
        if (asked !== undefined) yield () => this.failures.gotIn(asked, 'mayNot');
      }
    }
  }

  private *refused(listed: readonly Party[], target: Target, isExact: boolean): Generator<() => PolicyFailure> {
    for (const party of listed) {
      const verdict = this.callers.ask(party, target);
      const by = isExact ? this.coveredBy(party, listed, target) : undefined;
      if (verdict.entry !== 'in') yield () => this.failures.refused(party, verdict);
      else if (by !== undefined) yield () => this.failures.covered(party, by);
    }
  }

  private wayInOf(party: Party, target: Target): Asked | undefined {
    // Of anybody it is said that nobody gets in, whoever he is.
    if (party.kind === 'person' && party.principals.length === 0) return this.callers.wayOfAnybody(party.caller, target);
    const verdict = this.callers.ask(party, target);
    return verdict.entry === 'out' ? undefined : { party, verdict };
  }

  /** Which other of those listed says already that a party gets in. */
  private coveredBy(party: Party, listed: readonly Party[], target: Target): string | undefined {
    const isAnonymous = party.kind === 'open' && party.set === 'anonymous';
    if (!isAnonymous && this.callers.ask(ANONYMOUS, target).entry === 'in') return partyName(ANONYMOUS);
    const wider = listed.find((other) => other !== party && isWithin(party, other) && this.callers.ask(other, target).entry === 'in');
    if (wider !== undefined) return partyName(wider);
    if (party.kind !== 'application' || target.apis.some((api) => this.tokens.holdings.callersOf(api).has(party.caller))) return undefined;
    return partyName({ kind: 'open', set: 'any-application', as: 'application' });
  }
}
