import { type Json } from '../../terraform';
import { checkApplication } from './application-rules';
import { APPLICATION_DEFAULTS } from './defaults';
import { badRequest, notFound } from './graph-error';
import { merged } from './merge';
import { type Tenant } from './tenant';
import { type Application } from './types';

/** The app registrations of a tenant. */
export class Applications {
  private readonly byId = new Map<string, Application>();
  private readonly byClientId = new Map<string, Application>();
  private readonly deleted = new Map<string, Application>();
  private readonly owners = new Map<string, Set<string>>();

  constructor(private readonly tenant: Tenant) {}

  /** All of them, in the order in which they were made. */
  all(): readonly Application[] {
    return [...this.byId.values()];
  }

  /** @throws GraphError where there is none */
  get(id: string): Application {
    const found = this.byId.get(id);
    if (found === undefined) throw notFound(id);
    return found;
  }

  /** The application with a client id; undefined where there is none. */
  ofClientId(appId: string): Application | undefined {
    return this.byClientId.get(appId);
  }

  /** One that was deleted and may come back. @throws GraphError where there is none */
  deletedOne(id: string): Application {
    const found = this.deleted.get(id);
    if (found === undefined) throw notFound(id);
    return found;
  }

  /**
   * Registers an application.
   *
   * @param owners Object ids of who may change it, all of whom must be there
   * @param appId Of an application that was there before: its client id @default - a new one
   * @throws GraphError where it breaks a rule of the directory
   */
  create(body: Json, owners: readonly string[] = [], appId?: string): Application {
    const { tenant } = this;
    if (typeof body['displayName'] !== 'string')
      throw badRequest("A value is required for property 'displayName' of resource 'Application'.");
    const name = body['displayName'];
    const made: Application = {
      ...APPLICATION_DEFAULTS,
      id: tenant.ids.next('application', name),
      appId: appId ?? tenant.ids.next('client-id', name),
      createdDateTime: tenant.clock.text(),
      publisherDomain: tenant.domain,
      displayName: name,
    };
    const application = merged(made, body, 'Application');
    checkApplication(application, undefined, tenant);
    this.checkUris(application);
    const stranger = owners.find((owner) => tenant.principal(owner) === undefined);
    if (stranger !== undefined) throw notFound(stranger);
    this.put(application);
    this.owners.set(application.id, new Set(owners));
    return application;
  }

  /** Changes some properties. @throws GraphError where that breaks a rule of the directory */
  update(id: string, changes: Json): Application {
    const before = this.get(id);
    const application = merged(before, changes, 'Application');
    checkApplication(application, before, this.tenant);
    this.checkUris(application);
    this.put(application);
    return application;
  }

  /** Deletes it and what stands for it in the tenant. It may come back for 30 days. */
  delete(id: string): void {
    const application = this.get(id);
    this.byId.delete(id);
    this.byClientId.delete(application.appId);
    this.deleted.set(id, application);
    this.tenant.servicePrincipals.deleteOf(application.appId);
  }

  /** Brings a deleted one back. @throws GraphError where its place is taken meanwhile */
  restore(id: string): Application {
    const application = this.deletedOne(id);
    this.checkUris(application);
    this.deleted.delete(id);
    this.put(application);
    return application;
  }

  /** Deletes a deleted one for good. */
  purge(id: string): void {
    if (!this.deleted.delete(id)) throw notFound(id);
  }

  /** Object ids of who may change it. */
  ownersOf(id: string): ReadonlySet<string> {
    this.get(id);
    return this.owners.get(id) ?? new Set();
  }

  addOwner(id: string, owner: string): void {
    this.get(id);
    const owners = this.owners.get(id) ?? new Set();
    if (owners.has(owner))
      throw badRequest("One or more added object references already exist for the following modified properties: 'owners'.");
    this.owners.set(id, owners.add(owner));
  }

  removeOwner(id: string, owner: string): void {
    if (this.owners.get(id)?.delete(owner) !== true) throw notFound(owner);
  }

  private put(application: Application): void {
    this.byId.set(application.id, application);
    this.byClientId.set(application.appId, application);
  }

  private checkUris({ id, identifierUris }: Application): void {
    const own = new Set(identifierUris.map((uri) => uri.toLowerCase()));
    const isTaken = this.all().some((other) => other.id !== id && other.identifierUris.some((uri) => own.has(uri.toLowerCase())));
    if (isTaken) throw badRequest('Another object with the same value for property identifierUris already exists.');
  }
}
