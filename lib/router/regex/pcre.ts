import { Cursor } from './cursor';
import { lengthOf } from './length';
import { ASCII_WORD, bracketClass, BYTE_BUT_NEWLINE, escapedClass, EVERY_BYTE, isPosix } from './pcre-classes';
import { countsAt } from './pcre-counts';
import { byteEscape } from './pcre-escapes';
import { atomic, countGroups, holds, isRepeatedUnevenly, LINE_END, literal, LOOKS, switched, type Flags } from './pcre-parts';
import { checkSure } from './pcre-unsure';
import { NotJudged, Refused, sequence, type Node, type Parsed, type Place } from './syntax';

const MOST_DEPTH = 250;
const MOST_BEHIND = 255;

/**
 * Reads an expression in the language of PCRE2 over bytes.
 *
 * @throws Refused, NotJudged
 * @see https://www.pcre.org/current/doc/html/pcre2pattern.html
 */
export function parsePcre(pattern: string): Parsed {
  return new PcreParser(pattern).parse();
}

class PcreParser {
  private readonly cursor: Cursor;
  private readonly names = new Map<string, number>();
  private readonly declared: number;
  private groups = 1;
  private refers = false;
  /** Numbers of the groups that the cursor is in. */
  private readonly open = new Set<number>();
  /** How often `\K` was read. */
  private kept = 0;

  constructor(pattern: string) {
    this.cursor = new Cursor([...pattern]);
    this.declared = countGroups(pattern);
  }

  parse(): Parsed {
    const node = this.choice({ i: false, m: false, s: false, x: false, n: false }, 0);
    if (!this.cursor.isAtEnd) throw new Refused('a group is closed that was not opened');
    checkSure(node);
    if (this.refers && this.groups - 1 !== this.declared) throw new NotJudged('a reference among groups that are hard to count');
    return { node, names: this.names, groups: this.groups, word: ASCII_WORD, usesProperties: false };
  }

  private choice(flags: Flags, depth: number): Node {
    if (depth > MOST_DEPTH) throw new Refused('groups are nested too deep');
    const options: Node[] = [];
    let current = flags;
    let parts: Node[] = [];
    for (;;) {
      this.skip(current);
      if (this.cursor.isAtEnd || this.cursor.peek() === ')') break;
      if (this.cursor.eat('|')) {
        options.push(sequence(parts));
        parts = [];
        continue;
      }
      if (this.cursor.eat('\\Q')) {
        parts.push(...this.quoted(current));
        continue;
      }
      const inline = this.inlineFlags(current);
      if (inline !== undefined) current = inline;
      else {
        const isGroup = this.cursor.peek() === '(';
        parts.push(this.repeated(this.atom(current, depth), current, isGroup));
      }
    }
    return options.length === 0 ? sequence(parts) : { kind: 'choice', options: [...options, sequence(parts)] };
  }

  private quoted(flags: Flags): readonly Node[] {
    const { cursor } = this;
    let text = '';
    while (!cursor.isAtEnd && !cursor.eat('\\E')) text += cursor.next();
    const nodes = [...text].map((char) => literal(char, flags));
    const last = nodes.pop();
    return last === undefined ? [] : [...nodes, this.repeated(last, flags)];
  }

  private inlineFlags(flags: Flags): Flags | undefined {
    const start = this.cursor.at;
    if (!this.cursor.eat('(?')) return undefined;
    const letters = this.cursor.take(/[a-zA-Z^-]/, 20);
    if (letters !== '' && this.cursor.eat(')')) return switched(flags, letters);
    this.cursor.at = start;
    return undefined;
  }

  private atom(flags: Flags, depth: number): Node {
    const { cursor } = this;
    const char = cursor.next();
    switch (char) {
      case '(':
        return this.group(flags, depth);
      case '[':
        if (cursor.looksAt('[:<:]]') || cursor.looksAt('[:>:]]')) throw new NotJudged('a boundary in brackets');
        if (/[:.=]/.test(cursor.peek()) && isPosix(cursor)) throw new Refused('a named class stands outside of brackets');
        return { kind: 'set', set: bracketClass(cursor, flags.i) };
      case '.':
        return { kind: 'set', set: flags.s ? EVERY_BYTE : BYTE_BUT_NEWLINE };
      case '^':
        return this.place(flags.m ? 'line-start' : 'start');
      case '$':
        return this.place(flags.m ? 'line-end' : 'last-line-end');
      case '*':
      case '+':
      case '?':
        throw new Refused(`there is nothing to repeat before ${char}`);
      case '{':
        cursor.at -= 1;
        if (countsAt(this.cursor) !== undefined) throw new Refused('there is nothing to repeat before {');
        return literal(cursor.next(), flags);
      case '\\':
        return this.escape(flags);
      default:
        return literal(char, flags);
    }
  }

  private escape(flags: Flags): Node {
    const { cursor } = this;
    const letter = cursor.peek();
    const places: Readonly<Record<string, Place>> = {
      A: 'start',
      z: 'end',
      Z: 'last-line-end',
      G: 'start',
      b: 'word-boundary',
      B: 'no-word-boundary',
    };
    const at = Object.hasOwn(places, letter) ? places[letter] : undefined;
    if (at !== undefined) {
      cursor.next();
      return this.place(at);
    }
    const set = escapedClass(letter);
    if (set !== undefined) {
      cursor.next();
      return { kind: 'set', set };
    }
    if (cursor.eat('N')) {
      if (cursor.peek() === '{') throw new NotJudged('a named character');
      return { kind: 'set', set: BYTE_BUT_NEWLINE };
    }
    if (cursor.eat('R')) return LINE_END;
    if (cursor.eat('K')) {
      this.kept += 1;
      return { kind: 'keep' };
    }
    if (/[XCpPgkLluUQE]/.test(letter)) throw new NotJudged(`the escape \\${letter}`);
    return /[1-9]/.test(letter) ? this.number(flags) : literal(byteEscape(cursor, false), flags);
  }

