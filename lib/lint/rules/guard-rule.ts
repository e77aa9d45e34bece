import { type Guard, type GuardTarget } from '../view/guards';
import { type LintView } from '../view/view';
import { type RuleFinding } from '../types';

/** What is wrong with a guard, and in which field. */
export interface GuardFlaw {
  readonly field: string;
  readonly message: string;
  /** What the field should be, in words. */
  readonly wanted: string;
}

/** A check of each configuration of `openid-connect` or `oidc`. */
export function ofGuards(flaw: (guard: Guard, view: LintView) => GuardFlaw | undefined) {
  return function* (view: LintView): Iterable<RuleFinding> {
    for (const guard of view.guards) {
      const found = flaw(guard, view);
      if (found === undefined) continue;
      const { field, message, wanted } = found;
      yield* onTargets(guard, field, ({ subject, place, where }) => ({
        subject,
        message,
        place,
        disagree: [
          { what: field, value: shownValue(guard.config[field]), where },
          { what: `${field} wanted`, value: wanted, where: 'the rule' },
        ],
      }));
    }
  };
}

/** A finding about a field of a guard, for everything that has it. */
export function onTargets(guard: Guard, field: string, found: (target: GuardTarget) => RuleFinding): readonly RuleFinding[] {
  return guard.targets.map((target) => found({ ...target, place: { ...target.place, field: `${guard.plugin}.${field}` } }));
}

/** A value of a configuration, shortened; whatever may hold a secret is not asked for. */
export function shownValue(value: unknown): string {
  if (value === undefined || value === null) return 'not set';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
