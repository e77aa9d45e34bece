import { range, type CharSet } from './char-set';
import { Cursor } from './cursor';
import { ANY, ANY_BUT_NEWLINE, bracketClass, escapedClass } from './rust-classes';
import { charEscape } from './rust-escapes';
import { NotJudged, Refused, sequence, type Node, type Parsed, type Place } from './syntax';
import { foldedSet, wordChars } from './unicode';

/** Switches that hold from a place to the end of its group. */
export interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
  readonly x: boolean;
}

/** Deeper nesting than the engine takes; nearby it depends on how it counts. */
const SURELY_TOO_DEEP = 270;
const SURELY_FLAT = 200;
/** More copies than could be compiled anyway. */
const MOST_REPEATS = 0xffffffff;

/**
 * Reads an expression in the language of Rust's `regex` crate, Unicode on.
 *
 * @throws Refused, NotJudged
 * @see https://docs.rs/regex/1.11.1/regex/#syntax
 */
export function parseRust(pattern: string): Parsed {
  return new RustParser(pattern).parse();
}

class RustParser {
  private readonly cursor: Cursor;
  private readonly names = new Map<string, number>();
  private groups = 1;
  private usesProperties = false;

  constructor(pattern: string) {
    this.cursor = new Cursor([...pattern]);
  }

  parse(): Parsed {
    const node = this.choice({ i: false, m: false, s: false, U: false, x: false }, 0);
    if (!this.cursor.isAtEnd) throw new Refused('a group is closed that was not opened');
    return { node, names: this.names, groups: this.groups, word: this.usesWord ? wordChars() : [], usesProperties: this.usesProperties };
  }

  private usesWord = false;
  private readonly literals = new Map<number, CharSet>();

  private choice(flags: Flags, depth: number): Node {
    if (depth > SURELY_TOO_DEEP) throw new Refused('groups are nested too deep');
    if (depth > SURELY_FLAT) throw new NotJudged('groups are nested nearly too deep');
    const options: Node[] = [];
    let current = flags;
    let parts: Node[] = [];
    for (;;) {
      this.skipBlanks(current);
      if (this.cursor.isAtEnd || this.cursor.peek() === ')') break;
      if (this.cursor.eat('|')) {
        options.push(sequence(parts));
        parts = [];
        continue;
      }
      const inline = this.inlineFlags(current);
      if (inline !== undefined) {
        current = inline;
        continue;
      }
      parts.push(this.repeated(this.atom(current, depth), current));
    }
    return options.length === 0 ? sequence(parts) : { kind: 'choice', options: [...options, sequence(parts)] };
  }

