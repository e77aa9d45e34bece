/** Headers in their order, repeats kept; names are compared without regard to case. */
export class HeaderList {
  private constructor(private items: readonly (readonly [string, string])[]) {}

  static of(items: readonly (readonly [string, string])[]): HeaderList {
    return new HeaderList(items);
  }

  /** Of the list that Node gives: names and values by turns. */
  static ofRaw(raw: readonly string[]): HeaderList {
    const items: [string, string][] = [];
    for (let at = 0; at + 1 < raw.length; at += 2) items.push([raw[at] ?? '', raw[at + 1] ?? '']);
    return new HeaderList(items);
  }

  copy(): HeaderList {
    return new HeaderList(this.items);
  }

  all(): readonly (readonly [string, string])[] {
    return this.items;
  }

  /** The first value of a name; undefined where there is none. */
  get(name: string): string | undefined {
    const wanted = name.toLowerCase();
    return this.items.find(([one]) => one.toLowerCase() === wanted)?.[1];
  }

  count(name: string): number {
    const wanted = name.toLowerCase();
    return this.items.filter(([one]) => one.toLowerCase() === wanted).length;
  }

  /** Takes all of a name away. */
  remove(name: string): void {
    const wanted = name.toLowerCase();
    if (this.get(name) !== undefined) this.items = this.items.filter(([one]) => one.toLowerCase() !== wanted);
  }

  /** Puts one value in place of all of a name. */
  set(name: string, value: string): void {
    this.remove(name);
    this.items = [...this.items, [name, value]];
  }

  add(name: string, value: string): void {
    this.items = [...this.items, [name, value]];
  }

  /** Names and values by turns, as Node takes them. */
  raw(): string[] {
    return this.items.flatMap(([name, value]) => [name, value]);
  }
}
