import { charsOf, has, pairsOf, type CharSet } from './char-set';
import { KIND, type Kind } from './places';
import { NotJudged } from './syntax';

/** Ranges times sets; more are not judged. */
const MOST_CELLS = 2_000_000;

/** Characters that no set of an expression tells apart are one letter of its alphabet. */
export class Alphabet {
  /** First characters of the ranges, and the letter of each range. */
  private readonly starts: readonly number[];
  private readonly letterOfRange: readonly number[];
  private readonly narrow: Uint16Array;
  private readonly representatives: readonly number[];
  private readonly kinds: readonly Kind[];

  constructor(sets: readonly CharSet[], word: CharSet) {
    const all = [...new Set([...sets, word, charsOf('\n')])];
    this.starts = [...new Set([0, ...all.flatMap((set) => pairsOf(set).flatMap(([first, last]) => [first, last + 1]))])].sort(
      (a, b) => a - b,
    );
    const size = all.length * this.starts.length;
    if (size > MOST_CELLS) throw new NotJudged('the expression has too many classes');
    const letters = new Map<string, number>();
    const representatives: number[] = [];
    this.letterOfRange = this.starts.map((start) => {
      const signature = all.map((set) => (has(set, start) ? '1' : '0')).join('');
      const letter = letters.get(signature) ?? letters.size;
      if (!letters.has(signature)) representatives.push(start);
      letters.set(signature, letter);
      return letter;
    });
    this.representatives = representatives;
    this.kinds = representatives.map((point) => (point === 0x0a ? KIND.newline : has(word, point) ? KIND.word : KIND.other));
    this.narrow = Uint16Array.from({ length: 256 }, (_, point) => this.search(point));
  }

  /** How many letters there are. */
  get size(): number {
    return this.representatives.length;
  }

  letterOf(point: number): number {
    return point < 256 ? (this.narrow[point] ?? 0) : this.search(point);
  }

  kindOf(letter: number): Kind {
    return this.kinds[letter] ?? KIND.other;
  }

  /** For each letter 1 where it is in a set. */
  membership(set: CharSet): Uint8Array {
    return Uint8Array.from(this.representatives, (point) => (has(set, point) ? 1 : 0));
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