  /** Switches for the rest of the group: `(?i)`. */
  private inlineFlags(flags: Flags): Flags | undefined {
    const start = this.cursor.at;
    if (!this.cursor.eat('(?')) return undefined;
    const letters = this.cursor.take(/[^):]/, 20);
    if (/^[a-zA-Z-]+$/.test(letters) && this.cursor.eat(')')) return switched(flags, letters);
    this.cursor.at = start;
    return undefined;
  }

  private atom(flags: Flags, depth: number): Node {
    const { cursor } = this;
    const char = cursor.next();
    switch (char) {
      case '(':
        return this.group(flags, depth);
      case '[': {
        const { set, usesProperties } = bracketClass(cursor, flags, depth);
        this.usesProperties ||= usesProperties || flags.i;
        return { kind: 'set', set };
      }
      case '.':
        return { kind: 'set', set: flags.s ? ANY : ANY_BUT_NEWLINE };
      case '^':
        return place(flags.m ? 'line-start' : 'start');
      case '$':
        return place(flags.m ? 'line-end' : 'end');
      case '*':
      case '+':
      case '?':
      case '{':
        throw new Refused(`there is nothing to repeat before ${char}`);
      case '\\':
        return this.escape(flags);
      default:
        return this.literal(char, flags);
    }
  }

  private literal(char: string, { i }: Flags): Node {
    const point = char.codePointAt(0) ?? 0;
    const set = this.literals.get(point) ?? range(point, point);
    this.literals.set(point, set);
    if (i) this.usesProperties = true;
    return { kind: 'set', set: i ? foldedSet(set) : set };
  }

  private escape(flags: Flags): Node {
    const { cursor } = this;
    const assertion = this.boundary(flags);
    if (assertion !== undefined) return assertion;
    const perl = escapedClass(cursor, flags);
    if (perl !== undefined) {
      this.usesProperties = true;
      return { kind: 'set', set: perl };
    }
    return this.literal(charEscape(cursor, flags), flags);
  }

  private boundary(flags: Flags): Node | undefined {
    const { cursor } = this;
    if (cursor.eat('A')) return place('start');
    if (cursor.eat('z')) return place('end');
    const found = this.wordPlace(flags);
    if (found === undefined) return undefined;
    this.usesWord = true;
    this.usesProperties = true;
    return place(found);
  }

  private wordPlace(flags: Flags): Place | undefined {
    const { cursor } = this;
    if (cursor.eat('<')) return 'word-start';
    if (cursor.eat('>')) return 'word-end';
    if (cursor.eat('B')) return 'no-word-boundary';
    if (!cursor.eat('b')) return undefined;
    if (cursor.eat('{start}')) return 'word-start';
    if (cursor.eat('{end}')) return 'word-end';
    if (cursor.eat('{start-half}')) return 'word-start-half';
    if (cursor.eat('{end-half}')) return 'word-end-half';
    if (cursor.peek() === '{' && flags.x) throw new NotJudged('a brace behind a boundary');
    if (cursor.peek() === '{' && /[A-Za-z-]/.test(cursor.peek(1))) throw new Refused('there is no such boundary');
    if (cursor.peek() === '{' && !/[0-9]/.test(cursor.peek(1))) throw new NotJudged('a brace behind a boundary');
    return 'word-boundary';
  }

  private group(flags: Flags, depth: number): Node {
    const { cursor } = this;
    if (cursor.looksAt('?=') || cursor.looksAt('?!') || cursor.looksAt('?<=') || cursor.looksAt('?<!')) {
      throw new Refused('look-around is not supported');
    }
    let inner = flags;
    let index: number | undefined;
    if (cursor.eat('?P<') || cursor.eat('?<')) index = this.named();
    else if (cursor.eat('?')) {
      const letters = cursor.take(/[^):]/, 20);
      if (!cursor.eat(':'))
        throw new Refused(letters === '' ? 'a group has neither flags nor a colon' : `a group has unknown flags ${letters}`);
      if (letters !== '') inner = switched(flags, letters);
    } else index = this.groups++;
    const node = this.choice(inner, depth + 1);
    if (!cursor.eat(')')) throw new Refused('a group is not closed');
    return index === undefined ? node : { kind: 'group', index, node };
  }

  private named(): number {
    const name = this.cursor.until('>');
    if (name === undefined || !/^[\p{Alphabetic}_][\p{Alphabetic}\p{Nd}\p{Nl}\p{No}_.[\]]*$/u.test(name))
      throw new Refused('a group has a name that is none');
    if (this.names.has(name)) throw new Refused(`two groups have the name ${name}`);
    this.names.set(name, this.groups);
    return this.groups++;
  }

  private repeated(atom: Node, flags: Flags): Node {
    let node = atom;
    let depth = 0;
    for (;;) {
      this.skipBlanks(flags);
      const counts = this.counts(flags);
      if (counts === undefined) return node;
      if (++depth > SURELY_FLAT) throw new NotJudged('repetitions are nested nearly too deep');
      const lazy = this.cursor.eat('?');
      node = { kind: 'repeat', node, min: counts[0], max: counts[1], greedy: lazy === flags.U };
    }
  }

  private counts(flags: Flags): readonly [number, number] | undefined {
    const { cursor } = this;
    if (cursor.eat('*')) return [0, Infinity];
    if (cursor.eat('+')) return [1, Infinity];
    if (cursor.eat('?')) return [0, 1];
    if (!cursor.eat('{')) return undefined;
    const body = cursor.until('}');
    if (body === undefined) throw new Refused('a repetition is not closed');
    if (/\s/.test(body) || (flags.x && body.includes('#'))) throw new NotJudged('a repetition with blanks');
    if (/^,[0-9]+$/.test(body)) throw new NotJudged('a repetition without a least number');
    const [, least, comma, most] = /^([0-9]+)(,?)([0-9]*)$/.exec(body) ?? [];
    if (least === undefined) throw new Refused(`a repetition counts ${body}`);
    const [min, max] = [Number(least), comma === '' ? Number(least) : most === '' ? Infinity : Number(most)];
    if (min > MOST_REPEATS || (max !== Infinity && max > MOST_REPEATS)) throw new Refused('a repetition counts too far');
    if (min > max) throw new Refused(`a repetition counts from ${min} down to ${max}`);
    return [min, max];
  }

  private skipBlanks({ x }: Flags): void {
    while (x && !this.cursor.isAtEnd) {
      if (this.cursor.take(/\p{White_Space}/u) !== '') continue;
      if (!this.cursor.eat('#')) return;
      this.cursor.take(/[^\n]/);
    }
  }
}

function place(at: Place): Node {
  return { kind: 'place', place: at };
}

function switched(flags: Flags, letters: string): Flags {
  const changed: Record<string, boolean> = {};
  const [on = '', off, ...more] = letters.split('-');
  if (more.length > 0) throw new Refused('a minus stands twice among flags');
  if (off === '') throw new Refused('nothing is switched off behind a minus');
  for (const [text, value] of [
    [on, true],
    [off ?? '', false],
  ] as const) {
    for (const letter of text) {
      if (!/[imsUuxR]/.test(letter)) throw new Refused(`there is no flag ${letter}`);
      if (Object.hasOwn(changed, letter)) throw new Refused(`the flag ${letter} stands twice`);
      changed[letter] = value;
    }
  }
  if (changed['u'] === false) throw new NotJudged('Unicode switched off');
  if (changed['R'] === true) throw new NotJudged('lines that end in CR LF');
  return { ...flags, ...changed };
}
