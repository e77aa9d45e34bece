/** Which engine reads a route's regular expression: Rust's in most router flavors, PCRE in `traditional`. */
export type RegexEngine = 'rust' | 'pcre';

/**
 * A regular expression of a route as JavaScript understands it. Only what means the same everywhere is
 * taken; anything else throws, so that no verdict rests on a guess.
 */
export function toRegExp(pattern: string, engine: RegexEngine, anchor: boolean): RegExp {
  const identity = `${engine} ${anchor} ${pattern}`;
  const known = translated.get(identity) ?? translate(pattern, engine, anchor);
  translated.set(identity, known);
  return known;
}

const translated = new Map<string, RegExp>();

function translate(pattern: string, engine: RegexEngine, anchor: boolean): RegExp {
  // Rust: "^" is put before the text; PCRE: the whole alternation is anchored.
  const whole = !anchor ? pattern : engine === 'rust' ? `^${pattern}` : `^(?:${pattern})`;
  return new RegExp(new Translation(whole, engine).run());
}

/** True when the translated expression may mean something else for text outside ASCII. */
export function asciiOnly(pattern: string): boolean {
  return /\\[dDwWsSbB]|\(\?i\)/.test(pattern);
}

const GROUP_OPENINGS: readonly (readonly [RegExp, string, boolean | undefined])[] = [
  [/^\(\?:/, '(?:', undefined],
  [/^\(\?s:/, '(?:', true],
  [/^\(\?-s:/, '(?:', false],
  [/^\(\?P?<([A-Za-z_][A-Za-z0-9_]*)>/, '', undefined],
  [/^\((?!\?)/, '(', undefined],
];
const LOOK_AHEAD: typeof GROUP_OPENINGS = [
  [/^\(\?=/, '(?=', undefined],
  [/^\(\?!/, '(?!', undefined],
];

class Translation {
  private rest: string;
  private out = '';
  private readonly dotAll: boolean[] = [false];
  private readonly folded: boolean[] = [false];

  constructor(
    private readonly pattern: string,
    private readonly engine: RegexEngine,
  ) {
    this.rest = pattern;
  }

  public run(): string {
    while (this.rest !== '') this.step();
    return this.out;
  }

  private step(): void {
    const character = this.rest[0] ?? '';
    if (character === '\\') return this.escape();
    if (character === '[') return this.characterClass();
    if (character === '(') return this.group();
    if (character === ')') this.leave();
    if (character === '.') return this.put(1, this.dotAll.at(-1) === true ? '[^]' : '[^\\n]');
    if (character === '$') return this.put(1, this.engine === 'rust' ? '$' : '(?=\\n?$)');
    if (character === '{') return this.counted();
    if (/^[*+?]\+/.test(this.rest)) this.refuse('a possessive quantifier');
    if (this.folds()) return this.foldedCharacter(character);
    this.put(1, character);
  }

  private leave(): void {
    this.dotAll.pop();
    this.folded.pop();
  }

  private folds(): boolean {
    return this.folded.at(-1) === true;
  }

  /** A letter in either case; the flag is not followed into other branches. */
  private foldedCharacter(character: string): void {
    if (character === '|' || character > '\u007f') this.refuse(`${character} after (?i)`);
    this.put(1, /[a-z]/i.test(character) ? `[${character.toLowerCase()}${character.toUpperCase()}]` : character);
  }

  private escape(): void {
    const next = this.rest[1] ?? this.refuse('a lone backslash');
    if (next === 'z') return this.put(2, '$');
    if (next === 'A') return this.put(2, '^');
    if (/[a-zA-Z0-9<>]/.test(next) && !/[dDwWsSbBnrtfv]/.test(next)) this.refuse(`the escape \\${next}`);
    this.put(2, `\\${next}`);
  }

  private characterClass(): void {
    const found = /^\[\^?\]?(?:\\.|[^\]\\])*\]/s.exec(this.rest)?.[0] ?? this.refuse('an unclosed class');
    const members = found.slice(1, -1).replace(/\\./gs, '');
    if (/\[|&&|--|~~|^\^?\]/.test(members)) this.refuse(`the class ${found}`);
    for (const [, escaped = ''] of found.matchAll(/\\(.)/gs))
      if (/[a-zA-Z0-9]/.test(escaped) && !/[dDwWsSnrtfv]/.test(escaped)) this.refuse(`the escape \\${escaped}`);
    if (this.folds() && /[a-z]/i.test(members)) this.refuse(`the class ${found} after (?i)`);
    this.put(found.length, found);
  }

  private group(): void {
    if (this.rest.startsWith('(?i)')) {
      this.folded[this.folded.length - 1] = true;
      return this.put(4, '');
    }
    for (const [opening, written, dotAll] of this.engine === 'pcre' ? [...GROUP_OPENINGS, ...LOOK_AHEAD] : GROUP_OPENINGS) {
      const found = opening.exec(this.rest);
      if (found === null) continue;
      this.dotAll.push(dotAll ?? this.dotAll.at(-1) ?? false);
      this.folded.push(this.folds());
      return this.put(found[0].length, found[1] === undefined ? written : `(?<${found[1]}>`);
    }
    this.refuse('look-around, inline flags or another kind of group');
  }

  private counted(): void {
    const found = /^\{[0-9]+(?:,[0-9]*)?\}/.exec(this.rest)?.[0];
    if (found !== undefined) return this.put(found.length, found);
    if (this.engine === 'rust') this.refuse('"{" without a count');
    // A count from nothing is one since PCRE2 10.43, and text before.
    if (/^\{ *,/.test(this.rest)) this.refuse('"{,"');
    this.put(1, '\\{');
  }

  private put(length: number, text: string): void {
    this.out += text;
    this.rest = this.rest.slice(length);
  }

  private refuse(what: string): never {
    throw new Error(`regular expression ${JSON.stringify(this.pattern)}: ${what} is not interpreted`);
  }
}
