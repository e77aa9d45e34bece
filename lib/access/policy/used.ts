import { wordsOf } from '../plugins/claims';
import { type Seen } from './verdict';

/** Values of roles and scopes. */
export interface Permissions {
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

/** The roles and scopes of a token by which a request was let in: those of every requirement that they meet. */
export function usedBy({ probe, decision, claims }: Seen): Permissions {
  const held = { roles: wordsOf(claims?.['roles']), scopes: wordsOf(claims?.['scp']) };
  const all = new Set([...held.roles, ...held.scopes]);
  const used = new Set(
    decision.trace.flatMap(({ by, what, outcome, field }) => {
      if (outcome !== 'pass' || field === undefined || !REQUIREMENTS.has(what)) return [];
      const required = probe.taker?.plugins.find(({ name }) => name === by)?.config[field];
      if (!Array.isArray(required)) return [];
      const terms = required.map((term) => wordsOf(String(term)));
      return terms.filter((words) => words.every((word) => all.has(word))).flat();
    }),
  );
  const isUsed = (value: string): boolean => used.has(value);
  return { roles: held.roles.filter(isUsed), scopes: held.scopes.filter(isUsed) };
}

const REQUIREMENTS = new Set(['roles', 'scopes', 'groups']);
