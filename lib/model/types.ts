/**
 * Who may hold an app role: `applications` (a client holds it, by admin consent), `people`
 * (a person or group holds it, by assignment) or `both`.
 */
export type RoleFor = 'applications' | 'people' | 'both';

/** Who may consent to a scope: only an administrator, or each person for himself as well. */
export type Consent = 'admin' | 'users';

/** Kind of client: decides its platform, its credentials and which permissions it can hold. */
export type ClientKind = 'daemon' | 'web' | 'spa' | 'native' | 'managed-identity';

/** A claim of the verified token that the gateway can hand to the upstream in a header. */
export type IdentityClaim = 'client-id' | 'object-id' | 'tenant-id' | 'roles' | 'scopes';

/** An app role of an API: a permission of an application, or the position of a person. */
export interface RoleModel {
  /** Identity of the role within its API; never changes. */
  readonly key: string;
  /** What the `roles` claim carries; may change. */
  readonly value: string;
  /** UUID of the role in Entra; derived from the keys unless pinned. */
  readonly id: string;
  readonly for: RoleFor;
  readonly displayName: string;
  readonly description: string;
}

/** A scope of an API: a permission a client uses for a signed-in person. */
export interface ScopeModel {
  /** Identity of the scope within its API; never changes. */
  readonly key: string;
  /** What the `scp` claim carries; may change. */
  readonly value: string;
  /** UUID of the scope in Entra; derived from the keys unless pinned. */
  readonly id: string;
  readonly consent: Consent;
  readonly displayName: string;
  readonly description: string;
}

/** An API this deployment registers: resource application in Entra, service in Kong. */
export interface ApiModel {
  readonly key: string;
  readonly name: string;
  readonly team: string;
  readonly description?: string;
  /** Names of owners, mapped to object ids by the environment. */
  readonly owners: readonly string[];
  readonly roles: readonly RoleModel[];
  readonly scopes: readonly ScopeModel[];
  /** Identifier URI without the environment's suffix; `api://<tenant id>/<key>` when absent. */
  readonly identifierUri?: string;
  /** Names of the tenants whose tokens are accepted; only the home tenant when empty. */
  readonly tenants: readonly string[];
  /** True when Entra issues tokens for this API to callers that nobody assigned. */
  readonly open: boolean;
  /** Name of the upstream, mapped to a URL by the environment. */
  readonly upstream: string;
}

/** A client this deployment registers, or a managed identity that exists already. */
export interface ClientModel {
  readonly key: string;
  readonly name: string;
  readonly kind: ClientKind;
  readonly team: string;
  readonly description?: string;
  /** Names of owners, mapped to object ids by the environment. */
  readonly owners: readonly string[];
  /** Name of the set of redirect URIs in the environment; web, SPA and native clients have one. */
  readonly redirectUris?: string;
  /** Name of the managed identity in the environment; managed identities have one. */
  readonly managedIdentity?: string;
}

/** An API registered elsewhere; the environment knows its client id and service principal. */
export interface ExternalApiModel {
  readonly key: string;
  readonly name: string;
  /** Set for APIs of Microsoft whose client id is the same everywhere; the environment need not name them. */
  readonly clientId?: string;
  readonly roles: readonly RoleModel[];
  readonly scopes: readonly ScopeModel[];
}

/** A client registered elsewhere; the environment knows its client id and service principal. */
export interface ExternalClientModel {
  readonly key: string;
  readonly name: string;
}

/** Admin consent: a caller holds roles or scopes of an API. One per caller and API. */
export interface GrantModel {
  /** Key of a client, an external client or an API. */
  readonly caller: string;
  /** Key of an API or an external API. */
  readonly api: string;
  /** Role keys. */
  readonly roles: readonly string[];
  /** Scope keys. */
  readonly scopes: readonly string[];
}

/** A group or a person, known by name; the environment maps the name to an object id. */
export interface PrincipalModel {
  readonly kind: 'group' | 'person';
  readonly key: string;
  readonly name: string;
}

/** A group or person holds roles of an API, or is assigned to the API as such. One per principal and API. */
export interface AssignmentModel {
  readonly principal: PrincipalModel;
  readonly api: string;
  /** Role keys; empty means the API as such, without a role. */
  readonly roles: readonly string[];
}

/** One way in: everything named is required at once. */
export interface AlternativeModel {
  /** Role keys of the route's API. */
  readonly roles: readonly string[];
  /** Scope keys of the route's API. */
  readonly scopes: readonly string[];
}

/** Who may use a route: everybody, for a stated reason, or whoever satisfies one alternative. */
export type RouteAccess =
  { readonly kind: 'public'; readonly reason: string } | { readonly kind: 'allow'; readonly alternatives: readonly AlternativeModel[] };

/** Calls a client may make in a period; at least one period is stated. */
export interface RateLimitModel {
  readonly perSecond?: number;
  readonly perMinute?: number;
  readonly perHour?: number;
}

/** Which web pages may call a route from a browser. */
export interface CorsModel {
  /** Name of the set of origins in the environment. */
  readonly origins: string;
  /** Request headers a page may send besides the safe-listed ones. */
  readonly headers: readonly string[];
  /** Response headers a page may read. */
  readonly exposedHeaders: readonly string[];
  readonly credentials: boolean;
  readonly maxAgeSeconds: number;
}

/** What the upstream receives of the caller's identity. */
export interface ForwardModel {
  /** True when the upstream receives the access token. */
  readonly token: boolean;
  /** Header name to the claim it carries. */
  readonly headers: Readonly<Record<string, IdentityClaim>>;
}

/** A gateway entry of an API. */
export interface RouteModel {
  /** Identity of the route within its API; never changes. */
  readonly key: string;
  readonly name: string;
  readonly api: string;
  /** Name of the hosts in the environment. */
  readonly host: string;
  /** HTTP methods; every method when absent. */
  readonly methods?: readonly string[];
  /** Path template: literal segments, `{x}` for one segment, a last `/**` for everything below. */
  readonly path: string;
  /** Request headers that must be present, with the values any one of which is enough. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly access: RouteAccess;
  readonly forward: ForwardModel;
  readonly rateLimit?: RateLimitModel;
  readonly cors?: CorsModel;
  /** Name of the set of networks in the environment from which alone the route may be called. */
  readonly networks?: string;
}

/** A registration that left the definition. */
export interface RetiredModel {
  readonly key: string;
  readonly kind: 'api' | 'client';
  /** `keep` leaves the registration in Entra, without grants and out of the state; `delete` destroys it. */
  readonly then: 'keep' | 'delete';
}

/** What the gateway does for every route of the definition. */
export interface ObservabilityModel {
  /** Name of the header that carries a request's id to the upstream and back to the caller. */
  readonly correlationIdHeader?: string;
  /** True when each request is logged: who, what, when, from where; never a token or a query string. */
  readonly accessLog: boolean;
  /** True when Prometheus metrics are kept per service and route. */
  readonly metrics: boolean;
}

/** Which clients and people may call which routes: everything else is read from it. */
export interface AccessModel {
  readonly apis: readonly ApiModel[];
  readonly clients: readonly ClientModel[];
  readonly externalApis: readonly ExternalApiModel[];
  readonly externalClients: readonly ExternalClientModel[];
  readonly grants: readonly GrantModel[];
  readonly assignments: readonly AssignmentModel[];
  readonly routes: readonly RouteModel[];
  readonly retired: readonly RetiredModel[];
  readonly observability: ObservabilityModel;
}
