import { firstMatch } from './backtracking';
import { has, type CharSet } from './char-set';
import { type Language } from './common-text';
import { lengthOf } from './length';
import { LinearMatcher } from './linear';
import { parsePcre } from './pcre';
import { isPerhapsTooLarge } from './pcre-size';
import { mayOverlook } from './pcre-unsure';
import { leftmost, type Points, type Slots } from './pike';
import { programOf, type Program } from './program';
import { parseRust } from './rust';
import { rustSize } from './rust-size';
import { splitText } from './split';
import { NotJudged, Refused, type Node, type Parsed } from './syntax';
import { hasUncertain } from './unicode-recent';

export { commonText, type Allowance, type Language } from './common-text';

/** `rust` is the engine of the flavors `traditional_compatible` and `expressions`, `pcre` that of `traditional`. */
export type Engine = 'rust' | 'pcre';

/** Where an expression matched; offsets are bytes. */
export interface Match {
  readonly start: number;
  readonly end: number;
  /** What the groups caught, the whole match first; undefined where one took no part. */
  readonly groups: readonly (string | undefined)[];
  /** The same by name. */
  readonly names: Readonly<Record<string, string | undefined>>;
}

/** A regular expression that the gateway's engine takes. Texts are bytes: one character code each. */
export interface Pattern {
  /** The first match; null where there is none; `unknown` where the engine's answer cannot be told. */
  search(text: string, anchored?: boolean): Match | null | 'unknown';
  /** Whether there is a match. */
  test(text: string, anchored?: boolean): boolean | 'unknown';
  /** Bytes a text must begin with to match from its beginning; empty where nothing is known. */
  readonly prefix: string;
  /** The texts it matches as an automaton; undefined where that would be too large. */
  language(anchored?: boolean): Language | undefined;
}

/**
 * A regular expression as one of the gateway's engines reads it, given as bytes; `error` where the engine refuses it,
 * `unknown` where it cannot be told what the engine makes of it.
 */
export function compile(engine: Engine, pattern: string): Pattern | { readonly error: string } | { readonly unknown: string } {
  const split = splitText(engine === 'rust' && pattern.startsWith('^') ? pattern.slice(1) : engine === 'pcre' ? pattern : '');
  if (split === undefined) return compileWhole(engine, pattern);
  const rest = compileRest(engine, split.rest);
  return 'test' in rest ? new SplitPattern(engine, pattern, split.prefix, rest) : compileWhole(engine, pattern);
}

function compileWhole(engine: Engine, pattern: string): Pattern | { readonly error: string } | { readonly unknown: string } {
  try {
    return engine === 'rust' ? new RustPattern(pattern) : new PcrePattern(pattern);
  } catch (error) {
    if (error instanceof Refused) return { error: error.message };
    if (error instanceof NotJudged) return { unknown: error.message };
    throw error;
  }
}

/** What many expressions end with is compiled once for all of them. */
const rests = new Map<string, ReturnType<typeof compileWhole>>();
const MOST_RESTS = 1_000;

function compileRest(engine: Engine, rest: string): ReturnType<typeof compileWhole> {
  const key = `${engine} ${rest}`;
  const known = rests.get(key) ?? compileWhole(engine, rest);
  if (rests.size >= MOST_RESTS) rests.clear();
  rests.set(key, known);
  return known;
}

/** An expression that begins with plain text. */
class SplitPattern implements Pattern {
  private complete: Pattern | undefined;

  constructor(
    private readonly engine: Engine,
    private readonly pattern: string,
    readonly prefix: string,
    private readonly rest: Pattern,
  ) {}

  test(text: string, anchored = false): boolean | 'unknown' {
    if (this.isFloating(anchored)) return this.whole().test(text, anchored);
    return text.startsWith(this.prefix) && this.rest.test(text.slice(this.prefix.length), true);
  }

