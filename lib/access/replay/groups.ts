/** Records of one kind: how many, and one of them. */
export interface Group<Key> {
  readonly key: Key;
  readonly count: number;
  /** The first one. */
  readonly example: Example;
}

/** One request for people to look at. */
export interface Example {
  /** Line of the log, counted from 1. */
  readonly line: number;
  readonly request: string;
}

/** Counts records by kind, up to a number of kinds; what is beyond is counted together. */
export class Groups<Key extends Readonly<Record<string, string | undefined>>> {
  private readonly found = new Map<string, { readonly key: Key; count: number; readonly example: Example }>();
  private beyondCount = 0;

  constructor(private readonly most: number) {}

  add(key: Key, line: number, request: () => string): void {
    const text = JSON.stringify(key);
    const group = this.found.get(text);
    if (group !== undefined) group.count++;
    else if (this.found.size >= this.most) this.beyondCount++;
    else this.found.set(flat(text), { key: flatKey(key), count: 1, example: { line, request: kept(request()) } });
  }

  /** Records of kinds that are not listed. */
  get beyond(): number {
    return this.beyondCount;
  }

  /** The largest first, then by their texts. */
  list(): readonly Group<Key>[] {
    return [...this.found]
      .sort(([a, { count: first }], [b, { count: second }]) => second - first || (a < b ? -1 : 1))
      .map(([, group]) => group);
  }
}

const LONGEST = 300;

/** A text short enough to keep, and apart from the line it is cut from, which it would otherwise hold in memory. */
export function kept(text: string): string {
  return flat(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}

function flat(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

function flatKey<Key extends Readonly<Record<string, string | undefined>>>(key: Key): Key {
  return Object.fromEntries(Object.entries(key).map(([name, text]) => [name, text === undefined ? text : flat(text)])) as Key;
}
