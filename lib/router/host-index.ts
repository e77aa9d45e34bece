import { type ByteString } from './bytes';
import { PrefixIndex } from './prefix-index';

/** How a host of a route is compared. */
export interface HostPattern {
  readonly kind: 'exact' | 'suffix' | 'prefix';
  /** Without the asterisk. */
  readonly text: ByteString;
}

/** Things by a pattern of the host and a prefix of the path they belong to. */
export class HostIndex<Item> {
  private readonly anyHost = new PrefixIndex<Item>();
  private readonly exact = new Map<ByteString, PrefixIndex<Item>>();
  private readonly suffixes = new Affixes<Item>((host, length) => host.slice(host.length - length));
  private readonly prefixes = new Affixes<Item>((host, length) => host.slice(0, length));

  /** Files an item; without a pattern it belongs to every host, and to none. */
  add(pattern: HostPattern | undefined, path: ByteString, item: Item): void {
    this.slot(pattern).add(path, item);
  }

  /** Lists of what may belong to a host and a path, behind what was found before; the caller judges the rest, and each in full. */
  collect(host: ByteString | undefined, path: ByteString, found: (readonly Item[])[] = []): (readonly Item[])[] {
    this.anyHost.collect(path, found);
    if (host === undefined) return found;
    this.exact.get(host)?.collect(path, found);
    this.suffixes.collect(host, path, found);
    this.prefixes.collect(host, path, found);
    return found;
  }

  private slot(pattern: HostPattern | undefined): PrefixIndex<Item> {
    if (pattern === undefined) return this.anyHost;
    if (pattern.kind !== 'exact') return (pattern.kind === 'suffix' ? this.suffixes : this.prefixes).slot(pattern.text);
    return entryOf(this.exact, pattern.text);
  }
}

/** Indexes by the beginning or the end of a host. */
class Affixes<Item> {
  private readonly byText = new Map<ByteString, PrefixIndex<Item>>();
  private readonly lengths: number[] = [];

  constructor(private readonly cut: (host: ByteString, length: number) => ByteString) {}

  slot(text: ByteString): PrefixIndex<Item> {
    if (!this.lengths.includes(text.length)) this.lengths.push(text.length);
    return entryOf(this.byText, text);
  }

  collect(host: ByteString, path: ByteString, found: (readonly Item[])[]): void {
    for (const length of this.lengths) {
      if (length <= host.length) this.byText.get(this.cut(host, length))?.collect(path, found);
    }
  }
}

function entryOf<Item>(map: Map<ByteString, PrefixIndex<Item>>, key: ByteString): PrefixIndex<Item> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new PrefixIndex<Item>();
  map.set(key, made);
  return made;
}
