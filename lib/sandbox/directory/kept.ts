import { badRequest, notFound } from './graph-error';
import { type Tenant } from './tenant';

const MOST_OWNERS = 100;

/** Objects of one kind in a tenant, with who owns them. Those that were deleted may come back. */
export class Kept<Item extends { readonly id: string; readonly appId: string }> {
  private readonly byId = new Map<string, Item>();
  private readonly byClientId = new Map<string, Item>();
  private readonly deleted = new Map<string, Item>();
  private readonly owners = new Map<string, ReadonlySet<string>>();

  constructor(private readonly tenant: Tenant) {}

  /** All of them, in the order in which they were made. */
  all(): readonly Item[] {
    return [...this.byId.values()];
  }

  /** The one with an object id; undefined where there is none. */
  find(id: string): Item | undefined {
    return this.byId.get(id);
  }

  /** The one with a client id; undefined where there is none. */
  ofClientId(appId: string): Item | undefined {
    return this.byClientId.get(appId);
  }

  put(item: Item): void {
    this.byId.set(item.id, item);
    this.byClientId.set(item.appId, item);
  }

  /** Puts a new one there. @throws GraphError where an owner is none, or where there are too many */
  add(item: Item, owners: readonly string[]): void {
    for (const owner of owners) this.checkOwner(owner);
    const all = new Set(owners);
    if (all.size > MOST_OWNERS) throw tooManyOwners();
    this.put(item);
    this.owners.set(item.id, all);
  }

  /** Takes one away, until it is restored or purged. @throws GraphError where there is none */
  delete(id: string): Item {
    const item = this.byId.get(id);
    if (item === undefined) throw notFound(id);
    this.byId.delete(id);
    this.byClientId.delete(item.appId);
    this.deleted.set(id, item);
    return item;
  }

  /** One that was deleted; undefined where there is none. */
  findDeleted(id: string): Item | undefined {
    return this.deleted.get(id);
  }

  /** Those of a client id that were deleted. */
  deletedOf(appId: string): readonly Item[] {
    return [...this.deleted.values()].filter((one) => one.appId === appId);
  }

  /** Brings a deleted one back. */
  restore(item: Item): Item {
    this.deleted.delete(item.id);
    this.put(item);
    return item;
  }

  /** Forgets a deleted one for good. @throws GraphError where there is none */
  purge(id: string): Item {
    const item = this.deleted.get(id);
    if (item === undefined) throw notFound(id);
    this.deleted.delete(id);
    this.owners.delete(id);
    return item;
  }

  /** Object ids of who may change one, deleted or not. @throws GraphError where there is none */
  ownersOf(id: string): ReadonlySet<string> {
    if (!this.byId.has(id) && !this.deleted.has(id)) throw notFound(id);
    return this.owners.get(id) ?? new Set();
  }

  /** @throws GraphError where there is no such object, where the owner is none or is one already, or where there are too many */
  addOwner(id: string, owner: string): void {
    if (!this.byId.has(id)) throw notFound(id);
    this.checkOwner(owner);
    const owners = this.ownersOf(id);
    if (owners.has(owner))
      throw badRequest("One or more added object references already exist for the following modified properties: 'owners'.");
    if (owners.size >= MOST_OWNERS) throw tooManyOwners();
    this.owners.set(id, new Set([...owners, owner]));
  }

  /** @throws GraphError where it is no owner */
  removeOwner(id: string, owner: string): void {
    const owners = this.ownersOf(id);
    if (!this.byId.has(id) || !owners.has(owner)) throw notFound(owner);
    this.owners.set(id, new Set([...owners].filter((one) => one !== owner)));
  }

  /** Applications and people own; groups do not. */
  private checkOwner(owner: string): void {
    const principal = this.tenant.principal(owner);
    if (principal === undefined) throw notFound(owner);
    if (principal.type === 'Group')
      throw badRequest(`The reference target 'Group_${owner}' of type 'Group' is invalid for the 'owners' reference.`);
  }
}

function tooManyOwners(): Error {
  return badRequest(`The number of owners exceeds ${String(MOST_OWNERS)}.`);
}
