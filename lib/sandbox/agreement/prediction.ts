import {
  accessMatrix,
  decide,
  renderedGateway,
  TokenIssuer,
  type Call,
  type Decision,
  type Deployment,
  type Entrance,
  type Gateway,
  type IssuedToken,
  type MatrixEntry,
  type OpenSet,
} from '../../access';
import { type Bindings } from '../../model';
import { type Attempt } from './attempts';

/** What `lib/access` says of a call. */
export interface Predicted {
  readonly token: IssuedToken;
  readonly decision: Decision;
  /** Whether the matrix has the caller on the route, by the door that is tried. */
  readonly isInMatrix: boolean;
}

/** Predicts what comes of calls, by the definition and the client ids of its registrations. */
export class Prediction {
  readonly gateway: Gateway;
  readonly issuer: TokenIssuer;
  private readonly entries = new Map<string, MatrixEntry[]>();

  /** @param now Seconds since 1970 at which tokens are issued */
  constructor(
    readonly deployment: Deployment,
    clientIds: Bindings,
    private readonly now: number,
  ) {
    this.gateway = renderedGateway(deployment, clientIds);
    this.issuer = new TokenIssuer(deployment.model, deployment.environment, { now, bindings: clientIds });
    for (const entry of accessMatrix(deployment).entries) {
      const key = `${entry.api} ${entry.route}`;
      const same = this.entries.get(key);
      if (same === undefined) this.entries.set(key, [entry]);
      else same.push(entry);
    }
  }

  of(attempt: Attempt): Predicted {
    const { request, clientIp } = attempt.entrance;
    const token = this.tokenOf(attempt);
    const presented = 'claims' in token ? { claims: token.claims } : null;
    return {
      token,
      decision: this.decide({ request, token: presented, clientIp, now: this.now }),
      isInMatrix: this.isInMatrix(attempt, 'claims' in token),
    };
  }

  private tokenOf({ caller, as, principals, entrance }: Attempt): IssuedToken {
    const { api } = entrance.route;
    if (as === 'application') return this.issuer.issue({ caller, api });
    if (this.admits(caller, principals)) return this.issuer.issue({ caller, api, person: { principals } });
    const reason = `the person is not assigned to ${caller}, and cannot have called it`;
    return { refusal: { code: 'AADSTS50105', reason, fix: `assign the person to ${caller}` } };
  }

  /** Whether a caller can have been called by somebody: only then an API asks on their behalf. */
  private admits(caller: string, principals: Attempt['principals']): boolean {
    const { model, environment } = this.deployment;
    if (model.apis.find(({ key }) => key === caller)?.open !== false) return true;
    if (environment.consent === 'request-only') return false;
    const own = model.assignments.filter(({ api }) => api === caller).map(({ principal }) => principal);
    return own.some((principal) => principals.some(({ kind, key }) => kind === principal.kind && key === principal.key));
  }

  /** What the gateway does with a request. */
  decide(call: Call): Decision {
    return decide(this.gateway, call);
  }

  /** Whether the matrix has a set of callers, whom nobody named, on a route by a door; of people those who are everybody it asks for. */
  isOpenTo(set: OpenSet, as: MatrixEntry['as'], { route, gatewayRoute }: Entrance): boolean {
    const entries = this.entries.get(`${route.api} ${route.key}`) ?? [];
    return entries.some((one) => one.isOpenSet && one.as === as && one.caller === set && one.doors.includes(gatewayRoute.name ?? ''));
  }

  /** @param hasToken Whether Entra gives one: open sets are of those who get one */
  private isInMatrix({ caller, as, principals, entrance }: Attempt, hasToken: boolean): boolean {
    const { route, gatewayRoute } = entrance;
    const door = gatewayRoute.name ?? '';
    const has = (principal: Pick<MatrixEntry['principals'][number], 'kind' | 'key'>): boolean =>
      principals.some(({ kind, key }) => kind === principal.kind && key === principal.key);
    return (this.entries.get(`${route.api} ${route.key}`) ?? []).some((entry) => {
      if (!entry.doors.includes(door)) return false;
      if (entry.as === 'anonymous') return true;
      if (entry.as !== as) return false;
      // Whoever enters for people stands in the matrix by name; of applications those without a grant do not.
      const isNamed = entry.caller === caller && (as === 'application' || this.admits(caller, principals));
      const isMeant = entry.isOpenSet ? hasToken && entry.caller === 'any-application' : isNamed;
      if (!isMeant || as === 'application' || entry.principals.length === 0) return isMeant;
      return entry.together ? entry.principals.every(has) : entry.principals.some(has);
    });
  }
}
