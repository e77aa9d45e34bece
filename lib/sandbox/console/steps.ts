import { type SandboxAnswer } from '../call';
import { type ExchangeCheck } from '../gateway';
import { isCondition } from '../trace';
import { type CallLog } from './call-log';
import { type CallInput } from './calls';
import { linesOf } from './rows';
import { type KeptToken } from './tokens';

/** One of the five steps of a call. */
export interface StepShown {
  readonly title: string;
  /** `skipped` where the call did not come to it, or there was nothing to do. */
  readonly outcome: 'pass' | 'fail' | 'skipped';
  readonly said: readonly string[];
  readonly checks: readonly ExchangeCheck[];
  /** What is as it would be written. */
  readonly lines: readonly string[];
}

/** What a call was and what came of it. */
export interface SteppedCall {
  readonly input: CallInput;
  readonly kept: KeptToken | undefined;
  /** The answer, or in words why there is none. */
  readonly answer: SandboxAnswer | string;
  readonly log: CallLog;
}

/** The five steps of a call: token, request, validation, conditions, log. */
export function stepsOf(call: SteppedCall): readonly StepShown[] {
  const { answer } = call;
  const checks = typeof answer === 'string' ? [] : (answer.observed?.checks ?? []);
  const validation = checks.filter((check) => !isCondition(check));
  const conditions = checks.filter(isCondition);
  return [
    tokenStep(call),
    requestStep(call),
    validationStep(call, validation),
    conditionsStep(answer, validation, conditions),
    logStep(call),
  ];
}

function tokenStep({ kept, input }: SteppedCall): StepShown {
  const title = 'A client asks Entra for a token';
  if (kept === undefined) return step(title, 'skipped', ['No token is sent.']);
  const { client, api, person, skewSeconds = 0 } = kept.request;
  const groups = person?.groups ?? [];
  const forWhom =
    person === undefined
      ? 'for itself'
      : `for ${person.name ?? 'somebody'}${groups.length === 0 ? ', who is in no group' : `, who is in ${groups.join(', ')}`}`;
  return step(title, 'pass', [
    `${client} got a token of ${api} ${forWhom}, for ${String(Math.round(kept.expiresInSeconds / 60))} minutes.`,
    ...(skewSeconds === 0
      ? []
      : [`It was issued by a clock that is ${String(Math.abs(skewSeconds))} s ${skewSeconds > 0 ? 'ahead' : 'behind'}.`]),
    ...(input.tamper === undefined ? [] : [`Then it was altered: its ${input.tamper}.`]),
  ]);
}

function requestStep({ input, kept, answer }: SteppedCall): StepShown {
  const { method, scheme, host, path, from = '127.0.0.1' } = input;
  const said = [`${method} ${scheme}://${host}${path}`, `From ${from}, ${kept === undefined ? 'without a token' : 'with the token'}.`];
  const title = 'It sends the call to the gateway';
  return typeof answer === 'string' ? step(title, 'fail', [...said, `No answer came: ${answer}.`]) : step(title, 'pass', said);
}

function validationStep({ kept }: SteppedCall, checks: readonly ExchangeCheck[]): StepShown {
  const title = 'The gateway validates signature, issuer and times';
  const nothing = kept === undefined ? 'The route was asked for no token.' : 'The call did not come to it.';
  return checks.length === 0 ? step(title, 'skipped', [nothing]) : step(title, outcomeOf(checks), [], checks);
}

function conditionsStep(answer: SandboxAnswer | string, validation: readonly ExchangeCheck[], checks: readonly ExchangeCheck[]): StepShown {
  const title = 'The conditions of the route hold';
  if (typeof answer === 'string') return step(title, 'skipped', ['The call did not come to it.']);
  const { status, observed } = answer;
  const isLetIn = observed?.ended.source === 'service';
  const said = isLetIn
    ? `The call goes through: the upstream answers ${String(status)}.`
    : `The call ends here: the gateway answers ${String(status)}.`;
  const isRefusedBefore = outcomeOf(validation) === 'fail';
  const outcome = isRefusedBefore ? 'skipped' : outcomeOf(checks) === 'fail' || (!isLetIn && status >= 400) ? 'fail' : 'pass';
  return step(title, outcome, [said], checks);
}

function logStep({ answer, log }: SteppedCall): StepShown {
  const title = 'Log and metrics say who did what, when and from where';
  const records = typeof answer === 'string' || answer.observed === undefined ? [] : log.recordsOf(answer.observed.id);
  if (records.length === 0) return step(title, 'skipped', ['Nothing was written: no access log is configured, or no route took the call.']);
  const lines = records.flatMap(({ to, record }) => [`to ${to}`, ...linesOf(JSON.stringify(record, undefined, 2), MOST_LINES)]);
  return { ...step(title, 'pass', ['What the gateway’s real log would hold:']), lines };
}

const MOST_LINES = 120;

function outcomeOf(checks: readonly ExchangeCheck[]): 'pass' | 'fail' {
  return checks.some(({ outcome }) => outcome === 'fail') ? 'fail' : 'pass';
}

function step(title: string, outcome: StepShown['outcome'], said: readonly string[], checks: readonly ExchangeCheck[] = []): StepShown {
  return { title, outcome, said, checks, lines: [] };
}
