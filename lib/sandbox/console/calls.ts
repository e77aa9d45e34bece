import { isIP } from 'node:net';
import { isPlainObject, object, optional, shapeProblem, type Check } from '../../model';
import { type SandboxAnswer, type SandboxCall } from '../call';
import { reasonOf } from './answers';
import { type Desk } from './desk';
import { atMost, oneOf, readInput, textLike } from './input';
import { linesOf, rowsOf, type Row } from './rows';
import { stepsOf, type StepShown } from './steps';
import { keptHandle, tampered, TAMPERED, type KeptTokens, type Tampering } from './tokens';

/** What the page asks to be called. */
export interface CallInput {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly path: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  /** @default - 127.0.0.1 */
  readonly from?: string;
  /** Handle of a token. @default - none is sent */
  readonly token?: string;
  /** What is altered in the token before it is sent. @default - nothing */
  readonly tamper?: Tampering;
}

/** What came of a call. */
export interface CallOutcome {
  /** Absent where no answer came. */
  readonly status?: number;
  /** Whether the call was let in; then the upstream answered, or nobody did. */
  readonly isLetIn: boolean;
  readonly isAnswered: boolean;
  readonly steps: readonly StepShown[];
  readonly headers: readonly Row[];
  readonly body: readonly string[];
}

/** Headers by which a request is cut into parts: another value of one would break the connection, and test nothing. */
const FRAMING = ['content-length', 'transfer-encoding', 'connection', 'upgrade', 'expect'];

/** Lines of an answer that are shown. */
const MOST_LINES = 60;

/** What has not come of an answer after this is not waited for. */
const ANSWERS_WITHIN_MS = 10_000;

const TOKEN_CHARACTERS = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const header: Check = (value, where, report) => {
  if (!Array.isArray(value) || value.length !== 2) return report(shapeProblem(where, value, 'a list of a name and a value'));
  const [name, content] = value as readonly unknown[];
  textLike(TOKEN_CHARACTERS, 'a name of a header', 128)(name, `${where}[0]`, report);
  textLike(/^[\t\u0020-\u007e\u0080-\u00ff]*$/, 'one line of printable characters', 8_192)(content, `${where}[1]`, report);
  if (typeof name === 'string' && FRAMING.includes(name.toLowerCase()))
    report({
      where: `${where}[0]`,
      what: `${name} says where a request ends`,
      fix: 'leave it out: it is written for you',
      code: 'CONSOLE_INPUT',
    });
};

const address: Check = (value, where, report) => {
  if (typeof value !== 'string' || isIP(value) === 0) report(shapeProblem(where, value, 'an IP address'));
};

function callCheck(tokens: KeptTokens): Check {
  const fields = object({
    method: textLike(TOKEN_CHARACTERS, 'an HTTP method', 32),
    scheme: oneOf(['https', 'http']),
    host: textLike(/^[\u0021-\u007e]+$/, 'a host name', 255),
    path: textLike(/^\/[\u0021-\u00ff]*$/, 'a path that begins with /, without spaces, and with other characters escaped', 8_192),
    headers: optional(atMost(50, header)),
    body: optional(textLike(/^[^]*$/, 'a text', 16_384)),
    from: optional(address),
    token: optional(keptHandle(tokens)),
    tamper: optional(oneOf(TAMPERED)),
  });
  return (value, where, report) => {
    fields(value, where, report);
    if (isPlainObject(value) && value['tamper'] !== undefined && value['token'] === undefined)
      report({
        where: `${where}.tamper`,
        what: 'alters a token, and there is none',
        fix: 'give a token, or leave it out',
        code: 'CONSOLE_INPUT',
      });
  };
}

/** Makes a call through the gateway, as any client would, and says what was checked on its way. */
export async function makeCall(body: unknown, desk: Desk): Promise<CallOutcome> {
  const { sandbox, tokens } = desk;
  const input = readInput<CallInput>(body, callCheck(tokens));
  const kept = input.token === undefined ? undefined : tokens.find(input.token);
  const token = kept === undefined || input.tamper === undefined ? kept?.accessToken : tampered(kept.accessToken, input.tamper);
  const { method, scheme, host, path, headers, body: content, from } = input;
  const call: SandboxCall = {
    method,
    scheme,
    host,
    path,
    withinMs: ANSWERS_WITHIN_MS,
    ...(headers !== undefined && { headers }),
    ...(content !== undefined && content !== '' && { body: content }),
    ...(from !== undefined && { from }),
    ...(token !== undefined && { token }),
  };
  const answer = await answered(sandbox.call(call));
  const steps = stepsOf({ input, kept, answer, desk });
  if (typeof answer === 'string') return { isLetIn: false, isAnswered: false, steps, headers: [], body: [] };
  const { isForwarded: isLetIn = false, source } = answer.observed?.ended ?? {};
  return {
    status: answer.status,
    isLetIn,
    isAnswered: source === 'service',
    steps,
    headers: rowsOf(answer.headers),
    body: linesOf(prettied(answer.body), MOST_LINES),
  };
}

/** The answer, or in words why there is none. */
async function answered(call: Promise<SandboxAnswer>): Promise<SandboxAnswer | string> {
  try {
    return await call;
  } catch (error) {
    return reasonOf(error);
  }
}

/** JSON in lines; any other text as it is. */
function prettied(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text) as unknown, undefined, 2);
  } catch {
    return text;
  }
}
