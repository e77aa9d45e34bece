import { gatewayNames, terraformName, type AccessFile } from '../../model';
import { type Identity } from '../../terraform';

/** A route as the definition has it. */
export interface NamedRoute {
  readonly key: string;
  readonly api: string;
  readonly path: string;
  readonly methods: readonly string[];
  /** Why it is public, where it is. */
  readonly reason?: string;
}

/** Names and places that a definition gives to what its deployment makes. They are names only: nothing is believed on their account. */
export class Names {
  private readonly keys = new Map<string, string>();
  private readonly outside = new Map<string, { readonly kind: string; readonly name: string }>();
  private readonly routes = { base: new Map<string, NamedRoute>(), head: new Map<string, NamedRoute>() };
  private readonly teams = new Map<string, string>();
  private readonly apis = new Set<string>();
  /** What each name of a registration stands for on either side: one of the deployment's own, or ids of one of elsewhere. */
  private readonly meanings = new Map<string, Set<string>>();

  /**
   * @param deployment Name of the stack that makes the registrations
   * @param deployed Registrations by their keys, where there is no definition of the base and its state says so
   */
  constructor(
    private readonly deployment: string,
    base: AccessFile | undefined,
    head: AccessFile | undefined,
    deployed: ReadonlyMap<string, Identity> = new Map(),
  ) {
    this.recognize(deployed);
    if (base !== undefined) this.read(base, this.routes.base);
    if (head !== undefined) this.read(head, this.routes.head);
  }

  /** Remembers what a definition calls things, and under which names the gateway has its routes. */
  private read({ model, environment }: AccessFile, routes: Map<string, NamedRoute>): void {
    for (const { key, team } of model.apis) {
      this.register('api', key, team);
      this.apis.add(key);
      this.mean(key, 'own');
    }
    for (const { key, team, managedIdentity } of model.clients) {
      this.register('client', key, team);
      if (managedIdentity === undefined) this.mean(key, 'own');
      else this.identify(key, 'client', environment.managedIdentities[managedIdentity]);
    }
    for (const { key, name } of model.externalClients) this.identify(key, 'client', environment.externalClients[name]);
    for (const { key, name, clientId } of model.externalApis) {
      this.identify(key, 'API', environment.externalApis[name]);
      if (clientId !== undefined) this.remember(clientId, 'API', key);
    }
    this.readIds(environment);
    for (const { key, api, path, methods, access } of model.routes) {
      const named = { key, api, path, methods: methods ?? [], ...(access.kind === 'public' && { reason: access.reason }) };
      for (const name of gatewayNames({ key, api }, environment)) this.first(routes, name, named);
    }
  }

  private readIds({ groups, people, tenants, tenantId, owners, deployers }: AccessFile['environment']): void {
    const named = { group: groups, person: people, tenant: { ...tenants, home: tenantId }, owner: owners };
    for (const [kind, ids] of Object.entries(named)) for (const [name, id] of Object.entries(ids)) this.remember(id, kind, name);
    for (const id of deployers) this.remember(id, 'owner', 'a deploying identity');
  }

  /** Key of a registration, name of what is registered elsewhere, else what it is known by. */
  of(identity: Identity): string {
    return this.keys.get(this.ownAddress(identity)) ?? this.outside.get(identity)?.name ?? identity;
  }

  /** The same for people to read: with the id, where the name stands for something else besides. */
  shown(identity: Identity): string {
    const name = this.of(identity);
    const isAmbiguous = this.outside.has(identity) && (this.meanings.get(name)?.size ?? 0) > 1;
    return isAmbiguous ? `${name} (${identity})` : name;
  }

  /** Name of a registration in the deployment's own stack: one of the same name in another stack, or of another type, is another. */
  private ownAddress(identity: Identity): string {
    const own = `${this.deployment}/azuread_application.`;
    return identity.startsWith(own) ? identity.slice(own.length) : '';
  }

  /** What an object id is said to be. */
  outsideOf(id: string): { readonly kind: string; readonly name: string } | undefined {
    return this.outside.get(id.toLowerCase());
  }

  /** A route as a side has it, else as the other one has. */
  route(gatewayName: string, side: 'base' | 'head' = 'head'): NamedRoute | undefined {
    return this.routes[side].get(gatewayName) ?? this.routes[side === 'base' ? 'head' : 'base'].get(gatewayName);
  }

  /** Whether a key is that of an API of the definition. */
  isApi(key: string): boolean {
    return this.apis.has(key);
  }

  team(key: string): string | undefined {
    return this.teams.get(key);
  }

  private recognize(deployed: ReadonlyMap<string, Identity>): void {
    for (const [key, identity] of deployed) {
      const address = this.ownAddress(identity);
      if (address === '') continue;
      this.first(this.keys, address, key);
      this.mean(key, 'own');
    }
  }

  private register(kind: 'api' | 'client', key: string, team: string): void {
    this.first(this.keys, terraformName(kind, key), key);
    this.first(this.teams, key, team);
  }

  private identify(key: string, kind: string, ids: { readonly clientId: string; readonly objectId: string } | undefined): void {
    if (ids === undefined) return;
    this.mean(key, `${ids.clientId} ${ids.objectId}`.toLowerCase());
    this.remember(ids.objectId, kind, key);
    this.remember(ids.clientId, kind, key);
  }

  private mean(name: string, what: string): void {
    this.meanings.set(name, (this.meanings.get(name) ?? new Set()).add(what));
  }

  private remember(id: string, kind: string, name: string): void {
    this.first(this.outside, id.toLowerCase(), { kind, name });
  }

  /** The first name counts: that of BASE, so that a change cannot call a group by the name of another. */
  private first<Value>(map: Map<string, Value>, name: string, value: Value): void {
    if (!map.has(name)) map.set(name, value);
  }
}
