import { usesSecret } from '../proofs';
import { type Sandbox } from '../sandbox';

/** Somebody who may get tokens. */
export interface CallerParty {
  readonly key: string;
  readonly name: string;
  /** A kind of client, `external` for one that is registered elsewhere, or `api`. */
  readonly kind: string;
  readonly team?: string;
  readonly usesSecret: boolean;
}

/** Whoever holds something: a caller, an API, a group or a person, by the key or the name that the definition gives it. */
export interface Party {
  readonly kind: 'caller' | 'group' | 'person' | 'other';
  readonly key: string;
}

/** Who is who in the deployment that a sandbox runs: keys of the definition for ids of the directory. */
export class Parties {
  /** Whoever may ask for tokens, in the order of the definition. */
  readonly callers: readonly CallerParty[];
  /** Keys of the APIs for which tokens are asked. */
  readonly apis: readonly string[];
  readonly groups: readonly string[];
  readonly people: readonly string[];
  private readonly byObjectId = new Map<string, Party>();
  private readonly byClientId = new Map<string, string>();
  private readonly apiOf = new Map<string, string>();

  constructor(private readonly sandbox: Sandbox) {
    const { model, environment } = sandbox.deployment.access;
    const clients = [
      ...model.clients,
      ...model.externalClients.map((one) => ({ ...one, kind: 'external', team: undefined })),
      ...model.apis.map((one) => ({ ...one, kind: 'api' })),
    ];
    this.callers = clients.map(({ key, name, kind, team }): CallerParty => {
      const principal = sandbox.find(key);
      if (principal !== undefined) {
        this.byObjectId.set(principal.id, { kind: 'caller', key });
        this.byClientId.set(principal.appId, key);
      }
      // What was deleted from the directory stays in the definition, and gets no token.
      const proves = principal !== undefined && usesSecret(sandbox.home, principal);
      return { key, name, kind, ...(team !== undefined && { team }), usesSecret: proves };
    });
    const ownApis = [...model.apis, ...model.externalApis.filter(({ clientId }) => clientId === undefined)];
    this.apis = ownApis.map(({ key }) => key);
    for (const { key } of ownApis) {
      const principal = sandbox.find(key);
      if (principal !== undefined) this.apiOf.set(principal.id, key);
    }
    for (const { key, clientId = '' } of model.externalApis) {
      const principal = sandbox.home.servicePrincipals.ofClientId(clientId);
      if (principal !== undefined) this.apiOf.set(principal.id, key);
    }
    this.groups = Object.keys(environment.groups);
    for (const [name, id] of Object.entries(environment.groups)) this.byObjectId.set(id, { kind: 'group', key: name });
    this.people = Object.keys(environment.people);
    for (const [name, id] of Object.entries(environment.people)) this.byObjectId.set(id, { kind: 'person', key: name });
  }

  /** Who has an object id, by the definition; else by the name that the directory has. */
  ofObjectId(id: string): Party {
    const known = this.byObjectId.get(id);
    if (known !== undefined) return known;
    const { home } = this.sandbox;
    const user = home.people.user(id);
    return user === undefined ? { kind: 'other', key: home.principal(id)?.displayName ?? id } : { kind: 'person', key: user.displayName };
  }

  /** Key of the caller with a client id; undefined where the deployment has none. */
  ofClientId(clientId: string): string | undefined {
    return this.byClientId.get(clientId);
  }

  /** Key of the API with an object id; undefined where the deployment has none. */
  apiWith(objectId: string): string | undefined {
    return this.apiOf.get(objectId);
  }
}
