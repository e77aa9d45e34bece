import { type Application, type Directory, type DirectoryPlace, type Identity } from '../../terraform';
import { graphPermissions, lookUp, markersIn } from '../../model';
import { STANDARDS, type OrganisationDefaults, type Standards } from '../organisation';
import { type FindingPlace, type LintInput } from '../types';
import { guardsOf, type Guard, type GuardAudience } from './guards';
import { lintRoutes, pluginOwners, type LintRoute, type PluginOwner } from './routes';

const NOWHERE: Directory = { tenantId: null, applications: [], roleAssignments: [], scopeGrants: [], unread: [] };

/** One deployment as rules see it: what is known of it, both halves joined. */
export class LintView {
  readonly directory: Directory;
  readonly routes: readonly LintRoute[];
  readonly plugins: readonly PluginOwner[];
  /** Configurations of `openid-connect` and `oidc`. */
  readonly guards: readonly Guard[];
  readonly standards: Standards;
  private readonly byIdentity: ReadonlyMap<Identity, Application>;
  private readonly byClientId: ReadonlyMap<string, Application>;
  private readonly byUri: ReadonlyMap<string, Application>;
  private readonly keys: ReadonlyMap<Identity, string>;
  /** Values of roles and scopes of APIs that the definition has as registered elsewhere, by id. */
  readonly externalValues: ReadonlyMap<string, string>;
  /** The same values alone. */
  readonly externalNames: ReadonlySet<string>;
  private readonly aliases: ReadonlyMap<Identity, Identity>;
  private readonly keyByClientId: ReadonlyMap<string, string>;
  private readonly outside: ReadonlyMap<Identity, string>;
  private readonly behind = new Map<Application, Guard[]>();

  constructor(
    /** What was given. */
    readonly input: LintInput,
    organisation: OrganisationDefaults = {},
    /** Date by which things expire; unknown where absent. */
    readonly today?: string,
    private readonly beside: () => readonly LintView[] = () => [],
  ) {
    this.standards = { ...STANDARDS, ...organisation };
    this.directory = input.directory ?? NOWHERE;
    const { applications } = this.directory;
    this.byIdentity = new Map(applications.map((one) => [one.identity, one]));
    this.byClientId = new Map(
      applications.flatMap((one) => (one.clientId === undefined ? [] : [[one.clientId.toLowerCase(), one] as const])),
    );
    this.byUri = new Map(applications.flatMap((one) => one.identifierUris.map((uri) => [uri, one] as const)));
    this.keys = new Map([...(input.clients ?? [])].map(([key, identity]) => [identity, key]));
    this.keyByClientId = new Map(Object.entries(input.clientIds ?? {}).map(([key, id]) => [id.toLowerCase(), key]));
    this.aliases = aliasesOf(input);
    this.outside = outsideNames(input);
    const external = (input.definition?.model.externalApis ?? []).flatMap(({ roles, scopes }) => [...roles, ...scopes]);
    this.externalValues = new Map(external.map(({ id, value }) => [id, value]));
    this.externalNames = new Set(this.externalValues.values());
    this.routes = input.gateway === undefined ? [] : lintRoutes(input.gateway, input.definition);
    this.plugins = input.gateway === undefined ? [] : pluginOwners(input.gateway.content);
    this.guards = guardsOf(this.routes, this.plugins, (text) => this.audience(text));
    for (const guard of this.guards) {
      for (const { application } of guard.audiences) {
        if (application === undefined) continue;
        const known = this.behind.get(application);
        if (known === undefined) this.behind.set(application, [guard]);
        else known.push(guard);
      }
    }
  }

  /** The other deployments that are checked with it. */
  get others(): readonly LintView[] {
    return this.beside().filter((one) => one !== this);
  }

  /** The application behind an identity, where this deployment makes it. */
  application(identity: Identity): Application | undefined {
    return this.byIdentity.get(identity);
  }

  /** The client id of an API that is registered elsewhere, where a definition knows it by its object id too. */
  canonical(identity: Identity): Identity {
    return this.aliases.get(identity) ?? identity;
  }

  /** What an application is called: its key, or its address. */
  subjectOf(application: Application): string {
    return this.keys.get(application.identity) ?? application.place.resource.address;
  }

  /** What an identity is called: the name of the definition or of Microsoft, where it has one. */
  nameOf(identity: Identity): string {
    const application = this.byIdentity.get(identity);
    return application === undefined ? (this.outside.get(identity) ?? identity) : this.subjectOf(application);
  }

  /** Where something of the directory stands. */
  placeOf({ resource, field }: DirectoryPlace, argument = field): FindingPlace {
    return {
      address: resource.address,
      ...(argument !== undefined && { argument }),
      ...(resource.construct !== undefined && { construct: resource.construct }),
    };
  }

  /** The guards that accept tokens for an application. */
  guardsOf(application: Application): readonly Guard[] {
    return this.behind.get(application) ?? [];
  }

  /** True for an application that offers something, or for which the gateway accepts tokens. */
  isApi(application: Application): boolean {
    return application.roles.length > 0 || application.scopes.length > 0 || this.guardsOf(application).length > 0;
  }

  /** The application that a client id, or a marker of one, is of. */
  private audience(text: string): GuardAudience {
    const key = [...markersIn(text)][0] ?? this.keyByClientId.get(text.toLowerCase());
    const identity = key === undefined ? undefined : this.input.clients?.get(key);
    const byId = identity === undefined ? this.byClientId.get(text.toLowerCase()) : this.byIdentity.get(identity);
    if (byId !== undefined) return { text, application: byId, by: 'client id' };
    const byUri = this.byUri.get(text.replace(/\/$/, '')) ?? this.byUri.get(text);
    return byUri === undefined ? { text } : { text, application: byUri, by: 'identifier URI' };
  }
}

/** Names that an environment has for what is registered elsewhere, by client id and object id. */
function outsideNames({ definition }: LintInput): ReadonlyMap<Identity, string> {
  const { externalApis = {}, externalClients = {}, managedIdentities = {}, groups = {}, people = {} } = definition?.environment ?? {};
  const outside = [externalApis, externalClients, managedIdentities].flatMap((names) => Object.entries(names));
  return new Map([
    [graphPermissions.appId, 'Microsoft Graph'],
    ...[groups, people].flatMap((names) => Object.entries(names).map(([name, id]) => [id, name] as const)),
    ...outside.flatMap(([name, { clientId, objectId }]) => [[clientId, name] as const, [objectId, name] as const]),
  ]);
}

/** Client ids by whatever else an environment has for APIs that are registered elsewhere. */
function aliasesOf({ definition }: LintInput): ReadonlyMap<Identity, Identity> {
  return new Map(
    (definition?.model.externalApis ?? []).flatMap(({ name, clientId }) => {
      const known = lookUp(definition?.environment.externalApis ?? {}, name);
      return known === undefined ? [] : [known.clientId, known.objectId].map((id) => [id, clientId ?? known.clientId] as const);
    }),
  );
}
