import { visible } from '../access';
import { type SandboxAnswer } from './call';
import { type ReceivedToken } from './callers';
import { type ExchangeCheck, type LoggedCall } from './gateway';

const VALIDATING = ['openid-connect', 'oidc'];
const CONDITIONS = ['audience', 'roles', 'scopes', 'groups'];

/** Whether a check is of what a route asks for; else it is of whether a token holds at all. */
export function isCondition({ by, what }: Pick<ExchangeCheck, 'by' | 'what'>): boolean {
  return !VALIDATING.includes(by) || CONDITIONS.includes(what);
}

/** One call, from the token to the log, in the words of whoever asks why. */
export function fiveSteps(
  client: string,
  api: string,
  { claims, expiresInSeconds }: ReceivedToken,
  request: string,
  answer: SandboxAnswer,
  logged: LoggedCall | undefined,
): string {
  const { observed } = answer;
  const checks = observed?.checks ?? [];
  const isToken = (by: string): boolean => VALIDATING.includes(by);
  const about = (conditions: boolean): readonly string[] =>
    checks
      .filter((check) => isToken(check.by) && isCondition(check) === conditions)
      .map(
        ({ what, outcome, expected, found }) =>
          `     ${outcome === 'pass' ? 'ok  ' : 'FAIL'} ${what}: found ${found}, expected ${expected}`,
      );
  const others = checks
    .filter(({ by }) => !isToken(by))
    .map(
      ({ by, what, outcome, expected, found }) =>
        `     ${outcome === 'pass' ? 'ok  ' : 'FAIL'} ${by}, ${what}: found ${found}, expected ${expected}`,
    );
  const said = ['aud', 'azp', 'roles', 'scp', 'idtyp']
    .filter((claim) => claims[claim] !== undefined)
    .map((claim) => `${claim} ${JSON.stringify(claims[claim])}`);
  return [
    `1. ${client} asks Entra for a token of ${api}, and gets one for ${String(Math.round(expiresInSeconds / 60))} minutes:`,
    `     ${said.join(', ')}`,
    `2. ${client} sends it: ${request}`,
    '3. the gateway validates signature, issuer and times:',
    ...about(false),
    '4. the conditions of the route hold:',
    ...about(true),
    ...others,
    `     so the call ${observed?.ended.source === 'service' ? 'goes through' : 'ends here'}: ${String(answer.status)}`,
    '5. who did what, when and from where:',
    `     ${logged === undefined ? 'no access log is configured' : `${logged.to}: ${JSON.stringify(logged.record)}`}`,
    '',
  ]
    .map(visible)
    .join('\n');
}
