import { plainScalar } from './scalars';
import { emptyTable, type Value } from './value';

/** Where a text stops being plain. */
export interface NotPlain {
  readonly line: number;
}

/** Thrown where the text has what this reader leaves to the other. */
class Stop extends Error {}

const KEY = /^(?:([A-Za-z_][\w.~/-]*)|"([^"\\]+)"|'([^']+)'):(?: +|$)/;
const DOUBLE = /^"((?:[^"\\]|\\["\\/bfnrt]|\\u(?![dD][89a-fA-F])[0-9a-fA-F]{4})*)"(?: +#.*| *)$/;
const SINGLE = /^'((?:[^']|'')*)'(?: +#.*| *)$/;
const INDICATOR = /^(?:[,[\]{}#&*!|>'"%@`]|[-?:](?: |$))/;
const DEEPEST = 100;

/**
 * Reads the form of YAML that programs write: one key or item a line, nested by blanks, texts of one line or literal blocks. Several
 * times faster than a reader of all of YAML, and of one mind with it; what is of another form it does not read.
 */
export function readPlain(text: string): { readonly value: Value } | NotPlain {
  if (/[\t\r\x85\u2028\u2029]/.test(text)) return { line: 1 };
  const reader = new PlainReader(text.split('\n'));
  try {
    return { value: reader.document() };
  } catch (error) {
    if (error instanceof Stop) return { line: reader.line };
    throw error;
  }
}

class PlainReader {
  private at = -1;
  private indent = -1;
  /** What is left of the line. */
  private rest = '';

  constructor(private readonly lines: readonly string[]) {}

  get line(): number {
    return Math.max(1, Math.min(this.at + 1, this.lines.length));
  }

  document(): Value {
    this.next();
    if (this.indent === 0 && this.rest === '---') this.next();
    if (this.indent !== 0) throw new Stop();
    const value = this.node(0);
    if (this.at < this.lines.length) throw new Stop();
    return value;
  }

  /** On to the next line that is neither empty nor a comment; beyond the last, the indentation is -1. */
  private next(): void {
    for (this.at += 1; this.at < this.lines.length; this.at += 1) {
      const line = this.lines[this.at] ?? '';
      const indent = blanksOf(line);
      if (indent === -1 || line[indent] === '#') continue;
      if (indent === 0 && /^(?:---|\.\.\.)(?: |$)/.test(line) && this.at > 0) throw new Stop();
      this.indent = indent;
      this.rest = line.slice(indent);
      return;
    }
    this.indent = -1;
    this.rest = '';
  }

  private node(depth: number): Value {
    if (depth > DEEPEST) throw new Stop();
    return this.startsItem() ? this.sequence(depth) : this.mapping(depth);
  }

  private startsItem(): boolean {
    return this.rest.startsWith('- ') || this.rest === '-';
  }

  private sequence(depth: number): Value {
    const indent = this.indent;
    const list: Value[] = [];
    while (this.indent === indent && this.startsItem()) {
      const inner = /^- *(?! )/.exec(this.rest)?.[0].length ?? 1;
      const rest = this.rest.slice(inner);
      if (rest === '' || rest.startsWith('#')) list.push(this.below(indent, false, depth));
      else if (KEY.test(rest) || rest.startsWith('- ')) {
        this.indent = indent + inner;
        this.rest = rest;
        list.push(this.node(depth + 1));
      } else list.push(this.scalar(rest, indent));
    }
    if (this.indent > indent) throw new Stop();
    return list;
  }

  private mapping(depth: number): Value {
    const indent = this.indent;
    const table = emptyTable();
    while (this.indent === indent && !this.startsItem()) {
      const found = KEY.exec(this.rest);
      if (found === null) throw new Stop();
      const [head, plain, double, single] = found;
      const key = plain === undefined ? (double ?? single) : plainScalar(plain);
      if (typeof key !== 'string' || key === '<<') throw new Stop();
      const rest = this.rest.slice(head.length);
      table[key] = rest === '' || rest.startsWith('#') ? this.below(indent, true, depth) : this.scalar(rest, indent);
    }
    if (this.indent > indent) throw new Stop();
    return table;
  }

  /** What stands on the lines below; the items of a key's list need not be further in than the key. */
  private below(indent: number, ofKey: boolean, depth: number): Value {
    this.next();
    const within = this.indent > indent || (ofKey && this.indent === indent && this.startsItem());
    if (!within) return null;
    if (!this.startsItem() && !KEY.test(this.rest)) throw new Stop();
    return this.node(depth + 1);
  }

  private scalar(rest: string, indent: number): Value {
    if (/^\|-? *$/.test(rest)) return this.literal(indent, rest.startsWith('|-'));
    const value = oneLine(rest);
    this.next();
    // A text that goes on below, or a mistake.
    if (this.indent > indent) throw new Stop();
    return value;
  }

  private literal(indent: number, strip: boolean): Value {
    const kept: string[] = [];
    let inner = -1;
    for (this.at += 1; this.at < this.lines.length; this.at += 1) {
      const line = this.lines[this.at] ?? '';
      const first = blanksOf(line);
      if (first === -1) {
        if (line !== '') throw new Stop();
        kept.push('');
        continue;
      }
      if (first <= indent) break;
      if (inner === -1) inner = first;
      if (first < inner) throw new Stop();
      kept.push(line.slice(inner));
    }
    this.at -= 1;
    this.next();
    const text = kept.join('\n').replace(/\n+$/, '');
    if (text === '') throw new Stop();
    return strip ? text : `${text}\n`;
  }
}

/** The blanks a line begins with; -1 where it has nothing else. */
function blanksOf(line: string): number {
  let at = 0;
  while (line.charCodeAt(at) === 0x20) at += 1;
  return at === line.length ? -1 : at;
}

function oneLine(rest: string): Value {
  if (rest.startsWith('"')) {
    const inner = DOUBLE.exec(rest)?.[1];
    if (inner === undefined) throw new Stop();
    return inner.includes('\\') ? (JSON.parse(`"${inner}"`) as string) : inner;
  }
  if (rest.startsWith("'")) {
    const inner = SINGLE.exec(rest)?.[1];
    if (inner === undefined) throw new Stop();
    return inner.replaceAll("''", "'");
  }
  if (/^\[\] *$/.test(rest)) return [];
  if (/^\{\} *$/.test(rest)) return emptyTable();
  const text = rest.includes(' ') ? rest.replace(/ +#.*$/, '').trimEnd() : rest;
  if (INDICATOR.test(text) || text.endsWith(':') || text.includes(': ')) throw new Stop();
  return plainScalar(text);
}
