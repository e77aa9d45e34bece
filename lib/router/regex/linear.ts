import { Alphabet } from './alphabet';
import { type CharSet } from './char-set';
import { KIND, liesAt, type Kind } from './places';
import { type Program, type Step } from './program';

/** Characters of a text: one number each. */
export type Points = readonly number[] | Uint8Array;

/** A set of places in the program, waiting for the next character. */
interface State {
  readonly waiting: Int32Array;
  readonly before: Kind;
  /** By letter, and last for the end of the text: the state to go to, `undefined` where that is not yet known. */
  readonly next: (State | Outcome | undefined)[];
}

type Outcome = 'found' | 'dead';

/** More states are forgotten and computed again. */
const MOST_STATES = 4_000;
/** Work that a single text may cause: beyond it no answer is given. */
const MOST_WORK = 20_000_000;

/** Answers whether a text holds a match, in time in proportion to the text: a deterministic automaton that is built as it is needed. */
export class LinearMatcher {
  private readonly alphabet: Alphabet;
  private readonly members: readonly (Uint8Array | undefined)[];
  private readonly usesKinds: boolean;
  private states = new Map<string, State>();
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
    this.starts = this.freshStarts();
  }

  /** Undefined where the text would cause too much work. */
  test(points: Points, anchored: boolean): boolean | undefined {
    this.work = 0;
    let state = anchored ? this.starts.anchored : this.starts.floating;
    const { alphabet } = this;
    for (let at = 0; at <= points.length; at++) {
      const letter = at === points.length ? alphabet.size : alphabet.letterOf(points[at] ?? 0);
      const slot = 2 * letter + (at === points.length - 1 ? 1 : 0);
      let next = state.next[slot];
      if (next === undefined) {
        next = this.step(state, letter, at === points.length - 1, anchored);
        state.next[slot] = next;
        if (this.work > MOST_WORK) return undefined;
      }
      if (next === 'found') return true;
      if (next === 'dead') return false;
      state = next;
    }
    return false;
  }

  private freshStarts(): { anchored: State; floating: State } {
    this.states = new Map();
    const of = (): State => ({ waiting: Int32Array.of(0), before: KIND.none, next: [] });
    return { anchored: of(), floating: of() };
  }

  private step(state: State, letter: number, isLast: boolean, anchored: boolean): State | Outcome {
    const isEnd = letter === this.alphabet.size;
    const after = isEnd ? KIND.none : this.alphabet.kindOf(letter);
    const reached = this.closure(state.waiting, state.before, after, isLast);
    if (reached === 'found') return 'found';
    if (isEnd) return 'dead';
    const waiting: number[] = [];
    for (const place of reached) if (this.members[place]?.[letter] === 1) waiting.push(place + 1);
    if (!anchored) waiting.push(0);
    if (waiting.length === 0) return 'dead';
    return this.stateOf(waiting, this.usesKinds ? after : KIND.other, anchored);
  }

  private stateOf(waiting: readonly number[], before: Kind, anchored: boolean): State {
    const sorted = Int32Array.from(new Set(waiting)).sort();
    this.work += sorted.length;
    const key = `${anchored ? 'a' : 'f'}${before} ${sorted.join()}`;
    const known = this.states.get(key);
    if (known !== undefined) return known;
    if (this.states.size >= MOST_STATES) this.starts = this.freshStarts();
    const made: State = { waiting: sorted, before, next: [] };
    this.states.set(key, made);
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
