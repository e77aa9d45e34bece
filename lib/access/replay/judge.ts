import { decide, type Call } from '../decide';
import { type Decision } from '../decision';
import { type Gateway } from '../gateway';
import { type Claims } from '../plugins/claims';
import { type RouterRequest } from '../../router';
import { type DefinedCallers, type PossibleToken } from './definition';
import { type RecordedCall } from './record';

/** What a gateway does now with a recorded request. */
export interface Judged {
  readonly decision: Decision;
  /** Set where Entra would issue no token any more: its code. */
  readonly noToken?: string;
  /** Why it cannot be told, where it cannot. */
  readonly why?: string;
  /** The call as it was judged; absent where several were, or none. */
  readonly call?: Call;
  /** Claims of every token the caller may have had. */
  readonly claims: readonly Claims[];
}

/** What recorded requests are judged by. */
export class Judge {
  private readonly headerSets: readonly Headers[] | undefined;

  constructor(
    private readonly gateway: Gateway,
    private readonly callers: DefinedCallers | undefined,
  ) {
    this.headerSets = headerSetsOf(gateway);
  }

  judge(record: RecordedCall): Judged {
    const { caller } = record;
    if (record.hasHeaders && caller.kind === 'claims') return this.one(record, record.request, caller.claims);
    if (record.hasHeaders && caller.kind === 'none') return this.one(record, record.request, null);
    return this.incomplete(record);
  }

  private one(record: RecordedCall, request: RouterRequest, claims: Claims | null): Judged {
    const call = callOf(record, request, claims);
    const decision = decide(this.gateway, call);
    const judged = { decision, call, claims: call.token === null ? [] : [call.token.claims] };
    return decision.allowed === 'unknown' ? { ...judged, why: decision.trace.at(-1)?.found ?? '' } : judged;
  }

  /** A request without its headers, or without its token: what all that it may have been have in common. */
  private incomplete(record: RecordedCall): Judged {
    if (!record.hasHeaders && this.headerSets === undefined)
      return unknown(null, 'the log holds no headers, and too many routes ask for some, or by a regular expression');
    const requests = record.hasHeaders ? [record.request] : (this.headerSets ?? []).map((headers) => ({ ...record.request, headers }));
    const [first, ...others] = requests.map((request) => this.withoutHeaders(record, request));
    if (first === undefined) return unknown(null, 'nothing is recorded');
    const other = others.find(({ decision }) => decision.route !== first.decision.route);
    if (other !== undefined) return unknown(null, 'the log holds no headers, and which route takes the request depends on them');
    return agreed([first, ...others], 'the log holds no headers, and the verdict depends on them');
  }

  private withoutHeaders(record: RecordedCall, request: RouterRequest): Judged {
    const { caller } = record;
    if (caller.kind === 'claims') return this.one(record, request, caller.claims);
    if (caller.kind === 'none') return this.one(record, request, null);
    // A call without a token may be sent by another route, where routes ask for the header that carries it.
    const probes = [...(caller.kind === 'unknown' ? [null] : []), {}].map((claims) => this.one(record, request, claims));
    const probed = agreed(probes, 'the log does not say whether a token was sent, and the verdict depends on it');
    if (!probes.some(({ decision }) => dependsOnToken(decision))) return probed;
    const { route } = probed.decision;
    const tokens = this.callers?.tokensOf(record, route) ?? ofCaller(caller.kind);
    if (typeof tokens === 'string') return unknown(route, tokens);
    return agreed(
      tokens.map((token) => this.withToken(record, request, route, token)),
      'the log does not say whether a person called and in which roles, and the verdict depends on it',
    );
  }

  private withToken(record: RecordedCall, request: RouterRequest, route: string | null, token: PossibleToken): Judged {
    if ('claims' in token) return this.one(record, request, token.claims);
    return { decision: { route, allowed: false, statuses: [], trace: [] }, noToken: token.refused, claims: [] };
  }
}

type Headers = readonly (readonly [string, string])[];

/** More than one definition makes; each is asked for every record without headers. */
const MOST_HEADER_SETS = 16;

/**
 * What a request without recorded headers may have had, as far as routes ask for any: nothing, what one of them asks for, or what all do.
 * Undefined where that cannot be listed.
 */
function headerSetsOf({ routes }: Gateway): readonly Headers[] | undefined {
  const asked = routes.map(({ headers }) => Object.entries(headers ?? {}));
  if (asked.flat().some(([, values]) => values.some((value) => value.startsWith('~*')))) return undefined;
  const all = asked.flat().flatMap(([name, values]) => values.map((value) => [name, value] as const));
  const sets: readonly Headers[] = [
    [],
    ...asked.map((names) => names.map(([name, values]) => [name, values[0] ?? ''] as const)),
    distinct(all),
  ];
  const different = distinct(sets);
  return different.length > MOST_HEADER_SETS ? undefined : different;
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function callOf({ time, clientIp }: RecordedCall, request: RouterRequest, claims: Claims | null): Call {
  const base = { request, ...(clientIp !== undefined && { clientIp }) };
  if (claims === null) return { ...base, token: null, now: time ?? 0 };
  const now = time ?? validTime(claims);
  const { exp = now + 3600, iat = now } = claims;
  return { ...base, token: { claims: { ...claims, exp, iat } }, now };
}

/** A time at which a token counts by its own word. */
function validTime({ exp, iat, nbf }: Claims): number {
  if (typeof exp === 'number') return exp - 1;
  return [iat, nbf].find((time) => typeof time === 'number') ?? 0;
}

/** True where a plugin asked for the token. */
function dependsOnToken({ trace }: Decision): boolean {
  return trace.some(({ by, what }) => (by === 'openid-connect' || by === 'oidc') && what !== 'preflight');
}

function ofCaller(kind: RecordedCall['caller']['kind']): string {
  return kind === 'client'
    ? 'the log does not hold the roles and scopes of the token; with the definition (--access) more can be told'
    : 'the log does not say who called';
}

/** What several judgements have in common. */
function agreed(judged: readonly Judged[], why: string): Judged {
  const [first, ...others] = judged;
  if (first === undefined) return unknown(null, why);
  const isSame = ({ decision, noToken }: Judged): boolean =>
    decision.allowed === first.decision.allowed && decision.statuses.join() === first.decision.statuses.join() && noToken === first.noToken;
  const sameRoute = others.every(({ decision }) => decision.route === first.decision.route);
  const claims = judged.flatMap((one) => one.claims);
  if (!sameRoute || !others.every(isSame)) return unknown(sameRoute ? first.decision.route : null, why, claims);
  if (others.length === 0) return first;
  const { call: _several, ...rest } = first;
  return { ...rest, claims };
}

function unknown(route: string | null, why: string, claims: readonly Claims[] = []): Judged {
  return { decision: { route, allowed: 'unknown', statuses: [], trace: [] }, why, claims };
}
