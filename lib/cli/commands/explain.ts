import { isIP } from 'node:net';
import {
  checkSignature,
  decodeToken,
  explain,
  explanationJson,
  explanationText,
  parseRequest,
  readKeys,
  type DecodedToken,
  type PublicJwk,
} from '../../access';
import { DefinitionError, throwIfAny, type Problem } from '../../errors';
import { type RouterRequest } from '../../router';
import { GATEWAY_FLAGS, gatewaySource, type Flags } from '../gateway-source';
import { fileProblem, type Io, readText } from '../io';
import type { Command } from '../usage';

export const explainCall: Command & { readonly run: (flags: Flags, io: Io) => number } = {
  words: ['explain'],
  describes:
    'Says why a gateway lets a call in or refuses it, and what to change. The access token comes by standard input or the environment, never by ' +
    'an argument; nothing leaves this machine. Exit code 1 for a call that is refused or whose fate is unknown.',
  flags: {
    request: { describes: 'method and URL, such as "GET https://api.example.com/orders"', default: '' },
    header: { describes: '"Name: value" of the request; may be given again', default: '', takes: 'many' },
    'client-ip': { describes: 'address of the caller, where networks are restricted', default: '' },
    ...GATEWAY_FLAGS,
    'token-env': { describes: 'variable that holds the token, instead of standard input', default: '' },
    'no-token': { describes: 'a call without a token', default: '', takes: 'nothing' },
    keys: { describes: "file with the tenant's public keys (JWKS), to check the signature", default: '' },
    now: { describes: 'time of the call, ISO 8601 or seconds since 1970', default: '' },
    format: { describes: 'for people or for programs', default: 'text', allowed: ['text', 'json'] },
    'show-claims': { describes: 'shows the claims that may name a person too', default: '', takes: 'nothing' },
  },
  run: (flags, io) => {
    throwIfAny(usageProblems(flags));
    const problems: Problem[] = [];
    const request = attempt(problems, () => requestOf(flags));
    const source = attempt(problems, () => gatewaySource(flags));
    const keys = attempt(problems, () => (isGiven(flags, 'keys') ? keysFrom(flag(flags, 'keys')) : null));
    const now = attempt(problems, () => timeOf(flag(flags, 'now')));
    const token = attempt(problems, () => tokenFrom(flags, io));
    if (request === undefined || source === undefined || keys === undefined || now === undefined || token === undefined)
      throw new DefinitionError(problems);
    const { gateway, names } = source;
    const clientIp = flag(flags, 'client-ip');
    const explanation = explain(
      gateway,
      { request, token: token === null ? null : { claims: token.claims }, now, ...(clientIp !== '' && { clientIp }) },
      { names, showClaims: isGiven(flags, 'show-claims'), ...(token !== null && { signature: checkSignature(token, keys ?? undefined) }) },
    );
    io.out((flags['format'] === 'json' ? explanationJson : explanationText)(request, explanation));
    return explanation.allowed === true ? 0 : 1;
  },
};

const WHERE = 'kong-entra explain';

function usageProblems(flags: Flags): readonly Problem[] {
  const wrong: string[] = [];
  if (!isGiven(flags, 'request')) wrong.push('needs --request');
  if (isGiven(flags, 'template') === isGiven(flags, 'config')) wrong.push('needs one of --template and --config');
  if (isGiven(flags, 'config') && isGiven(flags, 'foreign'))
    wrong.push('takes --foreign only beside --template: a Kong file has all there is');
  if (isGiven(flags, 'token-env') && isGiven(flags, 'no-token')) wrong.push('takes either --token-env or --no-token');
  if (isGiven(flags, 'client-ip') && isIP(flag(flags, 'client-ip')) === 0) wrong.push('--client-ip is no IP address');
  const inputs = ['template', 'client-ids', 'config', 'keys'].filter((name) => flag(flags, name) === '-');
  const fromInput = isGiven(flags, 'token-env') || isGiven(flags, 'no-token') ? inputs : ['the token', ...inputs];
  if (fromInput.length > 1) wrong.push(`can read one thing from standard input, not ${fromInput.join(' and ')}`);
  return wrong.map((what) => ({ where: WHERE, what, fix: '`kong-entra --help` says what the flags mean', code: 'USAGE' }));
}

function requestOf(flags: Flags): RouterRequest {
  const problems: Problem[] = [];
  const headers = flag(flags, 'header')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): [string, string] => {
      const [, name = '', value = ''] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
      if (name === '') problems.push(usage('--header is not "Name: value"', 'write it as curl takes it'));
      if (name.toLowerCase() === 'host') problems.push(usage('--header gives the host', 'write the host in the URL of --request'));
      return [name, value];
    });
  const request = parseRequest(flag(flags, 'request'), headers);
  if (typeof request === 'string') problems.push(usage(`--request ${request}`, 'write it as METHOD URL in one argument'));
  throwIfAny(problems);
  return request as RouterRequest;
}

function keysFrom(path: string): readonly PublicJwk[] {
  const text = readText(path);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    // The parser's message would quote what is there, which may be a token given in the wrong place.
    content = undefined;
  }
  return readKeys(content, path);
}

function timeOf(text: string): number {
  if (text === '') return Math.floor(Date.now() / 1000);
  if (/^[0-9]{1,11}$/.test(text)) return Number(text);
  const time = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(?:Z|[+-][0-9]{2}:[0-9]{2})$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time))
    throw new DefinitionError([usage('--now is no time', 'write it as 2026-01-31T12:00:00Z, or in seconds since 1970')]);
  return time / 1000;
}

function tokenFrom(flags: Flags, { environment }: Io): DecodedToken | null {
  if (isGiven(flags, 'no-token')) return null;
  const name = flag(flags, 'token-env');
  if (name === '') return decodeToken(readText('-'));
  const text = Object.hasOwn(environment, name) ? environment[name] : undefined;
  if (text === undefined)
    throw fileProblem(
      'the environment',
      `has no variable ${JSON.stringify(name)}`,
      'set it to the access token, and export it',
      'TOKEN_MISSING',
    );
  return decodeToken(text);
}

/** A JWT, a header or a parameter with a credential. */
const SECRET =
  /eyJ[A-Za-z0-9_-]{8,}|\bbearer\s+\S{8,}|^(?:proxy-)?authorization\s*:|^(?:x-)?access-token\s*:|^cookie\s*:|[?&](?:access_token|client_secret)=[^&\s]/i;

/** Refuses arguments that hold a token, and does not repeat them. @throws DefinitionError with `TOKEN_IN_ARGUMENTS` */
export function refuseTokens(args: readonly string[]): void {
  if (!args.some((argument) => SECRET.test(argument.replace(/^--[a-z-]+=/, '')))) return;
  throw fileProblem(
    'kong-entra',
    "was given a token or another credential in an argument: it is now in the shell's history, and other users of this machine could see it",
    'take it out of the history and let it expire or revoke it; pass the next one by standard input or by --token-env',
    'TOKEN_IN_ARGUMENTS',
  );
}

/** What a part of the input is; undefined where it is wrong, which is added to the problems. */
function attempt<Value>(problems: Problem[], read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

function usage(what: string, fix: string): Problem {
  return { where: WHERE, what, fix, code: 'USAGE' };
}

function flag(flags: Flags, name: string): string {
  return flags[name] ?? '';
}

function isGiven(flags: Flags, name: string): boolean {
  return flag(flags, name) !== '';
}
