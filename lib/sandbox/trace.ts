import { visible } from '../access';
import { type SandboxAnswer, type SandboxCall } from './call';
import { TokenRefused, type ReceivedToken } from './callers';
import { type ExchangeCheck, type LoggedCall } from './gateway';
import { type SandboxTokenRequest } from './sandbox';

const VALIDATING = ['openid-connect', 'oidc'];
const CONDITIONS = ['audience', 'roles', 'scopes', 'groups'];

/** Whether a check is of what a route asks for; else it is of whether a token holds at all. */
export function isCondition({ by, what }: Pick<ExchangeCheck, 'by' | 'what'>): boolean {
  return !VALIDATING.includes(by) || CONDITIONS.includes(what);
}

/** One call from the token to the log. */
export interface TracedCall {
  readonly asks: SandboxTokenRequest;
  /** The token, or why Entra gave none: then the call was made without. */
  readonly token: ReceivedToken | TokenRefused;
  readonly sent: SandboxCall;
  readonly answer: SandboxAnswer;
  /** What the access log holds of it; undefined where there is none. */
  readonly logged: LoggedCall | undefined;
  /** Counters of the gateway by now, in the text form of Prometheus. */
  readonly metrics: string;
}

/** One call in the words of whoever asks why. No token is in them. */
export function fiveSteps({ asks, token, sent, answer, logged, metrics }: TracedCall): string {
  const { method = 'GET', scheme = 'https', host, path, headers = [], from = '127.0.0.1' } = sent;
  const { observed, status } = answer;
  const [issued, detail] = outcomeOf(token);
  const checks = observed?.checks ?? [];
  const { source, isForwarded } = observed?.ended ?? {};
  const end = source === 'service' ? 'goes through' : isForwarded === true ? 'is let in, and no upstream answers' : 'ends here';
  const ended = `so the call ${end}: ${String(status)}`;
  const conditions = checks.filter(isCondition);
  return [
    `1. ${asks.client}${forWhom(asks)} asks Entra for a token of ${asks.api}, and ${issued}:`,
    `     ${detail}`,
    `2. ${asks.client} ${token instanceof TokenRefused ? 'calls' : 'sends it'} from ${from}: ${method} ${scheme}://${host}${path}`,
    ...headers.map(([name, value]) => `     ${name}: ${value}`),
    '3. the gateway validates signature, issuer and times:',
    ...linesOf(checks.filter((check) => !isCondition(check))),
    '4. the conditions of the route hold:',
    ...linesOf(conditions),
    `     ${ended}`,
    '5. who did what, when and from where:',
    `     ${logged === undefined ? 'no access log is configured' : `log, ${logged.to}: ${JSON.stringify(logged.record)}`}`,
    ...countersOf(metrics, observed?.route, status).map((line) => `     metrics: ${line}`),
    '',
  ]
    .map(visible)
    .join('\n');
}

/** What came of asking for a token, and what there is to it. */
function outcomeOf(token: TracedCall['token']): readonly [issued: string, detail: string] {
  if (token instanceof TokenRefused) return ['is refused, so it calls without', `FAIL ${token.code}`];
  const { claims, expiresInSeconds } = token;
  const said = ['aud', 'azp', 'roles', 'scp', 'idtyp']
    .filter((claim) => claims[claim] !== undefined)
    .map((claim) => `${claim} ${JSON.stringify(claims[claim])}`);
  return [`gets one for ${String(Math.round(expiresInSeconds / 60))} minutes`, said.join(', ')];
}

function forWhom({ person }: SandboxTokenRequest): string {
  if (person === undefined) return '';
  const { name = 'somebody', groups = [] } = person;
  return ` for ${name}${groups.length === 0 ? '' : ` in ${groups.join(', ')}`}`;
}

function linesOf(checks: readonly ExchangeCheck[]): readonly string[] {
  if (checks.length === 0) return ['     nothing, the route asks for none of it'];
  return checks.map(({ by, what, outcome, expected, found }) => {
    const [is, due] = [found, expected].map(withTimes);
    return `     ${outcome === 'pass' ? 'ok  ' : 'FAIL'} ${by}, ${what}: found ${is ?? ''}, expected ${due ?? ''}`;
  });
}

/** Seconds since 1970 with what they are as a date beside them. */
export function withTimes(text: string): string {
  return text.replace(/\b1\d{9}\b/g, withDate);
}

/** A number of seconds since 1970 with its date beside it. */
export function withDate(seconds: string): string {
  return `${seconds} (${new Date(Number(seconds) * 1_000).toISOString().replace('.000', '')})`;
}

/** Counters of answers with a status by a route. */
export function countersOf(metrics: string, route: string | null | undefined, status: number): readonly string[] {
  const labels = [`route=${JSON.stringify(route ?? '')}`, `code="${String(status)}"`];
  return metrics.split('\n').filter((line) => line.startsWith('kong_http_requests_total{') && labels.every((one) => line.includes(one)));
}
