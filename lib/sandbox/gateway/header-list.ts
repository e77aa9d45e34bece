/** A header: its name as it was written, the same in lower case, and its value. */
type Item = readonly [name: string, value: string, folded: string];

/** Headers in their order, repeats kept; names are compared without regard to case. */
export class HeaderList {
  private constructor(private list: Item[]) {}

  static of(items: readonly (readonly [string, string])[]): HeaderList {
    return new HeaderList(items.map(([name, value]) => [name, value, name.toLowerCase()]));
  }

  /** Of the list that Node gives: names and values by turns. */
  static ofRaw(raw: readonly string[]): HeaderList {
    const items: Item[] = [];
    for (let at = 0; at + 1 < raw.length; at += 2) {
      const name = raw[at] ?? '';
      items.push([name, raw[at + 1] ?? '', name.toLowerCase()]);
    }
    return new HeaderList(items);
  }

  copy(): HeaderList {
    return new HeaderList([...this.list]);
  }

  all(): readonly (readonly [string, string])[] {
    return this.list.map(([name, value]) => [name, value]);
  }

  /** The same with the names in lower case, until a header is changed. */
  items(): readonly Item[] {
    return this.list;
  }

  /** Those whose names, in lower case, are to be kept. */
  keeping(isKept: (folded: string) => boolean): HeaderList {
    return new HeaderList(this.list.filter(([, , folded]) => isKept(folded)));
  }

  /** All values of a name. */
  values(name: string): readonly string[] {
    const wanted = name.toLowerCase();
    const values: string[] = [];
    for (const [, value, folded] of this.list) if (folded === wanted) values.push(value);
    return values;
  }

  /** The first value of a name; undefined where there is none. */
  get(name: string): string | undefined {
    const wanted = name.toLowerCase();
    for (const [, value, folded] of this.list) if (folded === wanted) return value;
    return undefined;
  }

  /** All values of a name in one, as nginx reads repeats; undefined where there is none. */
  joined(name: string): string | undefined {
    const values = this.values(name);
    return values.length === 0 ? undefined : values.join(', ');
  }

  count(name: string): number {
    const wanted = name.toLowerCase();
    let count = 0;
    for (const [, , folded] of this.list) if (folded === wanted) count += 1;
    return count;
  }

  /** Takes all of a name away. */
  remove(name: string): void {
    const wanted = name.toLowerCase();
    for (const [, , folded] of this.list) {
      if (folded !== wanted) continue;
      this.list = this.list.filter((item) => item[2] !== wanted);
      return;
    }
  }

  /** Puts one value in place of all of a name. */
  set(name: string, value: string): void {
    this.remove(name);
    this.add(name, value);
  }

  add(name: string, value: string): void {
    this.list.push([name, value, name.toLowerCase()]);
  }

  /** Names and values by turns, as Node takes them. */
  raw(): string[] {
    const raw: string[] = [];
    for (const [name, value] of this.list) raw.push(name, value);
    return raw;
  }
}
