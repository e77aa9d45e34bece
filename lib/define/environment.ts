import { throwIfAny } from '../errors';
import { checkEnvironmentShape } from '../model';
import type {
  AccessLogTarget,
  ApplicationCalls,
  AuditModel,
  Cloud,
  ConsentMode,
  Dialect,
  EnvironmentModel,
  OutsideIdentity,
  RedisSettings,
  RouterFlavor,
  StateModel,
  TokenPolicyModel,
} from '../model';
import { checkInput, isRecord } from './untyped';

type Named<Value> = Readonly<Record<string, Value>>;

/** The gateway of an environment. */
export interface GatewayInput {
  /** `openid-connect` for Kong Enterprise, `oidc` (with `acl`) for open-source Kong. */
  readonly dialect: Dialect;
  /** Version of Kong: four parts for Enterprise (`3.14.0.1`), three for open source (`3.9.3`). */
  readonly version: string;
  /** Kong's `router_flavor`. @default - `traditional_compatible`, as Kong's own default */
  readonly flavor?: RouterFlavor;
  /** Tags that mark the entities of this deployment; decK touches no others. Must be its own on a shared gateway. */
  readonly selectTags: readonly string[];
  /** Networks of the proxies whose forwarded headers the gateway trusts. @default - unknown, so no route may be limited to networks */
  readonly trustedProxies?: readonly string[];
  /** How applications' calls are told from people's. @default - they are not; a route that needs it is refused */
  readonly applicationCalls?: ApplicationCalls;
  readonly accessLog?: AccessLogTarget;
  /** Shared counters for rate limits. @default - each node counts for itself */
  readonly redis?: RedisSettings;
  /** Deploys the gateway in the same `cdktf deploy`. @default - only files are written */
  readonly sync?: { readonly with: 'deck'; readonly command?: string };
}

/** What {@link defineEnvironment} is told: a value for every name of the definitions deployed to it. */
export interface EnvironmentInput {
  readonly name: string;
  /** Identity of the environment; part of stack names. @default - the name */
  readonly key?: string;
  /** Appended to display names, identifier URIs and Kong names, such as `-dev`. @default - nothing */
  readonly suffix?: string;
  /** @default - `global` */
  readonly cloud?: Cloud;
  /** GUID of the home tenant; deploying to another fails before anything is changed. */
  readonly tenantId: string;
  /** True forbids that a registration is destroyed or replaced. */
  readonly protected: boolean;
  /** @default - `grant` */
  readonly consent?: ConsentMode;
  /** Object ids of the identities that deploy; they own every registration. At least one. */
  readonly deployers: readonly string[];
  readonly owners?: Named<string>;
  readonly groups?: Named<string>;
  readonly people?: Named<string>;
  readonly tenants?: Named<string>;
  readonly managedIdentities?: Named<OutsideIdentity>;
  readonly externalClients?: Named<OutsideIdentity>;
  readonly externalApis?: Named<OutsideIdentity>;
  readonly redirectUris?: Named<readonly string[]>;
  readonly hosts?: Named<string | readonly string[]>;
  readonly upstreams?: Named<string>;
  readonly origins?: Named<readonly string[]>;
  readonly networks?: Named<readonly string[]>;
  readonly gateway: GatewayInput;
  /** @default - 60 s leeway, keys fetched again at most every 30 s and at least every hour, tokens of at most 90 minutes */
  readonly tokens?: Partial<TokenPolicyModel>;
  /** @default - local files beside the project */
  readonly state?: StateModel;
  readonly audit?: AuditModel;
}

/** How the provisioner starts the CLI when the environment does not say. */
const SYNC_COMMAND = 'npx --no-install kong-entra';

/**
 * Checks an environment and returns it as plain data, defaults filled in.
 *
 * @throws DefinitionError with every problem of the environment at once.
 */
export function defineEnvironment(input: EnvironmentInput): EnvironmentModel {
  checkInput(input, 'defineEnvironment');
  const { gateway, hosts, tokens, ...rest } = input;
  const environment = {
    suffix: '',
    cloud: 'global',
    consent: 'grant',
    owners: {},
    groups: {},
    people: {},
    tenants: {},
    managedIdentities: {},
    externalClients: {},
    externalApis: {},
    redirectUris: {},
    upstreams: {},
    origins: {},
    networks: {},
    state: { kind: 'local' },
    ...rest,
    key: input.key ?? input.name,
    hosts: isRecord(hosts ?? {})
      ? Object.fromEntries(Object.entries(hosts ?? {}).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]))
      : hosts,
    tokens: isRecord(tokens ?? {})
      ? { leewaySeconds: 60, rediscoverySeconds: 30, tokenLifetimeMinutes: 90, keyCacheSeconds: 3600, ...tokens }
      : tokens,
    gateway: !isRecord(gateway)
      ? gateway
      : {
          flavor: 'traditional_compatible',
          ...gateway,
          ...(isRecord(gateway.sync) ? { sync: { command: SYNC_COMMAND, ...gateway.sync } } : {}),
        },
  } as EnvironmentModel;
  throwIfAny(checkEnvironmentShape(environment));
  return environment;
}
