import { ASCII_WORD } from './pcre-classes';
import { has } from './char-set';
import { type Slots } from './pike';
import { KIND, liesAt, type Kind } from './places';
import { type Program, type Step } from './program';

/**
 * Ways that may be tried for one text, and steps that may be taken. The gateway's engine gives up at 100,000 as it counts
 * (`lua_regex_match_limit`); what takes fewer than this is far from it.
 */
const MOST_TRIES = 10_000;
const MOST_SPLITS = 30_000;
const MOST_SINGLES = 200_000;

/**
 * Bytes of stack that the engine has are 32,768, and it gives up where it needs more. Measured with PCRE2 10.42, it takes at most
 * these for what it may have to come back to.
 */
const MOST_STACK = 24_000;
const STACK = { single: 16, loop: 16, choice: 16, save: 8, round: 8, inner: 24 } as const;

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
  /** Stack that the engine may have used so far. */
  readonly stack: number;
}

class Backtracking {
  private tries = 0;
  private splits = 0;
  private singles = 0;

  constructor(private readonly text: string) {}

  from(program: Program, start: number): Slots | null {
    const found = this.run(program, { place: 0, at: start, slots: [start], rounds: [], stack: 0 });
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
    let { place, at, slots, rounds, stack } = way;
    for (;;) {
      const step = steps[place] as Step;
      switch (step.op) {
        case 'match':
          return { place, at, slots, rounds, stack };
        case 'set':
          if (at >= this.text.length || !has(step.set, this.text.charCodeAt(at))) return null;
          at += 1;
          break;
        case 'split':
          stack += this.split(step, ways.at(-1));
          ways.push({ place: step.second, at, slots, rounds, stack });
          place = step.first - 1;
          break;
        case 'jump':
          place = step.to - 1;
          break;
        case 'save':
          stack += STACK.save;
          slots = placed(slots, step.slot, at);
          break;
        case 'keep':
          slots = placed(slots, 0, at);
          break;
        case 'round':
          stack += STACK.round;
          rounds = placed(rounds, step.loop, at) as readonly number[];
          break;
        case 'progress':
          if (rounds[step.loop] === at) place = step.out - 1;
          break;
        case 'place':
          if (!liesAt(step.place, this.kindAt(at - 1), this.kindAt(at), at === this.text.length - 1)) return null;
          break;
        default: {
          const next = this.special(step, { place, at, slots, rounds, stack: stack + STACK.inner });
          if (next === null) return null;
          ({ at, slots, stack } = next);
        }
      }
      if (stack > MOST_STACK) throw new TooManyTries();
      place += 1;
    }
  }

  /** The stack that a fork takes: a loop of one character takes it once. */
  private split({ kind, second }: Step & { op: 'split' }, last: Way | undefined): number {
    if (kind !== 'single') this.splits += 1;
    else this.singles += 1;
    if (this.splits > MOST_SPLITS || this.singles > MOST_SINGLES) throw new TooManyTries();
    return kind === 'single' && last?.place === second ? 0 : STACK[kind];
  }

  private special(step: Step & { op: 'look' | 'atomic' | 'back-reference' }, way: Way): Pick<Way, 'at' | 'slots' | 'stack'> | null {
    const left = (found: Way | null): number => (found !== null && 'program' in step && step.program.catches ? found.stack : way.stack);
    if (step.op === 'atomic') {
      const found = this.run(step.program, { ...way, place: 0 });
      return found === null ? null : { at: found.at, slots: found.slots, stack: left(found) };
    }
    if (step.op === 'look') {
      const from = step.behind ? way.at - step.least : way.at;
      const found = from < 0 ? null : this.run(step.program, { ...way, place: 0, at: from });
      if ((found !== null) === step.negated) return null;
      return { at: way.at, slots: found?.slots ?? way.slots, stack: left(found) };
    }
    const [begin, end] = [way.slots[2 * step.index], way.slots[2 * step.index + 1]];
    if (begin === undefined || end === undefined) return null;
    const [wanted, given] = [this.text.slice(begin, end), this.text.slice(way.at, way.at + end - begin)];
    const isSame = step.folded ? lower(wanted) === lower(given) : wanted === given;
    return isSame ? { at: way.at + end - begin, slots: way.slots, stack: way.stack } : null;
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
