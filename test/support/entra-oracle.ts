import { Blocks, madeUp, nested, type Block } from './entra-blocks';
import { readPresences, readRegistration, valueOf, type Permission, type Presence, type Registration } from './entra-registrations';
import { issue, type Claims, type IssuerOptions } from './entra-tokens';

export type { Claims, IssuerOptions } from './entra-tokens';

/** What a caller holds of an API by consent or pre-authorization. Callers and APIs by key, unknown ones by id. */
export interface HeldPermissions {
  readonly caller: string;
  readonly api: string;
  /** Values in order; ids for an API that is not registered here. */
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

/** What a group or person, known by object id, holds of an API. */
export interface HeldPosition {
  readonly principal: string;
  readonly api: string;
  readonly roles: readonly string[];
}

/** A person who signs in. */
export interface SignedIn {
  readonly objectId: string;
  /** Object ids of the groups the person is a member of. */
  readonly groups?: readonly string[];
}

/** How what the files leave open is read. */
export interface OracleReading {
  /** True where an object id that nothing in the files makes may be that of an application, a group or a person: it is read as each. */
  readonly unknownIsEither?: boolean;
}

const DEFAULT_ROLE = '00000000-0000-0000-0000-000000000000';

/**
 * The directory that a deployment's stacks describe, read from their synthesized Terraform JSON alone.
 *
 * @param stacks parsed `cdk.tf.json` of every stack of one deployment
 * @param outside object ids, and client ids, of applications that are not registered here, to their keys
 */
export class EntraOracle {
  private readonly blocks: Blocks;
  private readonly registrations: readonly Registration[];
  private readonly presences: readonly Presence[];
  private readonly keys: ReadonlyMap<string, string>;
  private held: readonly HeldPermissions[] | undefined;
  private positions: readonly HeldPosition[] | undefined;

  constructor(
    stacks: readonly unknown[],
    private readonly outside: Readonly<Record<string, string>> = {},
    private readonly reading: OracleReading = {},
  ) {
    this.blocks = new Blocks(stacks as readonly Block[]);
    this.registrations = this.blocks.all('azuread_application').map(({ address, block }) => readRegistration(this.blocks, address, block));
    this.presences = readPresences(this.blocks);
    this.keys = new Map(Object.entries(this.clientIds()).map(([key, clientId]) => [clientId, key]));
  }

  /** The output `client_ids`, evaluated: key of a registration to its client id. */
  public clientIds(): Readonly<Record<string, string>> {
    const value = this.blocks.output('client_ids') as Readonly<Record<string, unknown>>;
    return Object.fromEntries(Object.entries(value).map(([key, reference]) => [key, this.blocks.resolve(reference)]));
  }

  /** Who holds what of which API, each pair once, in order. Pre-authorized scopes count as held. */
  public grants(): readonly HeldPermissions[] {
    return (this.held ??= this.readGrants());
  }

  /** Which groups and people are assigned to which API, with the values of the roles; none means the API as such. */
  public assignments(): readonly HeldPosition[] {
    return (this.positions ??= this.readAssignments());
  }

  private readGrants(): readonly HeldPermissions[] {
    const held = new Map<string, { roles: Set<string>; scopes: Set<string> }>();
    const of = (caller: string, api: string): { roles: Set<string>; scopes: Set<string> } => {
      const pair = `${caller} ${api}`;
      const known = held.get(pair) ?? { roles: new Set(), scopes: new Set() };
      held.set(pair, known);
      return known;
    };
    for (const { principal, api, role, byApplication } of this.assigned()) if (byApplication) of(principal, api).roles.add(role);
    for (const { block } of this.blocks.all('azuread_service_principal_delegated_permission_grant')) {
      if (block['user_object_id'] !== undefined) throw new Error('a grant of one person is not interpreted');
      const { scopes } = of(this.nameOf(block['service_principal_object_id']), this.nameOf(block['resource_service_principal_object_id']));
      for (const value of block['claim_values'] as readonly unknown[]) scopes.add(this.blocks.resolve(value));
    }
    for (const { block } of this.blocks.all('azuread_application_pre_authorized')) {
      const api = this.registrationById(this.blocks.resolve(block['application_id']));
      const client = this.blocks.resolve(block['authorized_client_id']);
      const { scopes } = of(this.keyOfClient(client), this.keyOf(api));
      for (const id of block['permission_ids'] as readonly unknown[]) scopes.add(valueOf(api.scopes, this.blocks.resolve(id), api.address));
    }
    return inOrder(
      [...held].map(([pair, { roles, scopes }]) => ({ ...pairOf(pair), roles: [...roles].sort(), scopes: [...scopes].sort() })),
    );
  }

  private readAssignments(): readonly HeldPosition[] {
    const held = new Map<string, Set<string>>();
    for (const { principal, api, role, byApplication } of this.assigned()) {
      if (byApplication) continue;
      const roles = held.get(`${principal} ${api}`) ?? new Set();
      held.set(`${principal} ${api}`, role === DEFAULT_ROLE ? roles : roles.add(role));
    }
    return inOrder([...held].map(([pair, roles]) => ({ principal: pairOf(pair).caller, api: pairOf(pair).api, roles: [...roles].sort() })));
  }

