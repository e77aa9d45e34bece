import { bind, toDocument, type EnvironmentModel, type GatewayTemplate } from '../../lib';
import type { SynthOutput } from '../../lib/review';
import { madeUp } from './entra-blocks';
import { EntraOracle, type Claims, type IssuerOptions } from './entra-oracle';
import { call, DEFAULT_NOW, type GatewayRequest, type OracleOptions, type TestToken } from './gateway-oracle';

const LOGIN = {
  global: 'login.microsoftonline.com',
  usgovernmentl4: 'login.microsoftonline.us',
  usgovernmentl5: 'login.microsoftonline.us',
  china: 'login.partner.microsoftonline.cn',
};

/** Addresses callers may have: some of them are in any network that a route is restricted to. */
const ADDRESSES = ['10.1.2.3', '203.0.113.9', '198.51.100.7'];

/** Somebody who calls, in whatever definition he is or is not. */
export type Caller =
  | { readonly kind: 'anonymous' }
  /** An application of the tenant: registered here by a key, known by its object id, or by neither. */
  | { readonly kind: 'application'; readonly name: string }
  /** A person of the tenant who is each of these, by object id, and uses a client that administrators, or himself too, consented to. */
  | { readonly kind: 'person'; readonly name: string; readonly is: readonly string[]; readonly consents: boolean }
  /** An application or person of another tenant, whose administrator gives whatever can be given. */
  | { readonly kind: 'foreign'; readonly as: 'application' | 'person'; readonly tenant: string }
  /** Who has a token for an API of his own in a tenant. */
  | { readonly kind: 'any-token'; readonly as: 'application' | 'person'; readonly tenant: string; readonly isHome: boolean }
  /** Who has a token for an API that only the gateway's configuration names, by its client id. */
  | {
      readonly kind: 'outside';
      readonly as: 'application' | 'person';
      readonly audience: string;
      readonly tenant: string;
      readonly isHome: boolean;
    };

/** An application nobody declared, and a client to which nobody but a person consents. */
export const UNREGISTERED = 'unregistered';

/**
 * One side as it is deployed: the directory that its Terraform files describe, and the gateway that runs its configuration with the
 * client ids of that directory. Both are read by the independent interpreters.
 */
export class ReviewSide {
  public readonly directory: EntraOracle;
  /** What Kong runs. */
  public readonly document: KongFile;
  private readonly options: OracleOptions;
  private readonly issuer: IssuerOptions;
  private readonly known = new Map<string, readonly TestToken[]>();
  private readonly made = new Map<string, TestToken>();
  private readonly asked = new Map<string, Map<TestToken | null, readonly string[]>>();
  private readonly taken = new WeakMap<GatewayRequest, { readonly route: string | null | undefined }>();
  private readonly asksFrom: boolean;
  private readonly places: readonly NonNullable<TestToken['in']>[];
  private readonly words: Readonly<Record<'roles' | 'scopes' | 'groups', readonly string[]>>;

  constructor({ stacks }: SynthOutput, environment: EnvironmentModel) {
    const outside = [...Object.values(environment.externalClients), ...Object.values(environment.managedIdentities)];
    this.directory = new EntraOracle(
      stacks.map(({ files }) => JSON.parse(files['cdk.tf.json'] ?? '{}') as unknown),
      Object.fromEntries(outside.map(({ clientId, objectId }) => [clientId, objectId])),
      { unknownIsEither: true },
    );
    const template = JSON.parse(stacks.find(({ files }) => files['gateway.json'])?.files['gateway.json'] ?? '{}') as GatewayTemplate;
    this.document = bind(toDocument(template, 'deck'), this.directory.clientIds()).document as unknown as KongFile;
    this.options = { flavor: template.flavor, version: template.version, now: DEFAULT_NOW };
    this.issuer = { tenantId: environment.tenantId, login: LOGIN[environment.cloud], now: DEFAULT_NOW };
    const listed = (fields: readonly string[]): readonly string[] => [
      ...new Set(
        configs(this.document).flatMap((config) => fields.flatMap((field) => texts(config[field])).flatMap((text) => text.split(/\s+/))),
      ),
    ];
    this.words = { roles: listed(['roles_required', 'allow']), scopes: listed(['scopes_required']), groups: listed(['groups_required']) };
    const text = JSON.stringify(this.document);
    this.asksFrom = text.includes('"ip-restriction"');
    this.places = text.replaceAll('"bearer_token_param_type":["header"]', '').includes('"bearer_token_param_type"')
      ? ['authorization', 'query', 'body', 'x-access-token']
      : ['authorization'];
  }

  /** Name of the route that takes a request, which does not depend on a token; undefined where the gateway leaves that to chance. */
  routeOf(request: GatewayRequest): string | null | undefined {
    const known = this.taken.get(request) ?? { route: this.route(request) };
    this.taken.set(request, known);
    return known.route;
  }

  private route(request: GatewayRequest): string | null | undefined {
    const orders = this.options.flavor === 'traditional' ? (['listed', 'reversed'] as const) : (['listed'] as const);
    const taken = orders.map((ties) => call(this.document, { ...request, clientIp: '203.0.113.9' }, null, { ...this.options, ties }).route);
    return taken.every((one) => one === taken[0]) ? taken[0] : undefined;
  }

  /** The addresses from which a caller reaches an upstream by a request, with any token he can have, or none, wherever he puts it. */
  from(request: GatewayRequest, caller: Caller): readonly string[] {
    const found = [null, ...this.tokensOf(caller)].map((token) => this.reachesFrom(request, token));
    return ADDRESSES.filter((address) => found.some((some) => some.includes(address)));
  }

