/** What a review can be made to fail on, by its flag or by settings; `none` by itself is nothing. */
export const FAIL_ON = ['broadened', 'unauthenticated', 'consent:high', 'replace-app', 'lint:error'] as const;

/** The words that are none of these. */
export function unknownFailOn(words: readonly unknown[]): readonly unknown[] {
  if (words.length === 1 && words[0] === 'none') return [];
  return words.filter((word) => !(FAIL_ON as readonly unknown[]).includes(word));
}
