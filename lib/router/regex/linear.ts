import { Alphabet } from './alphabet';
import { type CharSet } from './char-set';
import { KIND, liesAt, type Kind } from './places';
import { type Program, type Step } from './program';

/** What a state says of the text read so far. */
export const OUTCOME = { open: 0, found: 1, dead: 2 } as const;

/** A set of places in the program, waiting for the next character. */
export interface State {
  readonly outcome: (typeof OUTCOME)[keyof typeof OUTCOME];
  readonly waiting: Int32Array;
  readonly before: Kind;
  /** By letter; then by letter where it is the last one; then at the end of the text. */
  readonly next: (State | undefined)[];
}

const FOUND: State = { outcome: OUTCOME.found, waiting: Int32Array.of(), before: KIND.none, next: [] };
const DEAD: State = { ...FOUND, outcome: OUTCOME.dead };

/** States, and places in all of them, that are kept; at more all are forgotten and built anew. */
const MOST_STATES = 4_000;
const MOST_PLACES = 1_000_000;
/** Transitions that are kept: one takes eight bytes. */
const MOST_TRANSITIONS = 2_000_000;
/** Work that a single text may cause: beyond it no answer is given. */
const MOST_WORK = 20_000_000;

/** Answers whether a text holds a match, in time in proportion to the text: a deterministic automaton that is built as it is needed. */
export class LinearMatcher {
  private readonly alphabet: Alphabet;
  private readonly members: readonly (Uint8Array | undefined)[];
  private readonly usesKinds: boolean;
  private readonly mostStates: number;
  private states = new Map<string, State>();
  private places = 0;
  private starts: { anchored: State; floating: State };
  private work = 0;

  constructor(
    private readonly program: Program,
    word: CharSet,
  ) {
    const sets = [...new Set(program.steps.flatMap((step) => (step.op === 'set' ? [step.set] : [])))];
    this.alphabet = new Alphabet(sets, word);
    const bySet = new Map(sets.map((set) => [set, this.alphabet.membership(set)]));
    this.members = program.steps.map((step) => (step.op === 'set' ? bySet.get(step.set) : undefined));
    this.usesKinds = program.steps.some((step) => step.op === 'place' && step.place !== 'start' && step.place !== 'end');
    this.mostStates = Math.min(MOST_STATES, Math.ceil(MOST_TRANSITIONS / (2 * this.alphabet.size + 1)));
    this.starts = this.freshStarts();
  }

  /** Undefined where the text would cause too much work. */
  test(text: string, anchored: boolean): boolean | undefined {
    this.work = 0;
    const { narrow, size } = this.alphabet;
    let state = anchored ? this.starts.anchored : this.starts.floating;
    let at = 0;
    while (at < text.length) {
      const unit = text.charCodeAt(at);
      const point = unit < 0xd800 ? unit : (text.codePointAt(at) ?? 0);
      at += point > 0xffff ? 2 : 1;
      const letter = point < 256 ? (narrow[point] ?? 0) : this.alphabet.letterOf(point);
      const slot = at >= text.length ? size + letter : letter;
      const next = state.next[slot] ?? this.extended(state, slot, anchored);
      if (next === undefined) return undefined;
      if (next.outcome !== OUTCOME.open) return next === FOUND;
      state = next;
    }
    const end = state.next[2 * size] ?? this.extended(state, 2 * size, anchored);
    return end === undefined ? undefined : end === FOUND;
  }

  /** First characters of the ranges that the expression tells apart. */
  get boundaries(): readonly number[] {
    return this.alphabet.boundaries;
  }

  /** Which of the kinds of characters that the expression tells apart a character is. */
  letterOf(point: number): number {
    return this.alphabet.letterOf(point);
  }

  /** The state before any character. */
  start(anchored: boolean): State {
    return anchored ? this.starts.anchored : this.starts.floating;
  }

  /** The state behind one more character, or behind the end of the text; undefined where it takes too much work to tell. */
  after(state: State, point: number | undefined, isLast: boolean, anchored: boolean): State | undefined {
    if (state.outcome !== OUTCOME.open) return state;
    const { size } = this.alphabet;
    const letter = point === undefined ? 2 * size : this.alphabet.letterOf(point);
    const slot = point !== undefined && isLast ? size + letter : letter;
    this.work = 0;
    return state.next[slot] ?? this.extended(state, slot, anchored);
  }

  private freshStarts(): { anchored: State; floating: State } {
    this.states = new Map();
    this.places = 0;
    const of = (): State => ({ outcome: OUTCOME.open, waiting: Int32Array.of(0), before: KIND.none, next: this.noTransitions() });
    return { anchored: of(), floating: of() };
  }

  private noTransitions(): (State | undefined)[] {
    return new Array<State | undefined>(2 * this.alphabet.size + 1).fill(undefined);
  }

  private extended(state: State, slot: number, anchored: boolean): State | undefined {
    const next = this.step(state, slot, anchored);
    if (this.work > MOST_WORK) return undefined;
    state.next[slot] = next;
    return next;
  }

  private step(state: State, slot: number, anchored: boolean): State {
    const { size } = this.alphabet;
    const isEnd = slot === 2 * size;
    const letter = slot % size;
    const after = isEnd ? KIND.none : this.alphabet.kindOf(letter);
    const reached = this.closure(state.waiting, state.before, after, slot >= size);
    if (reached === 'found') return FOUND;
    if (isEnd) return DEAD;
    const waiting: number[] = [];
    for (const place of reached) if (this.members[place]?.[letter] === 1) waiting.push(place + 1);
    if (!anchored) waiting.push(0);
    if (waiting.length === 0) return DEAD;
    return this.stateOf(waiting, this.usesKinds ? after : KIND.other, anchored);
  }

  private stateOf(waiting: readonly number[], before: Kind, anchored: boolean): State {
    const sorted = Int32Array.from(new Set(waiting)).sort();
    this.work += sorted.length;
    const key = `${anchored ? 'a' : 'f'}${before} ${sorted.join()}`;
    const known = this.states.get(key);
    if (known !== undefined) return known;
    if (this.states.size >= this.mostStates || this.places + sorted.length > MOST_PLACES) this.starts = this.freshStarts();
    const made: State = { outcome: OUTCOME.open, waiting: sorted, before, next: this.noTransitions() };
    this.states.set(key, made);
    this.places += sorted.length;
    return made;
  }

  /** The sets that can be reached without a character, or that the end of the program can. */
  private closure(from: Int32Array, before: Kind, after: Kind, isLast: boolean): readonly number[] | 'found' {
    const { steps } = this.program;
    const seen = new Set<number>();
    const pending = [...from];
    const sets: number[] = [];
    for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
      if (seen.has(place)) continue;
      seen.add(place);
      this.work += 1;
      const step = steps[place] as Step;
      if (step.op === 'match') return 'found';
      if (step.op === 'set') sets.push(place);
      else if (step.op === 'split') pending.push(step.first, step.second);
      else if (step.op === 'jump') pending.push(step.to);
      else if (step.op !== 'place' || liesAt(step.place, before, after, isLast)) pending.push(place + 1);
    }
    return sets;
  }
}
