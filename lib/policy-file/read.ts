import { Composer, isMap, isScalar, isSeq, Lexer, LineCounter, Parser, type Document, type Node, type Pair } from 'yaml';
import { type Policy } from '../access';
import { DefinitionError } from '../errors';
import { DEEPEST, scan, TOO_DEEP } from './scan';

/** Longest text of a policy file, in characters. */
export const LONGEST_POLICY = 2_000_000;

/**
 * Text of a policy file, YAML or JSON, as data; whether it is a policy is seen by what checks it. What could make a file mean something else than it
 * shows is refused: a key written twice, anchors, aliases and tags; `<<` is a name like any other.
 *
 * @throws DefinitionError with `FILE_INVALID`
 */
export function parsePolicy(text: string, file = 'policy'): Policy {
  if (text.length > LONGEST_POLICY)
    throw problem(file, `has ${text.length} characters`, `split it into several files of at most ${LONGEST_POLICY}`);
  const body = text.replace(/^\ufeff/, '');
  const found = scan(body);
  if (found !== undefined) throw problem(file, `line ${found.line}: ${found.what}`, found.fix);
  const lines = new LineCounter();
  const [document, ...others] = documentsOf(body, file, lines);
  if (document === undefined || (others.length === 0 && document.contents === null))
    throw problem(file, 'is empty', 'write formatVersion and expectations');
  if (others.length > 0) throw problem(file, `holds ${others.length + 1} documents`, 'write each into a file of its own');
  return new Conversion(file, lines).value(document.contents, 0) as Policy;
}

class Mistake extends Error {
  constructor(
    public readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

function documentsOf(text: string, file: string, lines: LineCounter): readonly Document.Parsed[] {
  try {
    lines.addNewLine(0);
    const parser = new Parser(lines.addNewLine);
    // Keys written twice are found below, in linear time.
    const composer = new Composer({ version: '1.2', merge: false, uniqueKeys: false, lineCounter: lines, logLevel: 'silent' });
    const documents: Document.Parsed[] = [];
    // Left to itself it collects every mistake, of which a text can have a million.
    Object.assign(composer, { onError: stopAtFirst() });
    for (const source of new Lexer().lex(text)) for (const token of parser.next(source)) documents.push(...composer.next(token));
    for (const token of parser.end()) documents.push(...composer.next(token));
    documents.push(...composer.end(false, text.length));
    for (const { errors } of documents) if (errors[0] !== undefined) throw new Mistake(errors[0].pos[0], errors[0].message);
    return documents;
  } catch (error) {
    if (error instanceof RangeError) throw problem(file, TOO_DEEP.what, TOO_DEEP.fix);
    if (!(error instanceof Mistake)) throw error;
    if (error.message.startsWith('Maximum call stack')) throw problem(file, TOO_DEEP.what, TOO_DEEP.fix);
    const { line, col } = lines.linePos(error.offset);
    throw problem(file, `line ${line}, column ${col}: is neither YAML nor JSON: ${error.message.split('\n')[0] ?? ''}`, 'correct it there');
  }
}

type Place = number | readonly [number, number] | { readonly offset: number };

/** What is thrown is reported once more on its way up; the first report counts. */
function stopAtFirst(): (place: Place, code: string, message: string) => void {
  let first: Mistake | undefined;
  return (place, _code, message) => {
    first ??= new Mistake(typeof place === 'number' ? place : 'offset' in place ? place.offset : place[0], message);
    throw first;
  };
}

/** From the syntax of a document to plain data. */
class Conversion {
  constructor(
    private readonly file: string,
    private readonly lines: LineCounter,
  ) {}

  value(node: Node | null, depth: number): unknown {
    if (depth > DEEPEST) throw problem(this.file, TOO_DEEP.what, TOO_DEEP.fix);
    if (isMap(node)) return this.object(node.items as readonly Pair<Node, Node | null>[], depth);
    if (isSeq(node)) return node.items.map((item) => this.value(item as Node | null, depth + 1));
    return isScalar(node) ? node.value : null;
  }

  private object(items: readonly Pair<Node, Node | null>[], depth: number): Readonly<Record<string, unknown>> {
    const fields = new Map<string, unknown>();
    for (const { key, value } of items) {
      const name = this.value(key, depth + 1);
      if (typeof name !== 'string') throw this.refused(key, 'has a key that is no text', 'put it in quotes');
      if (fields.has(name)) throw this.refused(key, `has the key ${JSON.stringify(name.slice(0, 60))} twice`, 'leave one out');
      fields.set(name, this.value(value, depth + 1));
    }
    // Names such as `__proto__` become fields like others.
    return Object.fromEntries(fields);
  }

  private refused(node: Node, what: string, fix: string): DefinitionError {
    return problem(this.file, `line ${this.lines.linePos(node.range?.[0] ?? 0).line}: ${what}`, fix);
  }
}

function problem(where: string, what: string, fix: string): DefinitionError {
  return new DefinitionError([{ where, what, fix, code: 'FILE_INVALID' }]);
}
