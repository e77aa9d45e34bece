/** One thing flipped in the library, and the tests that must notice. */
export interface Mutation {
  /** What becomes possible, in words. */
  readonly what: string;
  /** File of the library. */
  readonly file: string;
  /** Text that stands in it exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Test files, the one that notices first in front; behind ` :: ` the beginning of a test's name, where one is enough. */
  readonly tests: readonly string[];
}

/** The source with the mutation. @throws when its text does not stand there exactly once */
export function mutated(source: string, { file, find, replace }: Pick<Mutation, 'file' | 'find' | 'replace'>): string {
  const parts = source.split(find);
  if (parts.length !== 2) throw new Error(`${file} has ${JSON.stringify(find)} ${parts.length - 1} times, not once`);
  return parts.join(replace);
}

/** Mutations of one file: what becomes possible, the text, and what stands in its place. */
export function mutationsOf(
  file: string,
  tests: readonly string[],
  flips: readonly (readonly [what: string, find: string, replace: string])[],
): readonly Mutation[] {
  return flips.map(([what, find, replace]) => ({ what, file, find, replace, tests }));
}