  /** What the plugins of a route say to a token depends on the request no further than whether it is by OPTIONS. */
  private reachesFrom(request: GatewayRequest, token: TestToken | null): readonly string[] {
    const key = `${request.method === 'OPTIONS' ? 'OPTIONS ' : ''}${this.routeOf(request) ?? '-'}`;
    const asked = this.asked.get(key) ?? new Map<TestToken | null, readonly string[]>();
    this.asked.set(key, asked);
    const found = asked.get(token) ?? this.reaches(request, token);
    asked.set(token, found);
    return found;
  }

  private reaches(request: GatewayRequest, token: TestToken | null): readonly string[] {
    const presented = token === null ? [null] : this.places.map((place) => ({ ...token, in: place }));
    // Where nothing asks for it, the first address stands for all.
    const asked = this.asksFrom ? ADDRESSES : ADDRESSES.slice(0, 1);
    const found = asked.filter((clientIp) =>
      presented.some((one) => call(this.document, { ...request, clientIp }, one, this.options).reachesUpstream),
    );
    return this.asksFrom || found.length === 0 ? found : ADDRESSES;
  }

  /** Client ids that the configuration takes tokens for and that no registration has. */
  outsideAudiences(): readonly string[] {
    const own = new Set(Object.values(this.directory.clientIds()));
    const named = configs(this.document).flatMap((config) => [
      ...texts(config['audience_required']),
      ...texts(config['bearer_jwt_auth_allowed_auds']),
    ]);
    return [...new Set(named)].filter((audience) => !own.has(audience));
  }

  /** Tenants whose tokens the configuration takes, the home tenant among them. */
  tenants(): readonly string[] {
    const named = configs(this.document).flatMap((config) => [...texts(config['issuers_allowed']), ...texts(config['issuer'])]);
    return [...new Set(named.flatMap((text) => /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(text)?.[0] ?? []))];
  }

  /** Tokens that say the same are one. */
  private tokensOf(caller: Caller): readonly TestToken[] {
    const key = JSON.stringify(caller);
    const found = this.known.get(key) ?? this.issue(caller).map((claims) => this.token(claims));
    this.known.set(key, found);
    return found;
  }

  private token(claims: Claims): TestToken {
    const key = JSON.stringify(claims);
    const found = this.made.get(key) ?? { signature: 'good', claims };
    this.made.set(key, found);
    return found;
  }

  private issue(caller: Caller): readonly Claims[] {
    if (caller.kind === 'anonymous') return [];
    if (caller.kind === 'any-token') return [this.own(caller.as, caller.tenant)];
    if (caller.kind === 'outside') return [this.own(caller.as, caller.tenant, caller.audience)];
    const apis = Object.keys(this.directory.clientIds());
    const issued = apis.map((api) => this.issueFor(caller, api));
    const [as, tenant] = caller.kind === 'foreign' ? [caller.as, caller.tenant] : [caller.kind, this.issuer.tenantId];
    return [...issued.filter((claims) => claims !== null), this.own(as, tenant)];
  }

  private issueFor(caller: Extract<Caller, { kind: 'application' | 'person' | 'foreign' }>, api: string): Claims | null {
    if (caller.kind === 'application') return this.directory.applicationToken(caller.name, api, this.issuer);
    if (caller.kind === 'foreign') return this.directory.foreignToken(api, caller.as, { ...this.issuer, callerTenant: caller.tenant });
    const person = { objectId: 'somebody', groups: caller.is };
    return caller.consents
      ? this.directory.consentedToken(caller.name, api, person, this.issuer)
      : this.directory.personToken(caller.name, api, person, this.issuer);
  }

  /** The most that an API of the caller's own can say in a token: roles and scopes of whatever names it likes. */
  private own(as: 'application' | 'person', tenant: string, aud = madeUp(`an API of his own in ${tenant}`)): Claims {
    const times = { iat: DEFAULT_NOW - 60, nbf: DEFAULT_NOW - 60, exp: DEFAULT_NOW + 3600 };
    const { roles, scopes, groups } = this.words;
    return {
      ver: '2.0',
      iss: `https://${this.issuer.login ?? ''}/${tenant}/v2.0`,
      aud,
      azp: madeUp('his own client'),
      oid: madeUp('himself'),
      sub: madeUp('himself'),
      tid: tenant,
      roles,
      groups,
      ...times,
      ...(as === 'person' ? { scp: [...scopes, 'own'].join(' ') } : { idtyp: 'app' }),
    };
  }
}

type Config = Readonly<Record<string, unknown>>;

/** A rendered file as far as it is read here. */
export interface KongFile {
  readonly services: readonly { readonly routes: readonly KongRoute[]; readonly plugins?: readonly KongPlugin[] }[];
  readonly routes?: readonly KongRoute[];
}

export interface KongRoute {
  readonly name: string;
  readonly hosts?: readonly string[];
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly plugins?: readonly KongPlugin[];
}

interface KongPlugin {
  readonly name: string;
  readonly config: Config;
}

/** Routes of a file, those without a service among them. */
export function routesIn({ services, routes = [] }: KongFile): readonly KongRoute[] {
  return [...services.flatMap((service) => service.routes), ...routes];
}

function configs(file: KongFile): readonly Config[] {
  const owners = [...file.services, ...routesIn(file)];
  return owners.flatMap(({ plugins = [] }) => plugins.filter(({ name }) => TOKENS.includes(name)).map(({ config }) => config));
}

const TOKENS = ['openid-connect', 'oidc', 'acl'];

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : typeof value === 'string' ? [value] : [];
}
