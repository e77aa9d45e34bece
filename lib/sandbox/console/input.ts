import { throwIfAny, type Problem } from '../../errors';
import { shapeProblem, show, type Check } from '../../model';

/** Names that a message lists; whoever has more is told how many. */
const MOST_NAMED = 20;

/** The input of an endpoint, held against what it may be. @throws DefinitionError with everything that is wrong with it */
export function readInput<Input>(body: unknown, check: Check): Input {
  const problems: Problem[] = [];
  check(body, 'body', (problem) => problems.push(problem));
  throwIfAny(problems);
  return body as Input;
}

/** One of some texts. */
export function oneOf(allowed: readonly string[]): Check {
  return (value, where, report) => {
    if (typeof value === 'string' && allowed.includes(value)) return;
    const rest = allowed.length - MOST_NAMED;
    const named = allowed.slice(0, MOST_NAMED).join(', ');
    report(shapeProblem(where, value, rest > 0 ? `one of ${named} and ${String(rest)} more` : `one of ${named}`));
  };
}

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number): Check {
  return (value, where, report) => {
    if (Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max) return;
    report(shapeProblem(where, value, `a whole number from ${String(min)} to ${String(max)}`));
  };
}

/** A text that is of a form, and no longer than so many characters. */
export function textLike(form: RegExp, described: string, most: number): Check {
  return (value, where, report) => {
    if (typeof value !== 'string') return report(shapeProblem(where, value, described));
    if (value.length > most) {
      const what = `has ${String(value.length)} characters`;
      return report({ where, what, fix: `use at most ${String(most)}`, code: 'CONSOLE_INPUT' });
    }
    if (!form.test(value)) report({ where, what: `${show(value)} is not ${described}`, fix: `write ${described}`, code: 'CONSOLE_INPUT' });
  };
}

/** At most so many of something. */
export function atMost(most: number, each: Check): Check {
  return (value, where, report) => {
    if (!Array.isArray(value)) return report(shapeProblem(where, value, 'a list'));
    if (value.length > most) {
      const what = `has ${String(value.length)} entries`;
      return report({ where, what, fix: `use at most ${String(most)}`, code: 'CONSOLE_INPUT' });
    }
    value.forEach((one: unknown, at) => {
      each(one, `${where}[${String(at)}]`, report);
    });
  };
}
