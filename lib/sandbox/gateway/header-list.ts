/** A header: its name as it was written, the same in lower case, and its value. */
type Item = readonly [name: string, value: string, folded: string];

/** Headers in their order, repeats kept; names are compared without regard to case. */
export class HeaderList {
  private constructor(private items: readonly Item[]) {}

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
    return new HeaderList(this.items);
  }

  all(): readonly (readonly [string, string])[] {
    return this.items.map(([name, value]) => [name, value]);
  }

  /** Those whose names, in lower case, are to be kept. */
  keeping(isKept: (folded: string) => boolean): HeaderList {
    return new HeaderList(this.items.filter(([, , folded]) => isKept(folded)));
  }

  /** All values of a name. */
  values(name: string): readonly string[] {
    const wanted = name.toLowerCase();
    return this.items.filter(([, , folded]) => folded === wanted).map(([, value]) => value);
  }

  /** The first value of a name; undefined where there is none. */
  get(name: string): string | undefined {
    const wanted = name.toLowerCase();
    return this.items.find(([, , folded]) => folded === wanted)?.[1];
  }

  count(name: string): number {
    const wanted = name.toLowerCase();
    return this.items.filter(([, , folded]) => folded === wanted).length;
  }

  /** Takes all of a name away. */
  remove(name: string): void {
    const wanted = name.toLowerCase();
    if (this.items.some(([, , folded]) => folded === wanted)) this.items = this.items.filter(([, , folded]) => folded !== wanted);
  }

  /** Puts one value in place of all of a name. */
  set(name: string, value: string): void {
    this.remove(name);
    this.add(name, value);
  }

  add(name: string, value: string): void {
    this.items = [...this.items, [name, value, name.toLowerCase()]];
  }

  /** Names and values by turns, as Node takes them. */
  raw(): string[] {
    const raw: string[] = [];
    for (const [name, value] of this.items) raw.push(name, value);
    return raw;
  }
}
