/** Microsoft cloud that holds the tenant. */
export type Cloud = 'global' | 'usgovernmentl4' | 'usgovernmentl5' | 'china';

/**
 * How admin consent comes about: `grant` by this deployment, `request-only` by an administrator
 * elsewhere, `separate-stack` by a stack of its own that a more privileged identity deploys.
 */
export type ConsentMode = 'grant' | 'request-only' | 'separate-stack';

/** The Kong plugin that enforces access: `openid-connect` (Enterprise) or `oidc` with `acl` (open source). */
export type Dialect = 'openid-connect' | 'oidc';

/** Kong's router flavor, as in its setting `router_flavor`. */
export type RouterFlavor = 'traditional_compatible' | 'traditional' | 'expressions';

/** An identity that exists outside the definition. Both are GUIDs. */
export interface OutsideIdentity {
  /** Application (client) id. */
  readonly clientId: string;
  /** Object id of the service principal in the tenant. */
  readonly objectId: string;
}

/** How the calls of applications are told from those of people, where a route lets both in. */
export type ApplicationCalls =
  /** Applications call hosts of their own: host name of the definition to hosts. */
  | { readonly by: 'host'; readonly hosts: Readonly<Record<string, readonly string[]>> }
  /** Applications send a header. */
  | { readonly by: 'header'; readonly name: string; readonly value: string };

/** Where the access log goes. */
export type AccessLogTarget =
  | { readonly to: 'stdout' }
  | {
      readonly to: 'http';
      /** HTTPS URL of the collector. */
      readonly endpoint: string;
      /** Header name to a vault reference, such as `{vault://env/log-token}`. */
      readonly headers: Readonly<Record<string, string>>;
    };

/** Shared counters for rate limits. */
export interface RedisSettings {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  /** Vault reference, such as `{vault://env/redis-password}`. */
  readonly password?: string;
}

/** Deploys the gateway configuration in the same `cdktf deploy`, after the identities exist. */
export interface GatewaySync {
  readonly with: 'deck';
  /** Command that starts the CLI of this package, run in the folder of the synthesized stack. */
  readonly command: string;
}

/** The gateway of an environment. */
export interface GatewayModel {
  readonly dialect: Dialect;
  /** Version of Kong: four parts for Enterprise (`3.14.0.1`), three for open source (`3.9.3`). */
  readonly version: string;
  readonly flavor: RouterFlavor;
  /** Tags that mark the entities of this deployment; decK touches no others. */
  readonly selectTags: readonly string[];
  /** Networks (CIDR) of the proxies in front of the gateway whose forwarded headers it trusts; unknown when absent. */
  readonly trustedProxies?: readonly string[];
  readonly applicationCalls?: ApplicationCalls;
  readonly accessLog?: AccessLogTarget;
  readonly redis?: RedisSettings;
  readonly sync?: GatewaySync;
}

/** Policy for tokens and keys at the gateway. */
export interface TokenPolicyModel {
  /** Clock skew that is forgiven. */
  readonly leewaySeconds: number;
  /** Least time between two fetches of the issuer's keys when an unknown key turns up. */
  readonly rediscoverySeconds: number;
  /** Longest life of an access token in this tenant; nothing derived from a token is cached for longer. */
  readonly tokenLifetimeMinutes: number;
  /** How long the issuer's discovery document and keys are cached. */
  readonly keyCacheSeconds: number;
}

/** Where Terraform keeps the state. */
export type StateModel =
  /** Files beside the project, named after the stacks. */
  | { readonly kind: 'local' }
  /** Blobs of an Azure storage account, named after the stacks. */
  | {
      readonly kind: 'azure';
      readonly resourceGroup: string;
      readonly storageAccount: string;
      readonly container: string;
    };

/** Where the tenant's sign-in and audit logs go. */
export interface AuditModel {
  /** GUID of the Azure subscription. */
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly workspace: string;
  readonly retentionDays: number;
}

/** What differs between one deployment of a definition and another: it maps every name to a value. */
export interface EnvironmentModel {
  readonly key: string;
  readonly name: string;
  /** Appended to display names, identifier URIs and Kong names, so that environments can share a tenant or gateway. */
  readonly suffix: string;
  readonly cloud: Cloud;
  /** GUID of the home tenant. */
  readonly tenantId: string;
  /** True when no registration may be destroyed or replaced. */
  readonly protected: boolean;
  readonly consent: ConsentMode;
  /** Object ids of the identities that deploy; they own every registration. */
  readonly deployers: readonly string[];
  /** Name to object id, as are groups and people. */
  readonly owners: Readonly<Record<string, string>>;
  readonly groups: Readonly<Record<string, string>>;
  readonly people: Readonly<Record<string, string>>;
  /** Name to tenant GUID; `home` is this environment's own tenant. */
  readonly tenants: Readonly<Record<string, string>>;
  readonly managedIdentities: Readonly<Record<string, OutsideIdentity>>;
  readonly externalClients: Readonly<Record<string, OutsideIdentity>>;
  readonly externalApis: Readonly<Record<string, OutsideIdentity>>;
  readonly redirectUris: Readonly<Record<string, readonly string[]>>;
  readonly hosts: Readonly<Record<string, readonly string[]>>;
  /** Name to URL. */
  readonly upstreams: Readonly<Record<string, string>>;
  readonly origins: Readonly<Record<string, readonly string[]>>;
  /** Name to networks in CIDR notation. */
  readonly networks: Readonly<Record<string, readonly string[]>>;
  readonly gateway: GatewayModel;
  readonly tokens: TokenPolicyModel;
  readonly state: StateModel;
  readonly audit?: AuditModel;
}