  /** Permissions a caller asks for: API by key or client id, ids of roles and scopes. */
  public requests(): readonly HeldPermissions[] {
    const rows = this.blocks.all('azuread_application').flatMap(({ address, block }) =>
      nested(block, 'required_resource_access').map((access) => {
        const entries = nested(access, 'resource_access').map((entry) => ({ id: this.blocks.resolve(entry['id']), type: entry['type'] }));
        return {
          caller: this.blocks.resolve(`\${${address}.client_id}`),
          api: this.blocks.resolve(access['resource_app_id']),
          roles: entries.filter(({ type }) => type === 'Role').map(({ id }) => id),
          scopes: entries.filter(({ type }) => type === 'Scope').map(({ id }) => id),
        };
      }),
    );
    const separate = this.blocks.all('azuread_application_api_access').map(({ block }) => {
      const ids = (name: string): string[] => ((block[name] ?? []) as readonly unknown[]).map((id) => this.blocks.resolve(id));
      return {
        caller: this.registrationById(this.blocks.resolve(block['application_id'])).clientId,
        api: this.blocks.resolve(block['api_client_id']),
        roles: ids('role_ids'),
        scopes: ids('scope_ids'),
      };
    });
    return inOrder(
      [...rows, ...separate].map((row) => ({
        caller: this.keyOfClient(row.caller),
        api: this.keyOfClient(row.api),
        roles: row.roles.sort(),
        scopes: row.scopes.sort(),
      })),
    );
  }

  /** Claims of the token an application gets for itself, or null when Entra refuses one. */
  public applicationToken(caller: string, api: string, options: IssuerOptions): Claims | null {
    const resource = this.registrationOf(api);
    const roles = this.grants().find((row) => row.caller === caller && row.api === api)?.roles ?? [];
    if (roles.length === 0 && this.presenceOf(resource).assignmentRequired) return null;
    const oid = this.objectIdOf(caller);
    return issue(resource, this.clientIdOf(caller), options, {
      oid,
      sub: oid,
      azpacr: '1',
      ...(resource.idtyp ? { idtyp: 'app' } : {}),
      ...(roles.length === 0 ? {} : { roles }),
    });
  }

  /** Claims of the token a client gets for a signed-in person, or null when Entra refuses one. */
  public personToken(caller: string, api: string, person: SignedIn, options: IssuerOptions): Claims | null {
    const scopes = this.grants().find((row) => row.caller === caller && row.api === api)?.scopes ?? [];
    return this.tokenWith(caller, api, person, scopes, options);
  }

  /** The same where the person consents by himself to the scopes that are for people, besides what the client was granted. */
  public consentedToken(caller: string, api: string, person: SignedIn, options: IssuerOptions): Claims | null {
    const granted = this.grants().find((row) => row.caller === caller && row.api === api)?.scopes ?? [];
    const consented = this.registrationOf(api).scopes.filter((scope) => scope.enabled && scope.consentedByPeople);
    return this.tokenWith(caller, api, person, [...new Set([...granted, ...consented.map(({ value }) => value)])].sort(), options);
  }

  /** The most an administrator of the caller's tenant can give to an application or a person there, or null where the API is not for it. */
  public foreignToken(api: string, as: 'application' | 'person', options: IssuerOptions): Claims | null {
    const resource = this.registrationOf(api);
    const kind = as === 'application' ? 'Application' : 'User';
    const roles = resource.roles.filter((role) => role.enabled && role.memberTypes.includes(kind)).map(({ value }) => value);
    const scopes = resource.scopes.filter((scope) => scope.enabled).map(({ value }) => value);
    if (as === 'person' && scopes.length === 0) return null;
    return issue(resource, madeUp('client of another tenant'), options, {
      oid: madeUp('principal of another tenant'),
      sub: madeUp('principal of another tenant'),
      roles,
      ...(as === 'person' ? { scp: scopes.join(' ') } : { azpacr: '1', ...(resource.idtyp ? { idtyp: 'app' } : {}) }),
    });
  }

  private tokenWith(caller: string, api: string, person: SignedIn, scopes: readonly string[], options: IssuerOptions): Claims | null {
    const resource = this.registrationOf(api);
    const positions = this.assignments().filter(
      (row) => row.api === api && [person.objectId, ...(person.groups ?? [])].includes(row.principal),
    );
    if (scopes.length === 0 || (positions.length === 0 && this.presenceOf(resource).assignmentRequired)) return null;
    const roles = [...new Set(positions.flatMap((row) => row.roles))].sort();
    return issue(resource, this.clientIdOf(caller), options, {
      oid: person.objectId,
      sub: madeUp(`${person.objectId} ${caller}`),
      scp: scopes.join(' '),
      ...(roles.length === 0 ? {} : { roles }),
    });
  }