  search(text: string, anchored = false): Match | null | 'unknown' {
    if (this.isFloating(anchored)) return this.whole().search(text, anchored);
    if (!text.startsWith(this.prefix)) return null;
    const found = this.rest.search(text.slice(this.prefix.length), true);
    if (found === null || found === 'unknown') return found;
    const { length } = this.prefix;
    // The rest catches nothing.
    return { start: 0, end: found.end + length, groups: [text.slice(0, found.end + length)], names: found.names };
  }

  language(anchored = false): Language | undefined {
    return this.whole().language(anchored);
  }

  /** In the older engine only a search from the start of the text is one for the plain text first. */
  private isFloating(anchored: boolean): boolean {
    return this.engine === 'pcre' && !anchored;
  }

  private whole(): Pattern {
    const made = this.complete ?? compileWhole(this.engine, this.pattern);
    if (!('test' in made)) throw new Error('an expression of plain text and one that compiles did not compile');
    this.complete = made;
    return made;
  }
}

const NOT_ASCII = /[^\x00-\x7f]/;

class RustPattern implements Pattern {
  readonly prefix: string;
  private readonly parsed: Parsed;
  private readonly program: Program;
  /** Whether it catches nothing, and whatever matches ends with the text. */
  private readonly isToTheEnd: boolean;
  /** Built for the first text, null where it would be too large. */
  private matcher: LinearMatcher | null | undefined;

  constructor(pattern: string) {
    this.parsed = parseRust(Buffer.from(pattern, 'latin1').toString('utf8'));
    const size = rustSize(this.parsed.node);
    if (size === 'too-large') throw new Refused('the expression is too large');
    if (size === 'close') throw new NotJudged('the expression is nearly too large');
    this.program = programOf(this.parsed.node, { regular: true, lengthOf });
    this.prefix = startsText(this.parsed.node) ? utf8(prefixOf(this.parsed.node)) : '';
    this.isToTheEnd = this.parsed.groups === 1 && endsText(this.parsed.node);
  }

  test(text: string, anchored = false): boolean | 'unknown' {
    const read = this.read(text);
    return read === undefined ? 'unknown' : (this.automaton()?.test(read, anchored) ?? 'unknown');
  }

  search(text: string, anchored = false): Match | null | 'unknown' {
    const read = this.read(text);
    if (read === undefined) return 'unknown';
    const holds = this.automaton()?.test(read, anchored);
    if (holds === false) return null;
    // From the start of the text to its end there is one match.
    if (holds === true && anchored && this.isToTheEnd && read === text)
      return { start: 0, end: text.length, groups: [text], names: Object.setPrototypeOf({}, null) as Match['names'] };
    const points = Array.from(read, (char) => char.codePointAt(0) ?? 0);
    const slots = leftmost(this.program, points, this.parsed.word, anchored);
    if (slots === undefined) return 'unknown';
    return slots === null ? null : matchOf(this.parsed, slots, (from, to) => utf8(points.slice(from, to)), offsets(points));
  }

  language(anchored = false): Language | undefined {
    const matcher = this.automaton();
    // Characters that younger versions of Unicode know are left out.
    return matcher === null ? undefined : { matcher, anchored, isExact: true };
  }

  private automaton(): LinearMatcher | null {
    if (this.matcher === undefined) this.matcher = built(this.program, this.parsed.word);
    return this.matcher;
  }

  /** The text in characters; undefined where the engine may know more or fewer of them. */
  private read(text: string): string | undefined {
    if (!NOT_ASCII.test(text)) return text;
    const decoded = Buffer.from(text, 'latin1').toString('utf8');
    return this.parsed.usesProperties && hasUncertain(decoded) ? undefined : decoded;
  }
}

function built(program: Program, word: CharSet): LinearMatcher | null {
  try {
    return new LinearMatcher(program, word);
  } catch (error) {
    if (error instanceof NotJudged) return null;
    throw error;
  }
}

class PcrePattern implements Pattern {
  readonly prefix: string;
  private readonly parsed: Parsed;
  /** Takes at least what the expression does. */
  private readonly wide: LinearMatcher;
  private readonly mayOverlook: boolean;
  private readonly program: Program;

