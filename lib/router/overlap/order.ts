import { rankedEntries } from '../compatible/entries';
import { type RouteCalculation, type RouterRoute } from '../types';

const CALCULATIONS: readonly RouteCalculation[] = ['original', 'compiled', 'strict'];

/** Tells of routes which one goes first whatever the flavor and the calculation are, where their criteria alone decide that. */
export class SureOrder {
  private readonly known = new WeakMap<RouterRoute, readonly (readonly [least: bigint, most: bigint])[]>();

  /** True when the first route is surely tried before the second one. */
  isBefore(first: RouterRoute, second: RouterRoute): boolean {
    // In `traditional` routes of more kinds of criteria go first.
    if (kindsOf(first) <= kindsOf(second)) return false;
    const [own, other] = [this.spans(first), this.spans(second)];
    return own.every(([least], at) => least > (other[at]?.[1] ?? 0n));
  }

  /** The least and the greatest priority of a route in each calculation. */
  private spans(route: RouterRoute): readonly (readonly [bigint, bigint])[] {
    const known = this.known.get(route) ?? CALCULATIONS.map((calculation) => span(rankedEntries([route], calculation)));
    this.known.set(route, known);
    return known;
  }
}

function span(entries: readonly { readonly priority: bigint }[]): readonly [bigint, bigint] {
  // Those tried first stand at the beginning.
  return [entries.at(-1)?.priority ?? 0n, entries[0]?.priority ?? 0n];
}

function kindsOf({ hosts, methods, paths, snis, headers }: RouterRoute): number {
  const lists = [hosts, methods, paths, snis].filter((list) => (list ?? []).length > 0).length;
  return lists + (Object.keys(headers ?? {}).length > 0 ? 1 : 0);
}
