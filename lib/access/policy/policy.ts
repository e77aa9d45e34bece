import { type EntersAs, type OpenSet } from '../matrix-entry';

/** What may be called by whom, as a policy file holds it. */
export interface Policy {
  readonly formatVersion: 1;
  readonly expectations: readonly Expectation[];
}

/**
 * Who may call a route or send a request. `callers` are all who may: everybody else may not. `may` and `mayNot` speak of those
 * they name alone. With both a route and a request, the request must be taken by the route.
 */
export interface Expectation extends CalledThing {
  /** What it is called in reports. @default - the route or the request */
  readonly name?: string;
  /** Exactly those who may. */
  readonly callers?: readonly PolicyCaller[];
  /** Some of those who may. */
  readonly may?: readonly PolicyCaller[];
  /** Some of those who may not. */
  readonly mayNot?: readonly PolicyCaller[];
}

/** What is called: a route with all its doors, hosts and methods, or one request. */
export interface CalledThing {
  /** Keys of the API and of the route, such as `orders.list`. */
  readonly route?: string;
  /** Method and URL, such as `GET https://api.example.com/orders/7`. */
  readonly request?: string;
  /** Headers of the request: name to value or values. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Address from which the request comes, where networks are restricted. */
  readonly clientIp?: string;
}

/** Who calls: the key of a caller that calls for itself, or more about it. */
export type PolicyCaller = string | NamedCaller | OpenSetCaller;

/** A client, an external client or an API. */
export interface NamedCaller {
  readonly caller: string;
  /**
   * People for whom it calls: `anybody`, or any of `group staff`, `person ada`; `group staff and group auditors` is one who is in both.
   *
   * @default - it calls for itself
   */
  readonly for?: string | readonly string[];
}

/** Callers that nobody named. */
export interface OpenSetCaller {
  readonly openSet: OpenSet;
  /** Of `other-tenants`: which of both. @default - both */
  readonly as?: EntersAs;
}

/** A policy with the name of the file it comes from. */
export interface PolicySource {
  readonly file: string;
  /** Checked when it is used: it may come from a file. */
  readonly policy: Policy;
}
