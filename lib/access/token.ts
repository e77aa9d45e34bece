import { issuerOf } from '../kong';
import {
  lookUp,
  uuidOf,
  type AccessModel,
  type ApiModel,
  type Bindings,
  type ClientKind,
  type ClientModel,
  type Cloud,
  type EnvironmentModel,
  type ExternalClientModel,
  type OutsideIdentity,
  type PrincipalModel,
} from '../model';
import { holdingsOf, type Holdings } from './holdings';

/** Who asks Entra for an access token, and for which API. */
export interface TokenRequest {
  /** Key of a client, an external client or an API. */
  readonly caller: string;
  /** Key of an API this deployment registers. */
  readonly api: string;
  /** The person for whom the caller asks; the caller asks for itself when absent. */
  readonly person?: SignedInPerson;
}

/** A person who has signed in, as far as tokens depend on it. */
export interface SignedInPerson {
  /** The groups the person is in, and the person's own entry, of those that the definition assigns. */
  readonly principals: readonly Pick<PrincipalModel, 'kind' | 'key'>[];
  /** @default - a made-up one */
  readonly objectId?: string;
}

/** Claims of an access token, or why Entra issues none. */
export type IssuedToken =
  | { readonly claims: Readonly<Record<string, unknown>> }
  | {
      readonly refusal: {
        /** Code of the answer of the token endpoint. */
        readonly code: string;
        readonly reason: string;
        /** What in the definition would change it. */
        readonly fix: string;
      };
    };

/** What tokens depend on besides who asks. */
export interface TokenOptions {
  /** Client ids. @default - made up for registrations of the definition; the environment's for others */
  readonly bindings?: Bindings;
  /** Seconds since 1970 at which a token is issued. @default - 1,800,000,000 */
  readonly now?: number;
  /**
   * What the API asks for in `requestedAccessTokenVersion`. The registrations of a definition ask for 2; 1 is for those made elsewhere.
   * @default - 2
   */
  readonly version?: 1 | 2;
}

/** Issues tokens as Entra would for a definition that is deployed. */
export class TokenIssuer {
  private readonly holdings: Holdings;
  private readonly kinds: ReadonlyMap<string, ClientKind | 'api' | 'external'>;

  private readonly apis: ReadonlyMap<string, ApiModel>;
  private readonly clients: ReadonlyMap<string, ClientModel>;
  private readonly externalClients: ReadonlyMap<string, ExternalClientModel>;

  constructor(
    model: AccessModel,
    private readonly environment: EnvironmentModel,
    private readonly options: TokenOptions = {},
  ) {
    this.holdings = holdingsOf(model, environment);
    this.apis = byKey(model.apis);
    this.clients = byKey(model.clients);
    this.externalClients = byKey(model.externalClients);
    this.kinds = new Map<string, ClientKind | 'api' | 'external'>([
      ...model.externalClients.map(({ key }) => [key, 'external'] as const),
      ...model.apis.map(({ key }) => [key, 'api'] as const),
      ...model.clients.map(({ key, kind }) => [key, kind] as const),
    ]);
  }

  /**
   * The access token a caller gets for an API, or the refusal. Consent by people themselves is not counted.
   *
   * @see docs/entra.md, "Access tokens"
   */
  issue(request: TokenRequest): IssuedToken {
    return request.person === undefined ? this.forApplication(request) : this.forPerson(request, request.person);
  }

  /** Client id of a registration: the binding's, the environment's, or a made-up one that is the same every time. */
  clientIdOf(key: string): string {
    const { bindings = {} } = this.options;
    if (Object.hasOwn(bindings, key)) return bindings[key] ?? '';
    return this.outside(key)?.clientId ?? uuidOf(`stand-in/client-id/${key}`);
  }

  /** Claims every token for an API has, whoever asks for it. */
  common(api: string, caller: string | undefined, tenantId = this.environment.tenantId): Readonly<Record<string, unknown>> {
    const { now = 1_800_000_000, version = 2 } = this.options;
    const clientId = caller === undefined ? uuidOf('stand-in/any-client') : this.clientIdOf(caller);
    const times = { iat: now, nbf: now, exp: now + 3600, tid: tenantId };
    if (version === 2) {
      return {
        ver: '2.0',
        iss: issuerOf(this.environment.cloud, tenantId),
        aud: this.clientIdOf(api),
        azp: clientId,
        ...this.proof('azpacr', caller),
        ...times,
      };
    }
    const iss = v1Issuer(this.environment.cloud, tenantId);
    return {
      ver: '1.0',
      ...(iss !== undefined && { iss }),
      aud: this.clientIdOf(api),
      appid: clientId,
      ...this.proof('appidacr', caller),
      ...times,
    };
  }

