import { type KongRoute, type KongService } from '../../kong';
import { type HeaderList } from './header-list';

/** One thing that a plugin held a request against. */
export interface ExchangeCheck {
  /** `router`, or the name of a plugin. */
  readonly by: string;
  readonly what: string;
  readonly outcome: 'pass' | 'fail';
  readonly expected: string;
  readonly found: string;
  /** Field of the Kong file that asks for it. */
  readonly field?: string;
}

/** A caller that proved itself. */
export interface GatewayCredential {
  readonly id: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
  /** Whether plugins that run later find the claims in the credential, or its id alone. */
  readonly holdsClaims: boolean;
}

/** What a gateway answers by itself. */
export interface GatewayAnswer {
  readonly status: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
}

/** A request as it came in. */
export interface Arrival {
  /** A number of its own. */
  readonly id: string;
  readonly method: string;
  readonly scheme: 'http' | 'https';
  /** Host header, as it was sent. */
  readonly host: string;
  /** The request target, as it was sent. */
  readonly target: string;
  /** Address at the other end of the connection. */
  readonly peerIp: string;
  /** Address of the caller, which a trusted proxy tells. */
  readonly clientIp: string;
  /** Whether the connection is of a trusted proxy. */
  readonly isProxied: boolean;
  /** As the caller sent them. */
  readonly received: HeaderList;
  /** Milliseconds since 1970 by the gateway's clock. */
  readonly startedAt: number;
}

/** A request on its way through the gateway. */
export interface Exchange extends Arrival {
  /** As the upstream will get them. */
  readonly headers: HeaderList;
  readonly route: KongRoute;
  readonly service: KongService | null;
  credential: GatewayCredential | undefined;
  /** What the token that was looked at says, whether or not it holds. No log of a gateway has it. */
  claimed: Readonly<Record<string, unknown>> | undefined;
  /** Groups of the caller, for `acl`. */
  groups: readonly string[] | undefined;
  /** Headers that the answer gets besides. */
  readonly answerHeaders: [string, string][];
  readonly checks: ExchangeCheck[];
}

/** The exchange that begins with a route. Written out: a copy of another object with more to it takes an engine longer than all plugins take. */
export function exchangeOf(
  { id, method, scheme, host, target, peerIp, clientIp, isProxied, received, startedAt }: Arrival,
  route: KongRoute,
  check: ExchangeCheck,
): Exchange {
  return {
    id,
    method,
    scheme,
    host,
    target,
    peerIp,
    clientIp,
    isProxied,
    received,
    startedAt,
    headers: received.copy(),
    route,
    service: route.service,
    credential: undefined,
    claimed: undefined,
    groups: undefined,
    answerHeaders: [],
    checks: [check],
  };
}

/** How an exchange ended. */
export interface Ended {
  readonly status: number;
  /** Whether the upstream answered; else the gateway did. */
  readonly source: 'service' | 'gateway';
  /** Whether the call was let in, and handed to the upstream, which may not have answered. */
  readonly isForwarded: boolean;
  readonly requestBytes: number;
  readonly answerBytes: number;
  readonly milliseconds: number;
}

/** A plugin with its configuration, ready to run. */
export interface RunningPlugin {
  readonly name: string;
  /** Runs before the upstream is asked; an answer ends the request. */
  readonly access?: (exchange: Exchange) => GatewayAnswer | undefined | Promise<GatewayAnswer | undefined>;
  /** Changes the headers of the answer, whoever gives it. */
  readonly answer?: (exchange: Exchange, headers: HeaderList) => void;
  /** Runs once the request has ended. */
  readonly log?: (exchange: Exchange, ended: Ended) => void;
}

/** An answer of the gateway's own, worded as Kong's. */
export function message(status: number, text: string, headers: readonly (readonly [string, string])[] = []): GatewayAnswer {
  return { status, headers: [['Content-Type', 'application/json; charset=utf-8'], ...headers], body: JSON.stringify({ message: text }) };
}
