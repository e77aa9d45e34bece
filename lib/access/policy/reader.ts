import { type Problem } from '../../errors';
import { isPlainObject, shapeProblem, show, unknownFields } from '../../model';
import { nearestFirst, type PolicyNames } from './names';

/** Looking for near names among thousands takes its time; who misspelt that many needs another kind of help. */
const MOST_SUGGESTIONS = 100;

/** More are counted, not told. */
const MOST_PROBLEMS = 1_000;

/** Takes plain data apart and collects everything that is wrong with it. */
export class PolicyReader {
  private readonly found: Problem[] = [];
  private uncounted = 0;
  private suggestions = 0;

  constructor(public readonly names: PolicyNames) {}

  /** Everything that is wrong. */
  get problems(): readonly Problem[] {
    if (this.uncounted === 0) return this.found;
    const what = `${this.uncounted} more problems are not listed`;
    return [...this.found, { where: 'the policy', what, fix: 'put right those above, and check again', code: 'POLICY_INVALID' }];
  }

  report(problem: Problem): undefined {
    if (this.found.length < MOST_PROBLEMS) this.found.push(problem);
    else this.uncounted += 1;
    return undefined;
  }

  invalid(where: string, what: string, fix: string): undefined {
    return this.report({ where, what, fix, code: 'POLICY_INVALID' });
  }

  /** An object with no fields but these. */
  object(value: unknown, where: string, fields: readonly string[], expected: string): Readonly<Record<string, unknown>> | undefined {
    if (!isPlainObject(value)) return this.report(shapeProblem(where, value, expected));
    unknownFields(value, fields, where, (problem) => this.report(problem));
    return value;
  }

  list(value: unknown, where: string): readonly unknown[] | undefined {
    return Array.isArray(value) ? value : this.report(shapeProblem(where, value, 'a list'));
  }

  text(value: unknown, where: string, expected = 'a text'): string | undefined {
    return typeof value === 'string' ? value : this.report(shapeProblem(where, value, expected));
  }

  /** A name of the definition. */
  known(name: string, kind: 'routes' | 'callers' | 'principals', where: string): boolean {
    if (this.names[kind].has(name)) return true;
    const allowed = this.names[kind].keys();
    const listed = this.suggestions++ < MOST_SUGGESTIONS ? nearestFirst(name, allowed) : `${this.names[kind].size} others`;
    this.report({
      where,
      what: `${show(name)} is no ${WORDS[kind].one}; there is ${listed}`,
      fix: WORDS[kind].fix,
      code: 'POLICY_UNKNOWN_NAME',
    });
    return false;
  }
}

const WORDS = {
  routes: { one: 'route of the definition', fix: 'write the keys of the API and of the route, such as orders.list' },
  callers: { one: 'client, external client or API of the definition', fix: 'write the key of one of them' },
  principals: {
    one: 'group or person to whom the definition assigns anything',
    fix: 'write `group` or `person` and the key of one of them, or `anybody`',
  },
} as const;
