import { ASCII_WORD } from './pcre-classes';
import { has } from './char-set';
import { type Slots } from './pike';
import { KIND, liesAt, type Kind } from './places';
import { type Program, type Step } from './program';

/**
 * Ways that may be tried for one text. The gateway's engine gives up at a limit of its own, at 10,000 as it counts; what
 * takes fewer than this is far from it.
 */
const MOST_TRIES = 1_500;

/** Says that a text needs more tries than are sure to be within the engine's own limit. */
class TooManyTries extends Error {}

/** The match the older engine finds first; undefined where it tries so much that its own limit may stop it. */
export function firstMatch(program: Program, text: string, anchored: boolean): Slots | null | undefined {
  const run = new Backtracking(text);
  try {
    for (let start = 0; start <= (anchored ? 0 : text.length); start++) {
      const slots = run.from(program, start);
      if (slots !== null) return slots;
    }
    return null;
  } catch (error) {
    if (error instanceof TooManyTries) return undefined;
    throw error;
  }
}

/** A place to come back to. */
interface Way {
  readonly place: number;
  readonly at: number;
  readonly slots: Slots;
  readonly rounds: readonly number[];
}

class Backtracking {
  private tries = 0;

  constructor(private readonly text: string) {}

  from(program: Program, start: number): Slots | null {
    const found = this.run(program, { place: 0, at: start, slots: [start], rounds: [] });
    return found === null ? null : placed(found.slots, 1, found.at);
  }

  /** Follows a program from a place; sub-programs nest no deeper than groups do. */
  private run({ steps }: Program, start: Way): Way | null {
    const ways: Way[] = [start];
    for (let way = ways.pop(); way !== undefined; way = ways.pop()) {
      this.count();
      const end = this.follow(steps, way, ways);
      if (end !== null) return end;
    }
    return null;
  }

  private follow(steps: readonly Step[], way: Way, ways: Way[]): Way | null {
    let { place, at, slots, rounds } = way;
    for (;;) {
      const step = steps[place] as Step;
      switch (step.op) {
        case 'match':
          return { place, at, slots, rounds };
        case 'set':
          if (at >= this.text.length || !has(step.set, this.text.charCodeAt(at))) return null;
          at += 1;
          break;
        case 'split':
          ways.push({ place: step.second, at, slots, rounds });
          place = step.first - 1;
          break;
        case 'jump':
          place = step.to - 1;
          break;
        case 'save':
          slots = placed(slots, step.slot, at);
          break;
        case 'keep':
          slots = placed(slots, 0, at);
          break;
        case 'round':
          rounds = placed(rounds, step.loop, at) as readonly number[];
          break;
        case 'progress':
          if (rounds[step.loop] === at) place = step.out - 1;
          break;
        case 'place':
          if (!liesAt(step.place, this.kindAt(at - 1), this.kindAt(at), at === this.text.length - 1)) return null;
          break;
        default: {
          const next = this.special(step, { place, at, slots, rounds });
          if (next === null) return null;
          ({ at, slots } = next);
        }
      }
      place += 1;
    }
  }

  private special(step: Step & { op: 'look' | 'atomic' | 'back-reference' }, way: Way): Pick<Way, 'at' | 'slots'> | null {
    if (step.op === 'atomic') return this.run(step.program, { ...way, place: 0 });
    if (step.op === 'look') {
      const from = step.behind ? way.at - step.least : way.at;
      const found = from < 0 ? null : this.run(step.program, { ...way, place: 0, at: from });
      if ((found !== null) === step.negated) return null;
      return { at: way.at, slots: found?.slots ?? way.slots };
    }
    const [begin, end] = [way.slots[2 * step.index], way.slots[2 * step.index + 1]];
    if (begin === undefined || end === undefined) return null;
    const [wanted, given] = [this.text.slice(begin, end), this.text.slice(way.at, way.at + end - begin)];
    const isSame = step.folded ? lower(wanted) === lower(given) : wanted === given;
    return isSame ? { at: way.at + end - begin, slots: way.slots } : null;
  }

  private kindAt(at: number): Kind {
    if (at < 0 || at >= this.text.length) return KIND.none;
    const byte = this.text.charCodeAt(at);
    return byte === 0x0a ? KIND.newline : has(ASCII_WORD, byte) ? KIND.word : KIND.other;
  }

  private count(): void {
    if (++this.tries > MOST_TRIES) throw new TooManyTries();
  }
}

function placed(slots: Slots, slot: number, at: number): Slots {
  const copy = [...slots];
  while (copy.length <= slot) copy.push(undefined);
  copy[slot] = at;
  return copy;
}

function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
