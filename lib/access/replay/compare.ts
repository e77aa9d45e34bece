import { type Gateway } from '../gateway';
import { type Judged } from './judge';
import { type RecordedCall } from './record';

/** One thing as it was recorded and as it is now. */
export interface Then {
  readonly was: string;
  readonly now: string;
}

/** A recorded request beside what becomes of it now. */
export interface Compared {
  /** Set where another route takes it. */
  readonly route?: Then;
  /** Set where it meets with another verdict. */
  readonly verdict?: Then;
  /** True where neither could be compared, since the record does not say enough. */
  readonly isNotCompared: boolean;
}

/** Compares a record with what it was judged to be now. What is unknown now is compared by its route alone, where that is known. */
export function compare(record: RecordedCall, judged: Judged, ids: ReadonlyMap<string, string>): Compared {
  const route = routeChange(record, judged, ids);
  const verdict = judged.decision.allowed === 'unknown' ? 'same' : verdictChange(record, judged);
  return {
    ...(typeof route === 'object' && { route }),
    ...(typeof verdict === 'object' && { verdict }),
    isNotCompared: route === undefined && verdict === undefined,
  };
}

/** Ids of routes by their names, for logs that know one of the two. */
export function routeIds({ routes }: Gateway): ReadonlyMap<string, string> {
  return new Map(routes.flatMap(({ name, id }) => (typeof name === 'string' && typeof id === 'string' ? [[name, id]] : [])));
}

function routeChange({ route }: RecordedCall, { decision, why }: Judged, ids: ReadonlyMap<string, string>): Then | 'same' | undefined {
  const now = decision.route;
  if (route === undefined || (now === null && why !== undefined)) return undefined;
  if (route === null) return now === null ? 'same' : { was: NO_ROUTE, now };
  // A name decides before an id, and a text alone may be either.
  const recorded = route.name ?? route.id ?? NO_ROUTE;
  const isSame = now !== null && (recorded === now || recorded === ids.get(now));
  return isSame ? 'same' : { was: recorded, now: now ?? NO_ROUTE };
}

const NO_ROUTE = 'no route';
const LET_IN = 'let in';

function verdictChange(record: RecordedCall, { decision, noToken }: Judged): Then | 'same' | undefined {
  const { status, source } = record;
  if (status === undefined) return undefined;
  const byGateway = isByGateway(record);
  if (decision.allowed === true) {
    if (byGateway === undefined) return undefined;
    return byGateway ? { was: `refused with ${status}`, now: LET_IN } : 'same';
  }
  if (source !== 'upstream' && decision.statuses.includes(status)) return 'same';
  const was = byGateway === false ? LET_IN : byGateway === true ? `refused with ${status}` : `answered with ${status}`;
  return { was, now: refusalText(decision.statuses, noToken) };
}

function refusalText(statuses: readonly number[], noToken: string | undefined): string {
  if (noToken !== undefined) return `no token from Entra (${noToken})`;
  return statuses[0] === 200 ? 'answered by the gateway with 200' : `refused with ${statuses.join(' or ')}`;
}

/** What the gateway answers to who may in principle: limits, and upstreams that fail. */
const LET_IN_ALL_THE_SAME = new Set([429, 499, 500, 502, 504]);
/** What upstreams hardly answer. */
const GATEWAYS = new Set([401, 403, 426, 431]);
/** What both answer; only the record can tell. */
const EITHER = new Set([400, 404, 415]);

/** Whether the gateway itself turned the request away; undefined where the record does not tell. */
export function isByGateway({ status = 0, source, route }: RecordedCall): boolean | undefined {
  if (source === 'upstream') return false;
  if (source === 'kong') return LET_IN_ALL_THE_SAME.has(status) ? false : status === 503 ? undefined : true;
  if (GATEWAYS.has(status)) return true;
  // The gateway's own 404 has no route; with one it is the upstream's.
  if (status === 404 && route !== undefined) return route === null;
  return EITHER.has(status) ? (route === null ? true : undefined) : false;
}
