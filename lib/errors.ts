/** One thing that is wrong with a user's input, in the words of the definition. */
export interface Problem {
  /** Where: the path in the definition, environment or file, such as `grants[0] invoicing -> orders`. */
  readonly where: string;

  /** What is wrong, with the offending value and the allowed ones. */
  readonly what: string;

  /** How to put it right. */
  readonly fix: string;

  /** Stable identifier of the kind of problem, such as `GRANT_UNKNOWN_ROLE`. */
  readonly code: string;
}

/**
 * Everything that is wrong with a definition, an environment or a file, found in one go.
 * The message lists the problems in the order they were found; `problems` holds them as data.
 */
export class DefinitionError extends Error {
  declare public readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'DefinitionError';
    // The mistake is in the definition: where this library noticed it, and the list a second time, help nobody.
    this.stack = `${this.name}: ${problems.length === 1 ? '' : `${problems.length} problems`}\n${this.message}`;
    Object.defineProperty(this, 'problems', { value: problems, enumerable: false });
  }
}

/** Throws a {@link DefinitionError} when there is at least one problem. */
export function throwIfAny(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new DefinitionError(problems);
}

function formatProblem(problem: Problem): string {
  return `${oneLine(problem.where)}: ${oneLine(problem.what)}\n  fix: ${oneLine(problem.fix)} [${problem.code}]`;
}

// A hostile name must not forge a line of its own in a log or terminal.
function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
