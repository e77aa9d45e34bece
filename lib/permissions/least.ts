import { type GraphRole } from '../model';
import { type AnyOf } from './facts';

/** What a resource needs: one of some permissions. */
export interface Need {
  readonly address: string;
  readonly anyOf: AnyOf;
}

/** A permission, and what it is held for. */
export interface Held {
  readonly permission: GraphRole;
  readonly neededBy: readonly string[];
}

/**
 * The fewest permissions that meet all needs: what has no alternative first, then whatever is held already, then the least. None
 * can be left out; each is held for what no other of them opens. Permissions by name, addresses by name.
 */
export function leastOf(needs: readonly Need[]): readonly Held[] {
  const held = new Set<GraphRole>();
  for (const { anyOf } of [...needs].sort((a, b) => a.anyOf.length - b.anyOf.length)) {
    const [least] = anyOf;
    if (least !== undefined && !anyOf.some((one) => held.has(one))) held.add(least);
  }
  for (const one of [...held]) {
    held.delete(one);
    if (needs.some(({ anyOf }) => !anyOf.some((other) => held.has(other)))) held.add(one);
  }
  return [...held].sort().map((permission) => {
    const alone = needs.filter(({ anyOf }) => anyOf.includes(permission) && !anyOf.some((one) => one !== permission && held.has(one)));
    return { permission, neededBy: [...new Set(alone.map(({ address }) => address))].sort() };
  });
}

/** True for a permission that changes nothing. */
export function isRead(permission: GraphRole): boolean {
  return /\.Read(?:Basic)?\./.test(permission);
}
