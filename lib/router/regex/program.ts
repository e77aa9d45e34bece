import { complement, EMPTY, type CharSet } from './char-set';
import { NotJudged, type Node, type Place } from './syntax';

/** A step of a program; numbers are places in the program. */
export type Step =
  | { readonly op: 'set'; readonly set: CharSet }
  /** `kind` is what the older engine's stack depends on: a single character again, another loop or option, or alternatives. */
  | { readonly op: 'split'; readonly kind: 'single' | 'loop' | 'choice'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'place'; readonly place: Place }
  | { readonly op: 'match' }
  /** Remembers where a round of a loop began, and leaves the loop when a round took nothing. */
  | { readonly op: 'round'; readonly loop: number }
  | { readonly op: 'progress'; readonly loop: number; out: number }
  | {
      readonly op: 'look';
      readonly behind: boolean;
      readonly negated: boolean;
      readonly program: Program;
      readonly least: number;
      readonly most: number;
    }
  | { readonly op: 'atomic'; readonly program: Program }
  | { readonly op: 'back-reference'; readonly index: number; readonly folded: boolean }
  | { readonly op: 'keep' };

/** A program that matches what an expression does. */
export interface Program {
  readonly steps: readonly Step[];
  readonly loops: number;
  /** True where it holds groups that catch. */
  readonly catches: boolean;
}

/** Longer programs are not judged. */
const MOST_STEPS = 60_000;

/** How a program is to be written. */
interface Options {
  /** True for a program of what finite automata can do: it takes at least what the expression does. */
  readonly regular: boolean;
  /** Length of text a node takes. */
  readonly lengthOf: (node: Node) => readonly [number, number];
}

/** The program of an expression. @throws NotJudged where it would be too long */
export function programOf(node: Node, options: Options): Program {
  const writer = new Writer(options);
  writer.write(node);
  writer.emit({ op: 'match' });
  return { steps: writer.steps, loops: writer.loops, catches: writer.steps.some(catches) };
}

function catches(step: Step): boolean {
  return step.op === 'save' || ('program' in step && step.program.catches);
}

class Writer {
  readonly steps: Step[] = [];
  loops = 0;

  constructor(private readonly options: Options) {}

  emit(step: Step): number {
    if (this.steps.length >= MOST_STEPS) throw new NotJudged('the expression is too large');
    this.steps.push(step);
    return this.steps.length - 1;
  }

  write(node: Node): void {
    switch (node.kind) {
      case 'empty':
        return;
      case 'set':
        this.emit({ op: 'set', set: node.set });
        return;
      case 'sequence':
        node.parts.forEach((part) => this.write(part));
        return;
      case 'choice':
        this.choice(node.options);
        return;
      case 'repeat':
        this.repeat(node);
        return;
      case 'group':
        this.emit({ op: 'save', slot: 2 * node.index });
        this.write(node.node);
        this.emit({ op: 'save', slot: 2 * node.index + 1 });
        return;
      case 'place':
        this.emit({ op: 'place', place: node.place });
        return;
      default:
        this.beyondRegular(node);
    }
  }

  private choice(options: readonly Node[]): void {
    const ends: (Step & { op: 'jump' })[] = [];
    options.forEach((option, index) => {
      if (index === options.length - 1) {
        this.write(option);
        return;
      }
      const split = { op: 'split' as const, kind: 'choice' as const, first: this.steps.length + 1, second: 0 };
      this.emit(split);
      this.write(option);
      const jump = { op: 'jump' as const, to: 0 };
      this.emit(jump);
      ends.push(jump);
      split.second = this.steps.length;
    });
    for (const jump of ends) jump.to = this.steps.length;
  }

  private repeat({ node, min, max, greedy }: Node & { kind: 'repeat' }): void {
    const [, longest] = this.options.lengthOf(node);
    // Rounds that take nothing change nothing, however many there are.
    const rounds = longest === 0 ? Math.min(min, 1) : min;
    for (let count = 0; count < rounds; count++) this.write(node);
    if (max === Infinity) this.loop(node, greedy);
    else this.optional(node, longest === 0 ? Math.min(max - min, 1) : max - min, greedy);
  }

  private optional(node: Node, count: number, greedy: boolean): void {
    const splits: (Step & { op: 'split' })[] = [];
    for (let done = 0; done < count; done++) {
      const split = { op: 'split' as const, kind: kindOf(node), first: 0, second: 0 };
      this.emit(split);
      splits.push(split);
      if (greedy) split.first = this.steps.length;
      else split.second = this.steps.length;
      this.write(node);
    }
    for (const split of splits) {
      if (greedy) split.second = this.steps.length;
      else split.first = this.steps.length;
    }
  }

  private loop(node: Node, greedy: boolean): void {
    const [least] = this.options.lengthOf(node);
    const split = { op: 'split' as const, kind: kindOf(node), first: 0, second: 0 };
    const start = this.emit(split);
    if (greedy) split.first = this.steps.length;
    else split.second = this.steps.length;
    const loop = least === 0 && !this.options.regular ? this.loops++ : undefined;
    if (loop !== undefined) this.emit({ op: 'round', loop });
    this.write(node);
    const progress = { op: 'progress' as const, loop: loop ?? 0, out: 0 };
    if (loop !== undefined) this.emit(progress);
    this.emit({ op: 'jump', to: start });
    progress.out = this.steps.length;
    if (greedy) split.second = this.steps.length;
    else split.first = this.steps.length;
  }

  private beyondRegular(node: Node & { kind: 'look' | 'atomic' | 'back-reference' | 'keep' }): void {
    const { regular, lengthOf } = this.options;
    if (node.kind === 'atomic') {
      if (regular) this.write(node.node);
      else this.emit({ op: 'atomic', program: programOf(node.node, this.options) });
    } else if (node.kind === 'back-reference') {
      if (regular) this.loop({ kind: 'set', set: EVERY_BYTE }, true);
      else this.emit({ op: 'back-reference', index: node.index, folded: node.folded });
    } else if (node.kind === 'look') {
      if (regular) return;
      const [least, most] = lengthOf(node.node);
      this.emit({ op: 'look', behind: node.behind, negated: node.negated, program: programOf(node.node, this.options), least, most });
    } else if (!regular) this.emit({ op: 'keep' });
  }
}

function kindOf(node: Node): 'single' | 'loop' {
  return node.kind === 'set' ? 'single' : 'loop';
}

const EVERY_BYTE: CharSet = complement(EMPTY, 0xff);
