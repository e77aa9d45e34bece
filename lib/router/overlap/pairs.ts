import { bytesOf, type ByteString } from '../bytes';
import { type RouterFlavor, type RouterRoute } from '../types';
import { PathLanguages } from './path-language';

/**
 * The pairs of routes that may have a request in common, each once. Whether they have is another question: what is left out is
 * what hosts, methods and the beginnings of paths tell apart at a glance.
 */
export class PairIndex<Route extends RouterRoute> {
  /** In the order of their texts. */
  private readonly literals: readonly { readonly text: ByteString; readonly route: Route }[];
  private readonly byText = new Map<ByteString, Route[]>();
  private readonly own = new Map<Route, readonly ByteString[]>();

  private readonly paths: PathLanguages;

  constructor(routes: readonly Route[], flavor: RouterFlavor) {
    this.paths = new PathLanguages(flavor);
    const { paths } = this;
    for (const route of routes) {
      const texts = [...new Set((route.paths ?? []).map((path) => paths.literalOf(path)))];
      this.own.set(route, texts.length === 0 ? [''] : texts);
    }
    const literals = [...this.own].flatMap(([route, texts]) => texts.map((text) => ({ text, route })));
    this.literals = literals.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
    for (const { text, route } of this.literals) {
      const same = this.byText.get(text);
      if (same === undefined) this.byText.set(text, [route]);
      else same.push(route);
    }
  }

  /** What the paths of a route begin with; an empty text where it has none. */
  literalsOf(route: Route): readonly ByteString[] {
    return this.own.get(route) ?? [''];
  }

  /** Other routes that may have a request in common with one that was given. */
  near(route: Route): readonly Route[] {
    return this.beside(route).filter((other) => mayShareMethod(route, other) && this.maySharePath(route, other));
  }

  /** The same but for the methods. */
  beside(route: Route): readonly Route[] {
    const found = new Set<Route>();
    for (const text of this.literalsOf(route)) {
      for (let length = 0; length < text.length; length++) this.byText.get(text.slice(0, length))?.forEach((other) => found.add(other));
      for (let at = this.firstFrom(text); this.literals[at]?.text.startsWith(text) === true; at++) {
        const { route: other } = this.literals[at] as { readonly route: Route };
        found.add(other);
      }
    }
    found.delete(route);
    return [...found].filter((other) => mayShareHost(route, other));
  }

  private maySharePath({ paths }: Route, other: Route): boolean {
    const [own, theirs] = [paths ?? [], other.paths ?? []];
    if (own.length === 0 || theirs.length === 0) return true;
    return own.some((path) => theirs.some((one) => !this.paths.areApart(path, one)));
  }

  private firstFrom(text: ByteString): number {
    let [low, high] = [0, this.literals.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.literals[middle]?.text ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function mayShareMethod(a: RouterRoute, b: RouterRoute): boolean {
  const [own, other] = [a.methods ?? [], b.methods ?? []];
  return own.length === 0 || other.length === 0 || own.some((method) => other.includes(method));
}

function mayShareHost(a: RouterRoute, b: RouterRoute): boolean {
  const [own, other] = [a.hosts ?? [], b.hosts ?? []];
  if (own.length === 0 || other.length === 0) return true;
  const plain = new Set(other.map(nameOf));
  return own.some((host) => plain.has(nameOf(host))) || own.some((host) => other.some((one) => mayMeet(nameOf(host), nameOf(one))));
}

/** Whether a host can be meant by both of two patterns, one of them with an asterisk. */
function mayMeet(a: string, b: string): boolean {
  if (!a.includes('*')) return b.includes('*') && isMeant(a, b);
  if (!b.includes('*')) return isMeant(b, a);
  if (a.startsWith('*') === b.startsWith('*')) return isMeant(a.replace('*', ''), b) || isMeant(b.replace('*', ''), a);
  return true;
}

function isMeant(name: string, pattern: string): boolean {
  return pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : name.startsWith(pattern.slice(0, -1));
}

function nameOf(host: string): string {
  return bytesOf(host).replace(/:[0-9]+$/, '');
}
