import { charsOf, has, pairsOf, type CharSet } from './char-set';
import { KIND, type Kind } from './places';
import { NotJudged } from './syntax';

/** Ranges times sets; more are not judged. */
const MOST_CELLS = 2_000_000;
/** Characters whose letters are looked up in a table. */
const NARROW = 256;

/** Characters that no set of an expression tells apart are one letter of its alphabet. */
export class Alphabet {
  /** First characters of the ranges, and the letter of each range. */
  private readonly starts: readonly number[];
  private readonly letterOfRange: readonly number[];
  /** The letters of the first 256 characters. */
  readonly narrow: Uint16Array;
  private readonly representatives: readonly number[];
  private readonly kinds: readonly Kind[];

  constructor(sets: readonly CharSet[], word: CharSet) {
    const all = [...new Set([...sets, word, charsOf('\n')])];
    this.starts = [...new Set([0, ...all.flatMap((set) => pairsOf(set).flatMap(([first, last]) => [first, last + 1]))])].sort(
      (a, b) => a - b,
    );
    const size = all.length * this.starts.length;
    if (size > MOST_CELLS) throw new NotJudged('the expression has too many classes');
    const signatures = this.signatures(all);
    const letters = new Map<string, number>();
    const representatives: number[] = [];
    this.letterOfRange = signatures.map((signature, at) => {
      const letter = letters.get(signature) ?? letters.size;
      if (letter === letters.size) {
        letters.set(signature, letter);
        representatives.push(this.starts[at] ?? 0);
      }
      return letter;
    });
    this.representatives = representatives;
    this.kinds = representatives.map((point) => (point === 0x0a ? KIND.newline : has(word, point) ? KIND.word : KIND.other));
    this.narrow = new Uint16Array(NARROW);
    this.starts.forEach((start, at) => {
      if (start < NARROW) this.narrow.fill(this.letterOfRange[at] ?? 0, start, Math.min(this.starts[at + 1] ?? NARROW, NARROW));
    });
  }

  /** Of each range the sets that it is in, as a text. */
  private signatures(sets: readonly CharSet[]): readonly string[] {
    const at = new Map(this.starts.map((start, index) => [start, index]));
    const signatures = this.starts.map(() => '');
    sets.forEach((set, number) => {
      for (const [first, last] of pairsOf(set)) {
        for (let index = at.get(first) ?? 0; (this.starts[index] ?? Infinity) <= last; index++) signatures[index] += `${number},`;
      }
    });
    return signatures;
  }

  /** First characters of the ranges in which no set tells characters apart. */
  get boundaries(): readonly number[] {
    return this.starts;
  }

  /** How many letters there are. */
  get size(): number {
    return this.representatives.length;
  }

  letterOf(point: number): number {
    return point < NARROW ? (this.narrow[point] ?? 0) : this.search(point);
  }

  kindOf(letter: number): Kind {
    return this.kinds[letter] ?? KIND.other;
  }

  /** For each letter 1 where it is in a set. */
  membership(set: CharSet): Uint8Array {
    const members = new Uint8Array(this.representatives.length);
    this.representatives.forEach((point, letter) => {
      if (has(set, point)) members[letter] = 1;
    });
    return members;
  }

  private search(point: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= point) low = middle;
      else high = middle - 1;
    }
    return this.letterOfRange[low] ?? 0;
  }
}
