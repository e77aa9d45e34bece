import { changed, CLEAN, type ForeignCase } from '../foreign-case';

/** Two inputs that differ in one thing, of which a rule finds the first. */
export interface RuleCase {
  readonly rule: string;
  readonly about: string;
  /** What it is found on, each. */
  readonly subjects: readonly string[];
  readonly flagged: ForeignCase;
  readonly unflagged: ForeignCase;
}

/** A case of a clean input, in which one place is changed. */
export function caseOf(
  rule: string,
  about: string,
  subject: string | readonly string[],
  path: string,
  value: unknown,
  clean: ForeignCase = CLEAN,
): RuleCase {
  return { rule, about, subjects: [subject].flat(), flagged: changed(clean, path, value), unflagged: clean };
}
