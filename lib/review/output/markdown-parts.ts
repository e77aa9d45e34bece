import { codeSpan } from './escape';
import { shortened } from './wording';

/** Longest text of others in a cell. */
export const LONGEST = 400;

/** Longest text of others in a line that sums up. */
export const BRIEF = 100;

/** A part of a comment: a title, and rows that can be left out one by one. */
export interface Part {
  readonly title: string;
  /** What stands before the rows, such as the head of a table. */
  readonly lead: readonly string[];
  readonly rows: readonly Row[];
  readonly isFolded: boolean;
}

/** A row of a part. */
export interface Row {
  readonly text: string;
  /** From 0, for what is left out last. */
  readonly priority: number;
  readonly isWidened: boolean;
  /** True where the row itself leaves something out. */
  readonly isCut?: boolean;
}

/** How much of a comment a text takes. */
export function bytes(text: string): number {
  return Buffer.byteLength(text);
}

/** Text of others in a line that sums up. */
export function brief(text: string): string {
  return codeSpan(shortened(text, BRIEF));
}

/** Text of others, at most as long as a cell may be. */
export function short(text: string): string {
  return shortened(text, LONGEST);
}

/** The same as code. */
export function cell(text: string): string {
  return codeSpan(short(text));
}