  constructor(pattern: string) {
    this.parsed = parsePcre(pattern);
    if (isPerhapsTooLarge(this.parsed.node)) throw new NotJudged('the expression may be too large');
    this.wide = new LinearMatcher(programOf(this.parsed.node, { regular: true, lengthOf }), this.parsed.word);
    this.program = programOf(this.parsed.node, { regular: false, lengthOf });
    this.mayOverlook = !startsText(this.parsed.node) && mayOverlook(this.parsed.node);
    this.prefix = String.fromCharCode(...prefixOf(this.parsed.node));
  }

  test(text: string, anchored = false): boolean | 'unknown' {
    const found = this.slots(text, anchored);
    return found === undefined ? 'unknown' : found !== null;
  }

  search(text: string, anchored = false): Match | null | 'unknown' {
    const slots = this.slots(text, anchored);
    if (slots === undefined) return 'unknown';
    return slots === null
      ? null
      : matchOf(
          this.parsed,
          slots,
          (from, to) => text.slice(from, to),
          (at) => at,
        );
  }

  language(anchored = false): Language {
    return { matcher: this.wide, anchored, isExact: isRegular(this.parsed.node) && (anchored || !this.mayOverlook) };
  }

  private slots(text: string, anchored: boolean): Slots | null | undefined {
    if (anchored && !text.startsWith(this.prefix)) return null;
    if (this.wide.test(text, anchored) === false) return null;
    const found = firstMatch(this.program, text, anchored);
    return found !== null && !anchored && this.mayOverlook ? undefined : found;
  }
}

function matchOf(
  { groups, names }: Parsed,
  slots: Slots,
  slice: (from: number, to: number) => string,
  offset: (at: number) => number,
): Match {
  const caught = Array.from({ length: groups }, (_, index) => {
    const [from, to] = [slots[2 * index], slots[2 * index + 1]];
    return from === undefined || to === undefined ? undefined : slice(from, to);
  });
  return {
    start: offset(slots[0] ?? 0),
    end: offset(slots[1] ?? 0),
    groups: caught,
    names: Object.setPrototypeOf(Object.fromEntries([...names].map(([name, index]) => [name, caught[index]])), null) as Match['names'],
  };
}

/** Offset in bytes of a character. */
function offsets(points: Points): (at: number) => number {
  return (at) => utf8([...points.slice(0, at)]).length;
}

function utf8(points: readonly number[]): string {
  return Buffer.from(points.map((point) => String.fromCodePoint(point)).join(''), 'utf8').toString('latin1');
}

/** True where every match begins at the start of the text. */
function startsText(node: Node): boolean {
  if (node.kind === 'sequence') return node.parts[0] !== undefined && startsText(node.parts[0]);
  if (node.kind === 'group') return startsText(node.node);
  return node.kind === 'place' && node.place === 'start';
}

function endsText(node: Node): boolean {
  const last = node.kind === 'sequence' ? node.parts.at(-1) : undefined;
  return last?.kind === 'place' && last.place === 'end';
}

/** True for what finite automata can do. */
function isRegular(node: Node): boolean {
  switch (node.kind) {
    case 'sequence':
      return node.parts.every(isRegular);
    case 'choice':
      return node.options.every(isRegular);
    case 'repeat':
    case 'group':
      return isRegular(node.node);
    default:
      return node.kind === 'empty' || node.kind === 'set' || node.kind === 'place';
  }
}

/** The characters that every match begins with. */
function prefixOf(node: Node): readonly number[] {
  const parts = node.kind === 'sequence' ? node.parts : [node];
  const prefix: number[] = [];
  for (const part of parts) {
    if (part.kind === 'place' && part.place === 'start') continue;
    const only = part.kind === 'set' ? single(part.set) : undefined;
    if (only === undefined) break;
    prefix.push(only);
  }
  return prefix;
}

function single(set: CharSet): number | undefined {
  const [first] = set;
  return set.length === 2 && first !== undefined && first === set[1] && has(set, first) ? first : undefined;
}