  /** What Entra itself would refuse or leave without effect. */
  public problems(): readonly string[] {
    const attempts: readonly (() => unknown)[] = [() => this.grants(), () => this.assignments(), () => this.requests()];
    const thrown = attempts.flatMap((attempt) => {
      try {
        attempt();
        return [];
      } catch (error) {
        return [String(error)];
      }
    });
    const pairs = this.blocks
      .all('azuread_service_principal_delegated_permission_grant')
      .map(({ block }) => `${String(block['service_principal_object_id'])} -> ${String(block['resource_service_principal_object_id'])}`);
    return [
      ...new Set(thrown),
      ...pairs.filter((pair, index) => pairs.indexOf(pair) !== index).map((pair) => `two delegated grants ${pair}`),
      ...this.registrations
        .filter((entry) => entry.roles.length + entry.scopes.length > 0 && entry.version !== 2)
        .map((entry) => `${entry.address} issues tokens of version ${entry.version}`),
      ...this.registrations
        .filter((entry) => !this.presences.some((presence) => presence.clientId === entry.clientId))
        .map((entry) => `${entry.address} has no service principal`),
    ];
  }

  private *assigned(): Generator<{ principal: string; api: string; role: string; byApplication: boolean }> {
    for (const { address, block } of this.blocks.all('azuread_app_role_assignment')) {
      const role = this.blocks.resolve(block['app_role_id']);
      const resource = this.blocks.resolve(block['resource_object_id']);
      const principal = this.nameOf(block['principal_object_id']);
      const registration = this.registrations.find((entry) =>
        this.presences.some((presence) => presence.objectId === resource && presence.clientId === entry.clientId),
      );
      const published = registration?.roles.find((entry) => entry.id === role);
      if (registration !== undefined && role !== DEFAULT_ROLE && published?.enabled !== true)
        throw new Error(`${address}: ${registration.address} publishes no role ${role}`);
      for (const byApplication of this.kindsOf(block, published, registration)) {
        const kind = byApplication ? 'Application' : 'User';
        if (published !== undefined && !published.memberTypes.includes(kind))
          throw new Error(`${address}: role ${published.value} is not for ${kind}`);
        yield { principal, api: this.nameOf(block['resource_object_id']), role: published?.value ?? role, byApplication };
      }
    }
  }

  // A literal object id does not say whose it is: the list of those outside does, else the kinds a role is for.
  private kindsOf(block: Block, role: Permission | undefined, registration: Registration | undefined): readonly boolean[] {
    const objectId = this.blocks.resolve(block['principal_object_id']);
    if (this.presences.some((presence) => presence.objectId === objectId)) return [true];
    if (this.reading.unknownIsEither === true)
      return role === undefined ? [true, false] : role.memberTypes.map((kind) => kind === 'Application');
    if (Object.hasOwn(this.outside, objectId)) return [true];
    return [registration === undefined || (role !== undefined && !role.memberTypes.includes('User'))];
  }

  /** Key of a registration whose service principal it is, else the object id. */
  private nameOf(objectIdReference: unknown): string {
    const objectId = this.blocks.resolve(objectIdReference);
    const presence = this.presences.find((candidate) => candidate.objectId === objectId);
    return presence === undefined ? (this.outside[objectId] ?? objectId) : this.keyOfClient(presence.clientId);
  }

  private keyOfClient(clientId: string): string {
    return this.keys.get(clientId) ?? this.outside[clientId] ?? clientId;
  }

  private keyOf(registration: Registration): string {
    return this.keyOfClient(registration.clientId);
  }

  private registrationOf(key: string): Registration {
    const found = this.registrations.find((entry) => this.keyOf(entry) === key);
    if (found === undefined) throw new Error(`no registration ${key}`);
    return found;
  }

  private registrationById(id: string): Registration {
    const found = this.registrations.find((entry) => id === this.blocks.resolve(`\${${entry.address}.id}`));
    if (found === undefined) throw new Error(`no registration ${id}`);
    return found;
  }

  private presenceOf(registration: Registration): Presence {
    const found = this.presences.find((presence) => presence.clientId === registration.clientId);
    if (found === undefined) throw new Error(`${registration.address} has no service principal`);
    return found;
  }

  private clientIdOf(caller: string): string {
    return this.registrations.find((entry) => this.keyOf(entry) === caller)?.clientId ?? madeUp(`client of ${caller}`);
  }

  private objectIdOf(caller: string): string {
    const registration = this.registrations.find((entry) => this.keyOf(entry) === caller);
    return registration === undefined ? caller : this.presenceOf(registration).objectId;
  }
}

function pairOf(pair: string): { readonly caller: string; readonly api: string } {
  const [caller = '', api = ''] = pair.split(' ');
  return { caller, api };
}

function inOrder<Row extends object>(rows: readonly Row[]): readonly Row[] {
  const text = (row: Row): string => JSON.stringify(row);
  return [...rows].sort((a, b) => (text(a) < text(b) ? -1 : 1));
}
