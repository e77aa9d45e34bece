import { type Place } from './syntax';

/** What a character is to a place beside it. */
export const KIND = { none: 0, newline: 1, word: 2, other: 3 } as const;
export type Kind = (typeof KIND)[keyof typeof KIND];

/**
 * True when a place lies between two characters.
 *
 * @param before kind of the character before, `none` at the start of the text
 * @param after kind of the character behind, `none` at the end
 * @param isLast true when the character behind is the last one of the text
 */
export function liesAt(place: Place, before: Kind, after: Kind, isLast: boolean): boolean {
  return TESTS[place](before, after, isLast);
}

const TESTS: Readonly<Record<Place, (before: Kind, after: Kind, isLast: boolean) => boolean>> = {
  start: (before) => before === KIND.none,
  end: (_before, after) => after === KIND.none,
  'line-start': (before) => before === KIND.none || before === KIND.newline,
  'line-end': (_before, after) => after === KIND.none || after === KIND.newline,
  'last-line-end': (_before, after, isLast) => after === KIND.none || (after === KIND.newline && isLast),
  'word-boundary': (before, after) => (before === KIND.word) !== (after === KIND.word),
  'no-word-boundary': (before, after) => (before === KIND.word) === (after === KIND.word),
  'word-start': (before, after) => before !== KIND.word && after === KIND.word,
  'word-end': (before, after) => before === KIND.word && after !== KIND.word,
  'word-start-half': (before) => before !== KIND.word,
  'word-end-half': (_before, after) => after !== KIND.word,
};
