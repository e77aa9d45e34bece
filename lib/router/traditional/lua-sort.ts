/**
 * Sorts in place as `table.sort` of LuaJIT does, a quicksort that is not stable: where two elements compare as equal,
 * their order is what this algorithm makes of it, and the gateway's answer rests on that.
 *
 * @returns false where the comparison contradicts itself, which LuaJIT answers with an error
 */
export function luaSort<Element>(list: Element[], isBefore: (a: Element, b: Element) => boolean): boolean {
  const ranges: [number, number][] = [[0, list.length - 1]];
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    const [low, high] = range;
    const pivot = low < high ? partition(list, low, high, isBefore) : undefined;
    if (pivot === undefined) continue;
    if (pivot === -1) return false;
    ranges.push([low, pivot - 1], [pivot + 1, high]);
  }
  return true;
}

/** Parts a range around the median of three; undefined where that already sorted it, -1 for a contradiction. */
function partition<Element>(list: Element[], low: number, high: number, isBefore: (a: Element, b: Element) => boolean): number | undefined {
  const before = (a: number, b: number): boolean => isBefore(list[a] as Element, list[b] as Element);
  if (before(high, low)) swap(list, low, high);
  if (high - low === 1) return undefined;
  const middle = (low + high + 2) >> 1; // positions count from 1 in Lua
  const at = middle - 1;
  if (before(at, low)) swap(list, at, low);
  else if (before(high, at)) swap(list, at, high);
  if (high - low === 2) return undefined;
  const pivot = list[at] as Element;
  swap(list, at, high - 1);
  let [left, right] = [low, high - 1];
  for (;;) {
    while (isBefore(list[++left] as Element, pivot)) if (left >= high) return -1;
    while (isBefore(pivot, list[--right] as Element)) if (right <= low) return -1;
    if (right < left) break;
    swap(list, left, right);
  }
  swap(list, high - 1, left);
  return left;
}

function swap<Element>(list: Element[], a: number, b: number): void {
  const kept = list[a] as Element;
  list[a] = list[b] as Element;
  list[b] = kept;
}
