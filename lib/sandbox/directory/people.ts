import { notFound } from './graph-error';
import { type Group, type User } from './types';

/** People of a tenant and the groups they are in. */
export class People {
  private readonly users = new Map<string, User>();
  private readonly groups = new Map<string, Group>();

  allUsers(): readonly User[] {
    return [...this.users.values()];
  }

  allGroups(): readonly Group[] {
    return [...this.groups.values()];
  }

  /** The person with an object id or a user principal name; undefined where there is none. */
  user(idOrName: string): User | undefined {
    return this.users.get(idOrName) ?? this.allUsers().find(({ userPrincipalName }) => userPrincipalName === idOrName);
  }

  group(id: string): Group | undefined {
    return this.groups.get(id);
  }

  addUser(user: User): User {
    this.users.set(user.id, user);
    return user;
  }

  addGroup(group: Group): Group {
    this.groups.set(group.id, group);
    return group;
  }

  /** Puts a person into some groups, and out of all others. @throws GraphError where one of the groups is not there */
  setGroups(userId: string, groupIds: readonly string[]): void {
    const missing = groupIds.find((id) => !this.groups.has(id));
    if (missing !== undefined) throw notFound(missing);
    for (const group of this.allGroups()) {
      const others = group.members.filter((member) => member !== userId);
      this.groups.set(group.id, { ...group, members: groupIds.includes(group.id) ? [...others, userId] : others });
    }
  }

  /** Groups that a person is in. */
  groupsOf(userId: string): readonly Group[] {
    return this.allGroups().filter(({ members }) => members.includes(userId));
  }
}
