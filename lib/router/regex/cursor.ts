/** A place in the text of an expression. */
export class Cursor {
  at = 0;

  constructor(
    /** One element for each character. */
    readonly chars: readonly string[],
  ) {}

  /** The character at the place, or some further on; empty past the end. */
  peek(ahead = 0): string {
    return this.chars[this.at + ahead] ?? '';
  }

  get isAtEnd(): boolean {
    return this.at >= this.chars.length;
  }

  /** The character at the place, which moves on. */
  next(): string {
    return this.chars[this.at++] ?? '';
  }

  /** True when a text follows. */
  looksAt(text: string): boolean {
    for (let ahead = 0; ahead < text.length; ahead++) if (this.peek(ahead) !== text[ahead]) return false;
    return true;
  }

  /** Moves past a text if it follows. */
  eat(text: string): boolean {
    if (!this.looksAt(text)) return false;
    this.at += text.length;
    return true;
  }

  /** Moves past characters of a kind, and gives them. */
  take(kind: RegExp, most = Infinity): string {
    let taken = '';
    while (taken.length < most && !this.isAtEnd && kind.test(this.peek())) taken += this.next();
    return taken;
  }

  /** Moves past everything up to a text, and past that; undefined where it does not follow. */
  until(text: string): string | undefined {
    let taken = '';
    while (!this.isAtEnd) {
      if (this.eat(text)) return taken;
      taken += this.next();
    }
    return undefined;
  }
}
