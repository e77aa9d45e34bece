import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document, type Node, type YAMLMap } from 'yaml';
import { readPlain } from './plain-yaml';
import { plainScalar, SCALAR_TAGS, taggedScalar } from './scalars';
import { emptyTable, keyOf, tableOf, type Table, type Value } from './value';

/** As deep as libyaml reads. */
const DEEPEST = 1_000;
/** Values that aliases may add to a file. */
const MOST_BY_ALIAS = 200_000;
/** Longer texts are read as JSON, or as YAML of the plain form that programs write. */
const LONG = 100_000;
const LONGEST = 500_000;
// What libyaml's reader lets through.
const FORBIDDEN = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Why a text is no Kong file. */
export class Unreadable extends Error {}

/**
 * The first document of a YAML text, as Kong's reader makes it out; JSON is YAML. A key that is repeated counts with its last value,
 * `<<` merges.
 *
 * @throws Unreadable with what is wrong, in words.
 */
export function parseText(text: string): Value {
  const found = FORBIDDEN.exec(text);
  if (found !== null)
    throw new Unreadable(
      `line ${lineAt(text, found.index)}: holds the character U+${hex(found[0])}, which YAML does not allow; write it as an escape in double quotes, or leave it out`,
    );
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const json = /^\s*[{[]/.test(body) ? parseJson(body) : undefined;
  if (json !== undefined) return json;
  const plain = body.length > LONG ? readPlain(body) : undefined;
  if (plain !== undefined && 'value' in plain) return plain.value;
  if (plain !== undefined && body.length > LONGEST)
    throw new Unreadable(
      `line ${plain.line}: is wrong, or of a form that is only read in files of up to 500 kB; write one key or item a line without anchors, aliases and tags, or JSON`,
    );
  try {
    return parseYaml(body);
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep();
    throw error;
  }
}

/** Much faster than YAML; undefined where it is none. */
function parseJson(text: string): Value | undefined {
  try {
    const value = JSON.parse(text) as Value;
    checkDepth(value);
    return value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error instanceof RangeError ? tooDeep() : error;
  }
}

function checkDepth(root: Value): void {
  let level: readonly Value[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw tooDeep();
    const next: Value[] = [];
    for (const value of level)
      if (typeof value === 'object' && value !== null) for (const inner of Object.values(value) as Value[]) next.push(inner);
    level = next;
  }
}

function tooDeep(): Unreadable {
  return new Unreadable(`is nested more than ${DEEPEST} deep, which is further than Kong reads`);
}

function parseYaml(text: string): Value {
  const documents = parseAllDocuments(text, { schema: 'failsafe', version: '1.1', merge: false, uniqueKeys: false, logLevel: 'silent' });
  if (!Array.isArray(documents) || documents[0] === undefined) return null;
  for (const { errors } of documents as Document.Parsed[]) {
    const [error] = errors;
    // The reader of YAML reports that it ran out of stack as a mistake of the text.
    if (error?.message.startsWith('Maximum call stack') === true) throw tooDeep();
    if (error !== undefined) throw new Unreadable(`is no YAML: ${(error.message.split('\n')[0] ?? '').replace(/:$/, '')}`);
  }
  const [first, ...others] = (documents as Document.Parsed[]).map((document) => new Conversion().value(document.contents, 0));
  void others;
  return first ?? null;
}

/** A node of an anchor: what it is, and how many values that are; `open` while it is being read. */
interface Anchored {
  value: Value;
  size: number;
  open: boolean;
}

/** From the syntax of one document to its values. */
class Conversion {
  private readonly anchors = new Map<string, Anchored>();
  private size = 0;
  private byAlias = 0;

  value(node: Node | null | undefined, depth: number): Value {
    if (node === null || node === undefined) return null;
    if (depth > DEEPEST) throw tooDeep();
    if (isAlias(node)) return this.alias(node.source);
    const before = (this.size += 1);
    const anchor: Anchored = { value: null, size: 0, open: true };
    const name = (node as { anchor?: string }).anchor;
    if (name !== undefined) this.anchors.set(name, anchor);
    if (isMap(node)) anchor.value = this.table(node as YAMLMap<Node, Node | null>, depth);
    else if (isSeq(node)) anchor.value = node.items.map((item) => this.value(item as Node, depth + 1));
    else if (isScalar(node)) anchor.value = scalar(String(node.value ?? ''), node.type === 'PLAIN', node.tag);
    anchor.size = this.size - before + 1;
    anchor.open = false;
    return anchor.value;
  }

  private alias(name: string): Value {
    const anchor = this.anchors.get(name);
    if (anchor === undefined) throw new Unreadable(`refers to *${name}, which is not defined before; define it with &${name}`);
    if (anchor.open) throw new Unreadable(`refers to *${name} within itself`);
    this.size += anchor.size;
    this.byAlias += anchor.size;
    if (this.byAlias > MOST_BY_ALIAS)
      throw new Unreadable(`grows by more than ${MOST_BY_ALIAS} values through aliases (*${name}); write them out, or use fewer`);
    return anchor.value;
  }

  private table(node: YAMLMap<Node, Node | null>, depth: number): Value {
    const table = emptyTable();
    const numbers: number[] = [];
    const set = (key: string, number: Value, value: Value): void => {
      if (typeof number === 'number' && !Object.hasOwn(table, key)) numbers.push(number);
      table[key] = value;
    };
    for (const { key, value } of node.items) {
      const name = this.value(key, depth + 1);
      const inner = this.value(value, depth + 1);
      if (name === '<<' || key.tag === 'tag:yaml.org,2002:merge') merge(table, inner, set);
      else set(keyOf(name), name, inner);
    }
    return asList(table, numbers) ?? table;
  }
}

function merge(table: Table, from: Value, set: (key: string, number: Value, value: Value) => void): void {
  const sources = Array.isArray(from) ? (from as readonly Value[]) : [from];
  for (const source of sources) {
    const fields = tableOf(source);
    if (fields === undefined) throw new Unreadable('merges with << what is no map; << takes a map, an alias of one, or a list of them');
    for (const [key, value] of Object.entries(fields))
      if (!Object.hasOwn(table, key)) set(key, Array.isArray(source) ? Number(key.slice(1)) : null, value);
  }
}

/** A map whose keys are the numbers from 1 on is a list to Kong. */
function asList(table: Table, numbers: readonly number[]): readonly Value[] | undefined {
  if (numbers.length === 0 || numbers.length !== Object.keys(table).length) return undefined;
  const list = numbers.map((_, index) => table[keyOf(index + 1)]);
  return list.includes(undefined) ? undefined : (list as readonly Value[]);
}

function scalar(text: string, plain: boolean, tag: string | undefined): Value {
  if (/\p{Surrogate}/u.test(text)) throw new Unreadable('holds half of a character (a lone surrogate)');
  if (tag === undefined || !SCALAR_TAGS.has(tag)) return plain ? plainScalar(text) : text;
  const value = taggedScalar(tag, text);
  if (value === undefined) throw new Unreadable(`has ${JSON.stringify(text.slice(0, 80))} tagged ${tag}, which it is not`);
  return value;
}

function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

function hex(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