  private forApplication({ caller, api }: TokenRequest): IssuedToken {
    const kind = this.kinds.get(caller);
    if (kind === 'spa' || kind === 'native') {
      return refusal(
        'AADSTS7000218',
        `${caller} is a public client: it has no credential of its own`,
        'let it ask for a signed-in person, or declare a daemon',
      );
    }
    const roles = this.holdings.rolesOf(caller, api);
    if (roles.length === 0 && this.isClosed(api)) {
      return refusal(
        'AADSTS501051',
        `${caller} is assigned no role of ${api}, which issues tokens to those it knows alone`,
        `grant ${caller} a role of ${api}`,
      );
    }
    const oid = this.objectIdOf(caller);
    return { claims: { ...this.common(api, caller), oid, sub: oid, idtyp: 'app', ...(roles.length > 0 && { roles }) } };
  }

  private forPerson({ caller, api }: TokenRequest, { principals, objectId }: SignedInPerson): IssuedToken {
    const kind = this.kinds.get(caller);
    if (kind === 'daemon' || kind === 'managed-identity') {
      return refusal('AADSTS500113', `${caller} signs nobody in: it has no reply address`, 'declare a web, SPA or native client');
    }
    const scopes = this.holdings.scopesOf(caller, api);
    if (scopes.length === 0) {
      return refusal('AADSTS65001', `nobody consented that ${caller} uses ${api} for people`, `grant ${caller} a scope of ${api}`);
    }
    const positions = this.holdings
      .assignmentsOf(api)
      .filter(({ principal }) => principals.some(({ kind: wanted, key }) => wanted === principal.kind && key === principal.key));
    if (positions.length === 0 && this.isClosed(api)) {
      return refusal('AADSTS50105', `the person is not assigned to ${api}`, `assign a group of the person, or the person, to ${api}`);
    }
    const roles = [...new Set(positions.flatMap((position) => position.roles))].sort();
    const oid =
      objectId ??
      uuidOf(
        `stand-in/person/${principals
          .map(({ kind: of, key }) => `${of}:${key}`)
          .sort()
          .join()}`,
      );
    return {
      claims: {
        ...this.common(api, caller),
        oid,
        sub: uuidOf(`stand-in/subject/${oid}/${caller}`),
        scp: scopes.join(' '),
        ...(roles.length > 0 && { roles }),
      },
    };
  }

  private isClosed(api: string): boolean {
    return this.apis.get(api)?.open !== true;
  }

  private objectIdOf(caller: string): string {
    return this.outside(caller)?.objectId ?? uuidOf(`stand-in/service-principal/${caller}`);
  }

  /** Ids of what is not registered here, as the environment has them. */
  private outside(key: string): OutsideIdentity | undefined {
    const { managedIdentity } = this.clients.get(key) ?? {};
    if (managedIdentity !== undefined) return lookUp(this.environment.managedIdentities, managedIdentity);
    const external = this.externalClients.get(key);
    return external === undefined ? undefined : lookUp(this.environment.externalClients, external.name);
  }

  /** How the client proved itself, where its kind decides that: secret or certificate is not in a definition. */
  private proof(claim: 'azpacr' | 'appidacr', caller: string | undefined): Readonly<Record<string, string>> {
    const kind = caller === undefined ? undefined : this.kinds.get(caller);
    if (kind === 'spa' || kind === 'native') return { [claim]: '0' };
    return kind === 'managed-identity' ? { [claim]: '2' } : {};
  }
}

/** Issuer of tokens of version 1; in the clouds of the US government only discovery tells it. */
function v1Issuer(cloud: Cloud, tenantId: string): string | undefined {
  const host = { global: 'sts.windows.net', china: 'sts.chinacloudapi.cn', usgovernmentl4: undefined, usgovernmentl5: undefined }[cloud];
  return host === undefined ? undefined : `https://${host}/${tenantId}/`;
}

function refusal(code: string, reason: string, fix: string): IssuedToken {
  return { refusal: { code, reason, fix } };
}

function byKey<Item extends { readonly key: string }>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.key, item]));
}
