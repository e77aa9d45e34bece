import { type SandboxAnswer } from '../call';
import { type ExchangeCheck } from '../gateway';
import { countersOf, isCondition } from '../trace';
import { type CallInput } from './calls';
import { type Desk } from './desk';
import { missedBy } from './missed';
import { readable } from './readable';
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
  readonly desk: Desk;
}

/** The five steps of a call: token, request, validation, conditions, log. */
export function stepsOf(call: SteppedCall): readonly StepShown[] {
  const { answer, desk } = call;
  const checks = typeof answer === 'string' ? [] : (answer.observed?.checks ?? []);
  const shown = checks.map((check) => readable(check, desk.parties));
  const [validation, conditions] = [shown.filter((check) => !isCondition(check)), shown.filter(isCondition)];
  return [
    tokenStep(call),
    requestStep(call),
    validationStep(call, validation, conditions),
    conditionsStep(call, validation, conditions),
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

const NOT_REACHED = 'The call did not come to it.';
const NOT_KNOWN = 'Without an answer it is not known here: the list of calls has it, where the gateway took the call.';

function validationStep({ answer }: SteppedCall, checks: readonly ExchangeCheck[], conditions: readonly ExchangeCheck[]): StepShown {
  const title = 'The gateway validates signature, issuer and times';
  if (checks.length > 0) {
    const outcome = outcomeOf(checks);
    return step(title, outcome, outcome === 'fail' && typeof answer !== 'string' ? [endOf(answer)] : [], checks);
  }
  if (typeof answer === 'string') return step(title, 'skipped', [NOT_KNOWN]);
  const isTaken = answer.observed?.route !== null && outcomeOf(conditions) === 'pass';
  return step(title, 'skipped', [isTaken ? 'The route asks for no token.' : NOT_REACHED]);
}

function conditionsStep(call: SteppedCall, validation: readonly ExchangeCheck[], checks: readonly ExchangeCheck[]): StepShown {
  const { answer } = call;
  const title = 'The conditions of the route hold';
  const isRefusedBefore = outcomeOf(validation) === 'fail';
  if (typeof answer === 'string') return step(title, 'skipped', [NOT_KNOWN]);
  if (isRefusedBefore) return step(title, 'skipped', ['The call did not come to what the route asks of a token.'], checks);
  const isDenied = outcomeOf(checks) === 'fail' || (answer.observed?.ended.isForwarded !== true && answer.status >= 400);
  return step(title, isDenied ? 'fail' : 'pass', [...missed(call), endOf(answer)], checks);
}

function endOf({ status, observed, isWhole }: SandboxAnswer): string {
  const { source, isForwarded } = observed?.ended ?? {};
  if (source === 'service')
    return `The call goes through: the upstream answers ${String(status)}${isWhole ? '' : ', and goes on: what came until then is shown'}.`;
  return isForwarded === true
    ? `The call is let in, but no answer comes from the upstream: the gateway answers ${String(status)}.`
    : `The call ends here: the gateway answers ${String(status)}.`;
}

function missed({ answer, input, desk: { sandbox } }: SteppedCall): readonly string[] {
  if (typeof answer === 'string' || answer.observed === undefined || answer.observed.route !== null) return [];
  const { method, scheme, host, path, headers = [] } = input;
  const request = { method, scheme, host, path, headers };
  return [missedBy(sandbox.gateway, request)];
}

function logStep({ answer, desk: { log, sandbox } }: SteppedCall): StepShown {
  const title = 'Log and metrics say who did what, when and from where';
  if (typeof answer === 'string') return step(title, 'skipped', [NOT_KNOWN]);
  const { observed } = answer;
  if (observed === undefined) return step(title, 'skipped', [NOT_REACHED]);
  if (observed.route === null) return step(title, 'skipped', ['No route took the call: none of it is logged or counted.']);
  const records = log.recordsOf(observed.id);
  const counters = countersOf(sandbox.gateway.metrics.text(), observed.route, observed.ended.status);
  const said = [
    ...(counters.length === 0
      ? ['Nothing is counted: no metrics are configured for this route.']
      : counters.map((line) => `Counted: ${line}`)),
    records.length === 0 ? 'Nothing is logged: no access log is configured for this route.' : 'What the gateway’s real log would hold:',
  ];
  const lines = records.flatMap(({ to, record }) => [`to ${to}`, ...linesOf(JSON.stringify(record, undefined, 2), MOST_LINES)]);
  return { ...step(title, records.length + counters.length === 0 ? 'skipped' : 'pass', said), lines };
}

const MOST_LINES = 120;

function outcomeOf(checks: readonly ExchangeCheck[]): 'pass' | 'fail' {
  return checks.some(({ outcome }) => outcome === 'fail') ? 'fail' : 'pass';
}

function step(title: string, outcome: StepShown['outcome'], said: readonly string[], checks: readonly ExchangeCheck[] = []): StepShown {
  return { title, outcome, said, checks, lines: [] };
}
