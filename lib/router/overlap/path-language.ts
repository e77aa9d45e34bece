import { bytesOf, type ByteString } from '../bytes';
import { compile, type Engine, type Language } from '../regex';
import { type RouterFlavor } from '../types';

/** What is known of the paths a route's path matches: a language, or that it matches none, or that it cannot be told. */
export type PathLanguage = Language | 'none' | 'unknown';

/** The paths that the router can meet, and those that the paths of routes match, in one flavor. */
export class PathLanguages {
  readonly engine: Engine;
  /** Every path as it is once it has been normalized. */
  readonly normalized: Language;
  private readonly known = new Map<string, PathLanguage>();
  private readonly shapes = new Map<string, Shape>();

  constructor(flavor: RouterFlavor) {
    this.engine = flavor === 'traditional' ? 'pcre' : 'rust';
    const normalized = this.compiled(NORMALIZED);
    if (typeof normalized === 'string') throw new Error('the expression of normalized paths is one that every engine takes');
    this.normalized = normalized;
  }

  /** What a path of a route matches; a regular expression starts with `~`. */
  of(path: string): PathLanguage {
    const known = this.known.get(path) ?? this.read(bytesOf(path));
    this.known.set(path, known);
    return known;
  }

  /** Bytes that every path begins with which a path of a route matches. */
  literalOf(path: string): ByteString {
    const bytes = bytesOf(path);
    if (!bytes.startsWith('~')) return bytes;
    const pattern = compile(this.engine, this.expression(bytes));
    return 'prefix' in pattern ? pattern.prefix : '';
  }

  /** Whether two paths surely have nothing in common: in number or texts of their segments, or in how they end. */
  areApart(one: string, other: string): boolean {
    const [first, second] = [this.shape(one), this.shape(other)];
    if (first.end !== undefined && second.end !== undefined && !first.end.endsWith(second.end) && !second.end.endsWith(first.end))
      return true;
    const [a, b] = [first.segments, second.segments];
    if (a === undefined || b === undefined) return false;
    return a.length !== b.length || a.some((text, at) => text !== undefined && b[at] !== undefined && b[at] !== text);
  }

  private shape(path: string): Shape {
    const known = this.shapes.get(path) ?? { end: endOf(path), segments: segmentsOf(path) };
    this.shapes.set(path, known);
    return known;
  }

  private read(path: ByteString): PathLanguage {
    return this.compiled(path.startsWith('~') ? this.expression(path) : `^${literalExpression(path)}`);
  }

  // As the gateway does: a textual `^` in the one, an option of the engine in the other.
  private expression(path: ByteString): ByteString {
    return this.engine === 'pcre' ? path.slice(1) : `^${path.slice(1).replaceAll('?<', '?P<')}`;
  }

  private compiled(text: ByteString): PathLanguage {
    const pattern = compile(this.engine, text);
    if ('error' in pattern) return 'none';
    return 'unknown' in pattern ? 'unknown' : (pattern.language(this.engine === 'pcre') ?? 'unknown');
  }
}

/** What can be seen of an expression at a glance. */
interface Shape {
  readonly end: string | undefined;
  readonly segments: readonly (string | undefined)[] | undefined;
}

/** The segments of an expression of whole segments, undefined for one that is open; undefined for any other expression. */
function segmentsOf(path: string): Shape['segments'] {
  if (!path.startsWith('~/') || !path.endsWith('$')) return undefined;
  const pieces = path.slice(2, -1).split(/\/(?![^[]*\])/);
  const isOpen = (piece: string): boolean =>
    /^(?:\((?:\?P?<\w+>|\?:)?(?:\[\^\/\]|\\d|\[0-9\]|\[a-z\])\+\)|(?:\[\^\/\]|\\d|\[0-9\]|\[a-z\])\+)$/.test(piece);
  if (!pieces.every((piece) => isOpen(piece) || /^[A-Za-z0-9_-]+$/.test(piece))) return undefined;
  return pieces.map((piece) => (isOpen(piece) ? undefined : piece));
}

/** The text that whatever an expression matches ends with; undefined for any but plain ones. */
function endOf(path: string): string | undefined {
  // Neither flags nor alternatives outside of groups: what is behind the last construct stands in every match.
  if (!/^~(?:\((?:\?:|\?P?<\w+>)?|\)|\[\^?[^[\]\\]+\]|\\[^A-Za-z0-9]|\\[dw]|[^()[\]\\|])*\$$/.test(path)) return undefined;
  return /(?<![\\A-Za-z0-9/_-])([A-Za-z0-9/_-]+)\$$/.exec(path)?.[1];
}

/** An expression of a text itself. */
export function literalExpression(text: ByteString): ByteString {
  return text.replace(/[\\.+*?()|[\]{}^$#&~-]/g, '\\$&');
}

// What stays encoded is what means something in a URL; all else is decoded before the router sees it.
const KEPT = '%(?:2[13-9A-CF]|3[ABDF]|40|5[BD])';
const CHARACTER = `(?:[^/%?#\\x00]|${KEPT})`;
const NO_DOT = `(?:[^/.%?#\\x00]|${KEPT})`;
const SEGMENT = `(?:${NO_DOT}${CHARACTER}*|\\.${NO_DOT}${CHARACTER}*|\\.\\.${CHARACTER}+)`;
const NORMALIZED = `^/(?:${SEGMENT}/)*(?:${SEGMENT})?\\z`;

/** Bytes that a target may hold as they are, and keep through normalization. */
const AS_SENT = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]]/g;

/** The target that a client sends for a normalized path. */
export function targetOf(path: ByteString): string {
  return path.replace(AS_SENT, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}
