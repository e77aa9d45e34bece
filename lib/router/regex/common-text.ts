import { OUTCOME, type LinearMatcher, type State } from './linear';

/** The texts that an expression matches. */
export interface Language {
  readonly matcher: LinearMatcher;
  /** True where a match must begin at the start of the text. */
  readonly anchored: boolean;
  /** False where the automaton takes more texts than the expression does. */
  readonly isExact: boolean;
}

/** States of all automata at once; more than these are not looked at. */
const MOST_STATES = 20_000;

/** Characters a text for people is best made of, the best first. */
const LIKED = 'xabcdefghijklmnopqrstuvwyz0123456789XABCDEFGHIJKLMNOPQRSTUVWYZ-_/~.';

/** What has been read, as a list from the end. */
interface Trail {
  readonly states: readonly State[];
  readonly point: number;
  readonly before: Trail | undefined;
}

/**
 * A shortest text that every one of some languages has, and none of some others; null where there is none, `unknown` where
 * finding it would take too much work. A text is a list of characters: those of the engine, which are bytes for the older one.
 */
export function commonText(
  all: readonly Language[],
  none: readonly Language[],
  allowance?: Allowance,
): readonly number[] | null | 'unknown' {
  return new Search(all, none, allowance).find();
}

/** Work that several searches may cause together: steps of an automaton that are left. */
export interface Allowance {
  left: number;
}

class Search {
  private readonly languages: readonly Language[];
  private readonly points: readonly number[];
  /** Numbers of the states met, language by language. */
  private readonly numbers: readonly Map<State, number>[];
  private readonly seen = new Set<string>();
  private tooMuch = false;

  constructor(
    private readonly all: readonly Language[],
    none: readonly Language[],
    private readonly allowance: Allowance = { left: Infinity },
  ) {
    this.languages = [...all, ...none];
    this.points = representatives(this.languages);
    this.numbers = this.languages.map(() => new Map<State, number>());
  }

  find(): readonly number[] | null | 'unknown' {
    let trails: readonly Trail[] = [
      { states: this.languages.map(({ matcher, anchored }) => matcher.start(anchored)), point: -1, before: undefined },
    ];
    while (trails.length > 0) {
      const next: Trail[] = [];
      for (const trail of trails) {
        const found = this.extend(trail, next);
        if (found !== undefined) return pointsOf(found);
        if (this.tooMuch) return 'unknown';
      }
      trails = next;
    }
    return null;
  }

  /** Adds what one more character leads to; the answer is a text that ends here, if there is one. */
  private extend(before: Trail, next: Trail[]): Trail | undefined {
    for (const point of this.points) {
      const ended = this.after(before.states, point, true);
      const outcome = ended && this.after(ended, undefined, true);
      if (outcome !== undefined && this.isFound(outcome)) return { states: outcome, point, before };
      const states = this.after(before.states, point, false);
      if (states === undefined || this.isHopeless(states)) continue;
      const key = states.map((state, at) => this.numberOf(state, at)).join();
      if (this.seen.has(key)) continue;
      if (this.seen.size >= MOST_STATES) this.tooMuch = true;
      this.seen.add(key);
      next.push({ states, point, before });
    }
    return undefined;
  }

  private after(states: readonly State[], point: number | undefined, isLast: boolean): readonly State[] | undefined {
    const next: State[] = [];
    this.allowance.left -= this.languages.length;
    if (this.allowance.left < 0) this.tooMuch = true;
    for (const [at, { matcher, anchored }] of this.languages.entries()) {
      const state = matcher.after(states[at] as State, point, isLast, anchored);
      if (state === undefined) {
        this.tooMuch = true;
        return undefined;
      }
      next.push(state);
    }
    return next;
  }

  private isFound(states: readonly State[]): boolean {
    return states.every(({ outcome }, at) => (outcome === OUTCOME.found) === at < this.all.length);
  }

  private isHopeless(states: readonly State[]): boolean {
    return states.some(({ outcome }, at) => outcome === (at < this.all.length ? OUTCOME.dead : OUTCOME.found));
  }

  private numberOf(state: State, at: number): number {
    const numbers = this.numbers[at] as Map<State, number>;
    const known = numbers.get(state) ?? numbers.size;
    numbers.set(state, known);
    return known;
  }
}

/** One character for all that no language tells apart, those that people like first. */
function representatives(languages: readonly Language[]): readonly number[] {
  const boundaries = languages.flatMap(({ matcher }) => [0, ...SURROGATES, ...matcher.boundaries]);
  const starts = [...new Set(boundaries)].filter((point) => point <= LAST).sort((a, b) => a - b);
  const best = new Map<string, { readonly point: number; readonly rank: number }>();
  starts.forEach((start, at) => {
    if (start === SURROGATES[0]) return;
    const letters = languages.map(({ matcher }) => matcher.letterOf(start)).join();
    const found = likedIn(start, (starts[at + 1] ?? LAST + 1) - 1);
    if (found.rank < (best.get(letters)?.rank ?? Infinity)) best.set(letters, found);
  });
  return [...best.values()].sort((a, b) => a.rank - b.rank).map(({ point }) => point);
}

/** Halves of characters are no characters. */
const SURROGATES = [0xd800, 0xe000] as const;
const LAST = 0x10ffff;

function likedIn(first: number, last: number): { readonly point: number; readonly rank: number } {
  for (let rank = 0; rank < LIKED.length; rank++) {
    const point = LIKED.charCodeAt(rank);
    if (point >= first && point <= last) return { point, rank };
  }
  // A character of its own is better than a control character or a surrogate.
  const printable = Math.max(first, 0x21);
  const isPlain = printable <= last && printable < 0x7f;
  return { point: printable <= last ? printable : first, rank: LIKED.length + (isPlain ? 0 : 1) + first / (2 * LAST) };
}

function pointsOf(end: Trail): readonly number[] {
  const points: number[] = [];
  for (let trail: Trail | undefined = end; trail !== undefined && trail.point >= 0; trail = trail.before) points.push(trail.point);
  return points.reverse();
}
