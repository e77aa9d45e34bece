import { gatewayNames, type AccessModel, type Bindings, type EnvironmentModel, type RouteModel } from '../../model';
import { type Claims } from '../plugins/claims';
import { TokenIssuer, type IssuedToken } from '../token';
import { type RecordedCall } from './record';

/** The definition behind a configuration, with the client ids it is deployed with. */
export interface ReplayDefinition {
  readonly model: AccessModel;
  readonly environment: EnvironmentModel;
  readonly clientIds: Bindings;
}

/** A token a caller would get now, or the code by which Entra would refuse it. */
export type PossibleToken = { readonly claims: Claims } | { readonly refused: string };

/** What a definition tells about those who called. */
export class DefinedCallers {
  /** Client ids by key, those of registrations elsewhere included. */
  readonly names: Bindings;
  private readonly issuer: TokenIssuer;
  private readonly keys: ReadonlyMap<string, string>;
  private readonly routes: ReadonlyMap<string, RouteModel>;
  private readonly doors: ReadonlySet<string>;

  constructor(readonly definition: ReplayDefinition) {
    const { model, environment, clientIds } = definition;
    this.issuer = new TokenIssuer(model, environment, { bindings: clientIds });
    const callers = [...model.clients, ...model.externalClients, ...model.apis].map(({ key }) => key);
    this.names = Object.fromEntries(callers.map((key) => [key, this.issuer.clientIdOf(key)]));
    this.keys = new Map(callers.map((key) => [(this.names[key] ?? '').toLowerCase(), key]));
    const named = model.routes.flatMap((route) => gatewayNames(route, environment).map((name) => [name, route] as const));
    this.routes = new Map(named);
    this.doors = new Set(model.routes.map((route) => gatewayNames(route, environment)[1]));
  }

  /** Key of the registration with a client id. */
  keyOf(clientId: string): string | undefined {
    return this.keys.get(clientId.toLowerCase());
  }

  /** The route of the definition behind a route of the gateway. */
  routeOf(name: string | null | undefined): RouteModel | undefined {
    return name === null || name === undefined ? undefined : this.routes.get(name);
  }

  /**
   * The tokens a recorded client may have had, as Entra would issue them now: for itself, or for people with every role that is
   * assigned or with none, between which all others lie. A text says why none can be told.
   */
  tokensOf({ caller, route }: RecordedCall, now: string | null): readonly PossibleToken[] | string {
    if (caller.kind !== 'client') return 'the log does not say who called';
    const { environment } = this.definition;
    if (caller.tenant !== undefined && caller.tenant.toLowerCase() !== environment.tenantId.toLowerCase())
      return 'the caller is of another tenant, whose grants are not in the definition';
    const key = this.keyOf(caller.client);
    if (key === undefined) return 'the client is not in the definition, and the log does not hold the claims';
    const recorded = route?.name;
    const api = (this.routeOf(recorded) ?? this.routeOf(now))?.api;
    if (api === undefined) return 'the route is not in the definition, and the log does not hold the claims';
    return this.possible(key, api, recorded !== undefined && this.doors.has(recorded));
  }

  private possible(caller: string, api: string, isApplicationsDoor: boolean): readonly PossibleToken[] {
    const kind = this.definition.model.clients.find(({ key }) => key === caller)?.kind;
    const forItself = possible(this.issuer.issue({ caller, api }));
    if (isApplicationsDoor || kind === 'daemon' || kind === 'managed-identity') return [forItself];
    const principals = this.definition.model.assignments.filter((one) => one.api === api).map(({ principal }) => principal);
    const whole = possible(this.issuer.issue({ caller, api, person: { principals } }));
    const people = 'claims' in whole ? [whole, { claims: withoutRoles(whole.claims) }] : [whole];
    return kind === 'spa' || kind === 'native' ? people : [forItself, ...people];
  }
}

/** Without times: those are the record's. */
function possible(token: IssuedToken): PossibleToken {
  if ('refusal' in token) return { refused: token.refusal.code };
  const { iat: _iat, nbf: _nbf, exp: _exp, ...claims } = token.claims;
  return { claims };
}

function withoutRoles({ roles: _roles, ...claims }: Claims): Claims {
  return claims;
}
