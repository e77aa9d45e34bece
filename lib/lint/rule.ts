import { type Rule } from './types';

/** A rule. Checking the shape is the compiler's affair; the id is checked where rules are run. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

/** Where facts about Kong and Entra stand that rules rest on. */
export const KONG_FACTS = 'docs/kong.md, "openid-connect"';
export const ENTRA_FACTS = 'docs/entra.md, "Registrations"';
/** Microsoft's advice on registrations. */
export const MICROSOFT_ADVICE = 'https://learn.microsoft.com/entra/identity-platform/security-best-practices-for-app-registration';

/** Texts as a list for people. */
export function listed(values: readonly string[]): string {
  return values.length === 0 ? 'nothing' : values.map((value) => JSON.stringify(value)).join(', ');
}
