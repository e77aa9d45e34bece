import { type Json } from '../../terraform';
import { checkApplication } from './application-rules';
import { APPLICATION_DEFAULTS } from './defaults';
import { badRequest, notFound } from './graph-error';
import { Kept } from './kept';
import { merged } from './merge';
import { checkNumbers, checkRoom } from './number-rules';
import { type Tenant } from './tenant';
import { type Application } from './types';

/** What Graph sets by itself. */
const READ_ONLY = ['id', 'appId', 'createdDateTime', 'publisherDomain', 'disabledByMicrosoftStatus'];

/** The app registrations of a tenant. */
export class Applications {
  private readonly kept: Kept<Application>;

  constructor(private readonly tenant: Tenant) {
    this.kept = new Kept(tenant);
  }

  /** All of them, in the order in which they were made. */
  all(): readonly Application[] {
    return this.kept.all();
  }

  /** @throws GraphError where there is none */
  get(id: string): Application {
    const found = this.kept.find(id);
    if (found === undefined) throw notFound(id);
    return found;
  }

  /** The application with a client id; undefined where there is none. */
  ofClientId(appId: string): Application | undefined {
    return this.kept.ofClientId(appId);
  }

  /** One that was deleted and may come back; undefined where there is none. */
  findDeleted(id: string): Application | undefined {
    return this.kept.findDeleted(id);
  }

  /**
   * Registers an application.
   *
   * @param owners Object ids of who may change it, all of whom must be there
   * @param credentials How many secrets and certificates it is going to have
   * @throws GraphError where it breaks a rule of the directory
   */
  create(body: Json, owners: readonly string[] = [], credentials = 0): Application {
    const { tenant } = this;
    if (typeof body['displayName'] !== 'string')
      throw badRequest("A value is required for property 'displayName' of resource 'Application'.");
    const name = body['displayName'];
    const made: Application = {
      ...APPLICATION_DEFAULTS,
      id: tenant.ids.next('application', name),
      appId: tenant.ids.next('client-id', name),
      createdDateTime: tenant.clock.text(),
      publisherDomain: tenant.domain,
      displayName: name,
    };
    const application = merged(made, body, 'Application', READ_ONLY);
    checkApplication(application, undefined, tenant);
    this.checkNumbers(application, credentials);
    this.checkUris(application);
    this.kept.add(application, owners);
    return application;
  }

  /**
   * Changes some properties.
   *
   * @param certificates How many certificates it is going to have @default - as many as it has
   * @throws GraphError where that breaks a rule of the directory
   */
  update(id: string, changes: Json, certificates?: number): Application {
    const before = this.get(id);
    const { credentials } = this.tenant;
    const application = merged(before, changes, 'Application', READ_ONLY);
    checkApplication(application, before, this.tenant);
    this.checkNumbers(application, credentials.numberOf(before.appId, certificates));
    this.checkUris(application);
    this.kept.put(application);
    return application;
  }

  /** Deletes it and what stands for it in the tenant. Each may come back for itself. */
  delete(id: string): void {
    const { appId } = this.kept.delete(id);
    this.tenant.servicePrincipals.deleteOf(appId);
  }

  /** Brings a deleted one back, without what stood for it. @throws GraphError where there is none, or where its place is taken meanwhile */
  restore(id: string): Application {
    const application = this.findDeleted(id);
    if (application === undefined) throw notFound(id);
    this.checkUris(application);
    return this.kept.restore(application);
  }

  /** Deletes a deleted one for good, and what stood for it. @throws GraphError where there is none */
  purge(id: string): void {
    const { appId } = this.kept.purge(id);
    this.tenant.servicePrincipals.purgeOf(appId);
  }

  /** Object ids of who may change it, deleted or not. */
  ownersOf(id: string): ReadonlySet<string> {
    return this.kept.ownersOf(id);
  }

  addOwner(id: string, owner: string): void {
    this.kept.addOwner(id, owner);
  }

  removeOwner(id: string, owner: string): void {
    this.kept.removeOwner(id, owner);
  }

  /** @throws GraphError where an application is not to have so many secrets and certificates */
  checkRoom(appId: string, credentials: number): void {
    const application = this.ofClientId(appId);
    if (application !== undefined) checkRoom(application, credentials);
  }

  private checkNumbers(application: Application, credentials: number): void {
    checkNumbers(application, { credentials, isRegistered: (appId) => this.ofClientId(appId) !== undefined });
  }

  private checkUris({ id, identifierUris }: Application): void {
    const own = new Set(identifierUris.map((uri) => uri.toLowerCase()));
    const isTaken = this.all().some((other) => other.id !== id && other.identifierUris.some((uri) => own.has(uri.toLowerCase())));
    if (isTaken) throw badRequest('Another object with the same value for property identifierUris already exists.');
  }
}
