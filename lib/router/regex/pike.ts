import { has, type CharSet } from './char-set';
import { KIND, liesAt, type Kind } from './places';
import { type Program, type Step } from './program';

/** Characters of a text: one number each. */
export type Points = readonly number[];

/** Where groups begin and end: two numbers each, the whole match first; undefined where a group took no part. */
export type Slots = readonly (number | undefined)[];

interface Thread {
  readonly place: number;
  readonly slots: Slots;
}

/** Work that a single text may cause: beyond it no answer is given. */
const MOST_WORK = 20_000_000;

/** The leftmost match of a text, of several at one place the one preferred; undefined where finding it takes too much work. */
export function leftmost({ steps }: Program, points: Points, word: CharSet, anchored: boolean): Slots | null | undefined {
  const run = new Run(steps, points, word);
  return run.search(anchored);
}

class Run {
  private work = 0;

  constructor(
    private readonly steps: readonly Step[],
    private readonly points: Points,
    private readonly word: CharSet,
  ) {}

  search(anchored: boolean): Slots | null | undefined {
    let threads: readonly Thread[] = [];
    let best: Slots | null = null;
    for (let at = 0; at <= this.points.length; at++) {
      const started = best === null && (at === 0 || !anchored) ? [{ place: 0, slots: [at] }] : [];
      const waiting = this.closure([...threads, ...started], at);
      const next: Thread[] = [];
      for (const { place, slots } of waiting) {
        const step = this.steps[place] as Step;
        if (step.op === 'match') {
          best = placed(slots, 1, at);
          break;
        }
        if (step.op === 'set' && at < this.points.length && has(step.set, this.points[at] ?? 0)) next.push({ place: place + 1, slots });
      }
      if (this.work > MOST_WORK) return undefined;
      threads = next;
      if (threads.length === 0 && (best !== null || anchored)) break;
    }
    return best;
  }

  /** What waits for a character, or has matched, in order of preference. */
  private closure(threads: readonly Thread[], at: number): readonly Thread[] {
    const seen = new Set<number>();
    const waiting: Thread[] = [];
    for (const thread of threads) {
      const pending = [thread];
      for (let one = pending.pop(); one !== undefined; one = pending.pop()) {
        const { place, slots } = one;
        if (seen.has(place)) continue;
        seen.add(place);
        this.work += 1 + slots.length;
        const step = this.steps[place] as Step;
        if (step.op === 'split') pending.push({ place: step.second, slots }, { place: step.first, slots });
        else if (step.op === 'jump') pending.push({ place: step.to, slots });
        else if (step.op === 'save') pending.push({ place: place + 1, slots: placed(slots, step.slot, at) });
        else if (step.op === 'place') {
          if (liesAt(step.place, this.kindAt(at - 1), this.kindAt(at), at === this.points.length - 1))
            pending.push({ place: place + 1, slots });
        } else waiting.push(one);
      }
    }
    return waiting;
  }

  private kindAt(at: number): Kind {
    const point = this.points[at];
    if (point === undefined) return KIND.none;
    return point === 0x0a ? KIND.newline : has(this.word, point) ? KIND.word : KIND.other;
  }
}

function placed(slots: Slots, slot: number, at: number): Slots {
  const copy = [...slots];
  while (copy.length <= slot) copy.push(undefined);
  copy[slot] = at;
  return copy;
}
