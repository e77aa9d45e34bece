import { type Bindings } from '../../model';
import { type Check } from '../decision';
import { allChecks } from '../explain/all-checks';
import { changeFor } from '../explain/change';
import { type Gateway, type GatewayRoute } from '../gateway';
import { type Judged } from './judge';

/** A refused call that failed one check alone. */
export interface Close {
  readonly check: string;
  readonly expected: string;
  /** The property to change, in the words of the definition. */
  readonly change?: string;
}

/** What no property of a caller or a grant could meet. */
const OTHERWISE = new Set(['route', 'token', 'request', 'service', 'preflight']);

/** What alone keeps a refused call out; undefined for one that is let in, or lacks more than one thing. */
export function closeOf(gateway: Gateway, route: GatewayRoute | undefined, { decision, call }: Judged, names: Bindings): Close | undefined {
  if (decision.allowed !== false || route === undefined || call === undefined || call.token === null) return undefined;
  const failed = decision.trace.filter(({ outcome }) => outcome === 'fail');
  if (failed.length !== 1 || OTHERWISE.has(failed[0]?.what ?? '')) return undefined;
  const missed = allChecks(gateway, route, call, decision).filter(({ outcome }) => outcome !== 'pass');
  const [check] = missed;
  if (check === undefined || missed.length > 1 || check.outcome !== 'fail') return undefined;
  return described(check, changeFor(check, { claims: call.token.claims, plugins: route.plugins, names, signature: undefined }));
}

/** Nothing of the token is in it. */
function described({ by, what, expected }: Check, change: string | undefined): Close {
  // What is expected of a time differs from record to record.
  const isOfTime = what === 'expiry' || what === 'not before' || what === 'issued at';
  return {
    check: `${what} (${by})`,
    expected: isOfTime ? 'a token that is valid at its time' : expected,
    ...(change !== undefined && { change }),
  };
}
