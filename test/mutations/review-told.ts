import { mutationsOf, type Mutation } from './mutation';

/** Flips in how a review says what it saw: what is shown, by which words, and what of it is hidden. */
export const REVIEW_TOLD: readonly Mutation[] = [
  ...mutationsOf(
    'lib/review/output/annotations.ts',
    ['test/review/output/annotations.test.ts'],
    [['the name of a file colours a log', 'return visible(text).replace(', 'return text.replace(']],
  ),
];
