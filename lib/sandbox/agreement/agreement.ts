import { entrancesOf, type Decision } from '../../access';
import { type SandboxAnswer, type SandboxCall } from '../call';
import { TokenRefused, type ReceivedToken } from '../callers';
import { type Sandbox, type SandboxTokenRequest } from '../sandbox';
import { callersOf, personOf, requestFor, type Attempt } from './attempts';
import { Prediction, type Predicted } from './prediction';
import { reasonOf } from './reason';

/** A call that was made, and what was predicted of it. */
export interface ComparedCall {
  /** Key of the client. */
  readonly caller: string;
  /** For whom it called; absent where for itself. */
  readonly person?: string;
  readonly api: string;
  /** Key of the route within its API. */
  readonly route: string;
  /** Kong route by which it was tried. */
  readonly door: string;
  readonly request: string;
  /** How the token is asked for. */
  readonly asks: SandboxTokenRequest;
  /** The call without its token, to make it again. */
  readonly sent: SandboxCall;
  /** Whether the route lets in by a token alone. */
  readonly isTokenNeeded: boolean;
  /** What Entra answered: `a token`, or the code of its refusal. */
  readonly token: string;
  /** Statuses that are predicted; 200 stands for whatever the upstream answers. */
  readonly predicted: readonly number[];
  readonly observed: number;
  /** Whether the upstream was reached. */
  readonly reached: boolean;
  /** What disagrees, in words; empty where all agrees. */
  readonly disagreements: readonly string[];
}

/** What may be told while calls are made. */
export interface AgreementOptions {
  /** Told after each call. */
  readonly onCall?: (call: ComparedCall, done: number, all: number) => void;
}

/**
 * Calls every route of the definition as every caller, for real, and compares what comes of it with what is predicted: the token that Entra
 * issues or why it refuses, the gateway's status, and who is in the matrix.
 *
 * @throws DefinitionError where an upstream is the user’s own server
 */
export async function compareAll(sandbox: Sandbox, { onCall }: AgreementOptions = {}): Promise<readonly ComparedCall[]> {
  const compared: ComparedCall[] = [];
  for await (const { call, all } of comparedCalls(sandbox)) {
    compared.push(call);
    onCall?.(call, compared.length, all);
  }
  return compared;
}

/** The same one by one, with how many there are. */
export async function* comparedCalls(sandbox: Sandbox): AsyncGenerator<{ readonly call: ComparedCall; readonly all: number }> {
  sandbox.upstreams.assertNone();
  const { model, environment } = sandbox.deployment.access;
  const prediction = new Prediction({ model, environment }, sandbox.clientIds, sandbox.clock.seconds());
  const entrances = entrancesOf(model, environment, prediction.gateway);
  const attempts = callersOf(model).flatMap((caller) => entrances.map((entrance) => ({ ...caller, entrance })));
  const tokens = new Tokens(sandbox);
  for (const attempt of attempts) yield { call: await compare(sandbox, attempt, prediction.of(attempt), tokens), all: attempts.length };
}

async function compare(sandbox: Sandbox, attempt: Attempt, predicted: Predicted, tokens: Tokens): Promise<ComparedCall> {
  const { route, gatewayRoute, request, clientIp } = attempt.entrance;
  const asks = requestFor(attempt, route.api);
  const issued = await tokens.of(asks);
  const token = issued instanceof TokenRefused ? undefined : issued.accessToken;
  const { method, scheme = 'https', host, path, headers = [] } = request;
  const sent = { method, scheme, host: host ?? '', path, headers, from: clientIp };
  // Predictions take limits as not reached.
  sandbox.gateway.resetLimits();
  const answer = await sandbox.call({ ...sent, ...(token !== undefined && { token }) });
  const reached = answer.observed?.ended.source === 'service';
  const person = personOf(attempt);
  return {
    caller: attempt.caller,
    ...(person !== undefined && { person }),
    api: route.api,
    route: route.key,
    door: gatewayRoute.name ?? '',
    request: `${method} ${host ?? ''}${path}`,
    asks,
    sent,
    isTokenNeeded: route.access.kind !== 'public',
    token: issued instanceof TokenRefused ? issued.code : 'a token',
    predicted: predicted.decision.statuses,
    observed: answer.status,
    reached,
    disagreements: [...tokenDisagreements(predicted, issued), ...callDisagreements(predicted, answer, reached)],
  };
}

/** Claims that are the same whichever ids were made up. */
const COMPARED = ['iss', 'tid', 'ver', 'scp', 'roles', 'idtyp'];

function tokenDisagreements({ token }: Predicted, issued: ReceivedToken | TokenRefused): readonly string[] {
  if (issued instanceof TokenRefused) {
    const expected = 'refusal' in token ? token.refusal.code : 'a token';
    return expected === issued.code ? [] : [`token: predicted ${expected}, but Entra refuses: ${issued.code}`];
  }
  if ('refusal' in token) return [`token: predicted ${token.refusal.code}, but Entra issues one`];
  const { claims } = issued;
  const differing = COMPARED.filter((claim) => canonical(token.claims[claim]) !== canonical(claims[claim]));
  return differing.map((claim) => `claim ${claim}: predicted ${canonical(token.claims[claim])}, issued ${canonical(claims[claim])}`);
}

/** Scopes and roles in any order are the same. */
function canonical(claim: unknown): string {
  if (typeof claim === 'string') return claim.split(' ').sort().join(' ');
  return JSON.stringify(Array.isArray(claim) ? [...(claim as readonly unknown[])].map(String).sort() : (claim ?? null));
}

function callDisagreements({ decision, isInMatrix }: Predicted, answer: SandboxAnswer, reached: boolean): readonly string[] {
  const { allowed } = decision;
  const { status } = answer;
  const found = [
    ...(isInMatrix === reached
      ? []
      : [`matrix: ${isInMatrix ? 'lets in' : 'keeps out'}, but the upstream was ${reached ? '' : 'not '}reached`]),
    ...(allowed === 'unknown' || allowed === reached
      ? []
      : [`gateway: predicted ${wordFor(decision)}, but the upstream was ${reached ? '' : 'not '}reached`]),
    ...(allowed !== false || decision.statuses.includes(status)
      ? []
      : [`status: predicted ${decision.statuses.join(' or ')}, observed ${String(status)}`]),
  ];
  return [...found, ...(found.length === 0 ? [] : reasonOf(answer))];
}

function wordFor({ allowed }: Decision): string {
  return allowed === true ? 'a way in' : 'no way in';
}

/** Tokens by caller and API: asked for once. */
class Tokens {
  private readonly known = new Map<string, Promise<ReceivedToken | TokenRefused>>();

  constructor(private readonly sandbox: Sandbox) {}

  of(asks: SandboxTokenRequest): Promise<ReceivedToken | TokenRefused> {
    const key = JSON.stringify(asks);
    const known = this.known.get(key) ?? this.ask(asks);
    this.known.set(key, known);
    return known;
  }

  private async ask(asks: SandboxTokenRequest): Promise<ReceivedToken | TokenRefused> {
    try {
      return await this.sandbox.token(asks);
    } catch (error) {
      if (error instanceof TokenRefused) return error;
      throw error;
    }
  }
}