  private number(flags: Flags): Node {
    const { cursor } = this;
    const start = cursor.at;
    const digits = cursor.take(/[0-9]/);
    const index = Number(digits);
    this.refers = true;
    if (index < 10 || index <= this.declared) {
      if (index > this.declared) throw new Refused(`there is no group ${index}`);
      if (this.open.has(index)) throw new NotJudged('a group refers to itself');
      return { kind: 'back-reference', index, folded: flags.i };
    }
    cursor.at = start;
    if (/[89]/.test(cursor.peek())) throw new NotJudged(`the escape \\${digits}`);
    return literal(byteEscape(cursor, true), flags);
  }

  private group(flags: Flags, depth: number): Node {
    const { cursor } = this;
    if (cursor.peek() === '*') throw new NotJudged('a verb or an assertion by name');
    if (!cursor.eat('?')) return this.captured(flags.n ? undefined : this.groups++, flags, depth);
    const named = this.nameOf();
    if (named !== undefined) return this.captured(this.numbered(named), flags, depth);
    for (const [text, behind, negated] of LOOKS) {
      if (cursor.eat(text)) return this.look(behind, negated, flags, depth);
    }
    if (cursor.eat('>')) return atomic(this.body(flags, depth));
    if (cursor.eat(':')) return this.body(flags, depth);
    const letters = cursor.take(/[a-zA-Z^-]/, 20);
    if (letters !== '' && cursor.eat(':')) return this.body(switched(flags, letters), depth);
    throw new NotJudged('a group of a kind that is not judged');
  }

  private nameOf(): string | undefined {
    const { cursor } = this;
    const isPlain = cursor.peek() === '<' && cursor.peek(1) !== '=' && cursor.peek(1) !== '!' && cursor.eat('<');
    if (isPlain || cursor.eat('P<')) return cursor.until('>') ?? '';
    return cursor.eat("'") ? (cursor.until("'") ?? '') : undefined;
  }

  private numbered(name: string): number {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw new Refused('a group has a name that is none');
    if (name.length > 32) throw new NotJudged('a long name of a group');
    if (this.names.has(name)) throw new Refused(`two groups have the name ${name}`);
    this.names.set(name, this.groups);
    return this.groups++;
  }

  private captured(index: number | undefined, flags: Flags, depth: number): Node {
    if (index !== undefined) this.open.add(index);
    const node = this.body(flags, depth);
    if (index === undefined) return node;
    this.open.delete(index);
    return { kind: 'group', index, node };
  }

  private look(behind: boolean, negated: boolean, flags: Flags, depth: number): Node {
    const kept = this.kept;
    const node = this.body(flags, depth);
    if (this.kept > kept) throw new Refused('\\K stands in look-around');
    const [least, most] = lengthOf(node);
    if (behind && holds(node, ({ kind }) => kind === 'back-reference')) throw new NotJudged('a reference in what is looked for behind');
    if (behind && most === Infinity) throw new Refused('what is looked for behind has no greatest length');
    if (behind && (most > MOST_BEHIND || least !== most)) throw new NotJudged('what is looked for behind varies in length');
    return { kind: 'look', behind, negated, node };
  }

  private body(flags: Flags, depth: number): Node {
    const node = this.choice(flags, depth + 1);
    if (!this.cursor.eat(')')) throw new Refused('a group is not closed');
    return node;
  }

  private place(at: Place): Node {
    return { kind: 'place', place: at };
  }

  private repeated(node: Node, flags: Flags, isGroup = false): Node {
    this.skip(flags);
    const counts = countsAt(this.cursor);
    if (counts === undefined) return node;
    if (node.kind === 'place' || node.kind === 'look' || node.kind === 'keep') throw new NotJudged('a place is repeated');
    const { cursor } = this;
    const possessive = cursor.eat('+');
    const greedy = possessive || !cursor.eat('?');
    if (lengthOf(node)[1] === 0) throw new NotJudged('what takes nothing is repeated');
    if (counts[1] > 1 && isRepeatedUnevenly(node)) throw new NotJudged('a repeated group that gives nothing back');
    // A group of one character is one to the engine, too.
    if (possessive && (isGroup || node.kind !== 'set')) throw new NotJudged('a group that is repeated for good');
    const repeat: Node = { kind: 'repeat', node, min: counts[0], max: counts[1], greedy };
    this.skip(flags);
    if (countsAt(this.cursor) !== undefined) throw new NotJudged('a repetition is repeated');
    return possessive ? atomic(repeat) : repeat;
  }

  /** Passes comments, ends of quotations that never began and, where they do not count, blanks. */
  private skip({ x }: Flags): void {
    const { cursor } = this;
    for (;;) {
      if (cursor.eat('(?#')) {
        if (cursor.until(')') === undefined) throw new Refused('a comment is not closed');
      } else if (cursor.eat('\\E')) continue;
      else if (x && cursor.take(/[\t\n\v\f\r \x85]/) !== '') continue;
      else if (x && cursor.eat('#')) cursor.take(/[^\n]/);
      else return;
    }
  }
}
