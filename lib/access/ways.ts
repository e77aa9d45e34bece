/** One way in: whoever is in each of these. Anybody where there is none. */
export type Way<Item> = readonly Item[];

/** The ways in, none of which holds another. */
export interface Ways<Item> {
  readonly ways: readonly Way<Item>[];
  /** False where there are too many combinations to tell. */
  readonly isWhole: boolean;
}

/** Combinations that are asked about. */
const MOST_COMBINATIONS = 4_096;

/** The smallest combinations that get in, where having more never keeps from it. */
export function smallestWays<Item>(items: readonly Item[], getsIn: (way: Way<Item>) => boolean): Ways<Item> {
  if (getsIn([])) return { ways: [[]], isWhole: true };
  const alone = items.filter((one) => getsIn([one])).map((one) => [one]);
  const others = items.filter((one) => !alone.some(([entering]) => entering === one));
  if (others.length < 2 || !getsIn(others)) return { ways: alone, isWhole: true };
  const together: Way<Item>[] = [];
  let asked = 0;
  for (let size = 2; size <= others.length; size++) {
    for (const combination of combinations(others, size)) {
      if (together.some((way) => way.every((one) => combination.includes(one)))) continue;
      if ((asked += 1) > MOST_COMBINATIONS) return { ways: [...alone, ...together], isWhole: false };
      if (getsIn(combination)) together.push(combination);
    }
  }
  return { ways: [...alone, ...together], isWhole: true };
}

/** One of each list, in every combination. */
export function* choices<Item>(lists: readonly (readonly Item[])[]): Generator<readonly Item[]> {
  const [first, ...others] = lists;
  if (first === undefined) return yield [];
  for (const item of first) for (const rest of choices(others)) yield [item, ...rest];
}

/** Things that are alike by what a key says of them, in the order of their first. */
export function alike<Item>(items: readonly Item[], by: (item: Item) => string): readonly (readonly Item[])[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const same = groups.get(by(item));
    if (same === undefined) groups.set(by(item), [item]);
    else same.push(item);
  }
  return [...groups.values()];
}

function* combinations<Item>(items: readonly Item[], size: number, from = 0): Generator<readonly Item[]> {
  if (size === 0) return yield [];
  for (let at = from; at <= items.length - size; at++) {
    const item = items[at];
    if (item !== undefined) for (const rest of combinations(items, size - 1, at + 1)) yield [item, ...rest];
  }
}
