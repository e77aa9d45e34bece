import { type ExchangeCheck } from '../gateway';
import { withTimes } from '../trace';
import { type Parties } from './parties';

const CLIENT_ID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/** A check in which client ids and times have beside them what they are: the key of the definition, and the date. */
export function readable(check: ExchangeCheck, parties: Parties): ExchangeCheck {
  const named = (text: string): string =>
    withTimes(text).replace(CLIENT_ID, (id) => {
      const key = parties.ofClientId(id);
      return key === undefined ? id : `${id} (${key})`;
    });
  return { ...check, expected: named(check.expected), found: named(check.found) };
}
