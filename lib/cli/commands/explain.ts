import { isIP } from 'node:net';
import { parse } from 'yaml';
import {
  checkSignature,
  decodeToken,
  explain,
  explanationJson,
  explanationText,
  gatewayOf,
  parseRequest,
  readKeys,
  type DecodedToken,
  type Gateway,
  type PublicJwk,
} from '../../access';
import { DefinitionError, throwIfAny, type Problem } from '../../errors';
import { isPlainObject, type Bindings } from '../../model';
import { type RouterFlavor, type RouterRequest } from '../../router';
import { fileProblem, type Io, readText } from '../io';
import { bound, loadTemplate, readClientIds } from '../load';
import type { Command } from '../usage';

type Flags = Readonly<Record<string, string>>;

const FLAVORS = ['traditional_compatible', 'traditional', 'expressions'];

export const explainCall: Command & { readonly run: (flags: Flags, io: Io) => number } = {
  words: ['explain'],
  describes:
    'Says why a gateway lets a call in or refuses it, and what to change. The access token comes by standard input or the environment, never by ' +
    'an argument; nothing leaves this machine. Exit code 1 for a call that is refused or whose fate is unknown.',
  flags: {
    request: { describes: 'method and URL, such as "GET https://api.example.com/orders"', default: '' },
    header: { describes: '"Name: value" of the request; may be given again', default: '', takes: 'many' },
    'client-ip': { describes: 'address of the caller, where networks are restricted', default: '' },
    template: { describes: 'gateway.json beside the synthesized stack, with --client-ids', default: '' },
    'client-ids': { describes: 'file with the output client_ids; with --config it only gives names', default: '' },
    config: { describes: 'Kong file instead, such as one dumped from a running gateway', default: '' },
    flavor: { describes: 'router_flavor of the gateway of --config', default: 'traditional_compatible', allowed: FLAVORS },
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
    const names = attempt(problems, () =>
      isGiven(flags, 'client-ids') ? readClientIds(readText(flag(flags, 'client-ids')), flag(flags, 'client-ids')) : {},
    );
    const gateway = names && attempt(problems, () => gatewayFrom(flags, names));
    const keys = attempt(problems, () => (isGiven(flags, 'keys') ? keysFrom(flag(flags, 'keys')) : null));
    const now = attempt(problems, () => timeOf(flag(flags, 'now')));
    const token = attempt(problems, () => tokenFrom(flags, io));
    if (
      request === undefined ||
      gateway === undefined ||
      keys === undefined ||
      now === undefined ||
      token === undefined ||
      names === undefined
    )
      throw new DefinitionError(problems);
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
  if (isGiven(flags, 'template') && !isGiven(flags, 'client-ids')) wrong.push('needs --client-ids with --template');
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

function gatewayFrom(flags: Flags, names: Bindings): Gateway {
  if (isGiven(flags, 'template')) {
    const template = loadTemplate(flag(flags, 'template'));
    const { flavor, version, dialect } = template;
    if (!FLAVORS.includes(flavor))
      throw fileProblem(flag(flags, 'template'), 'does not say the router flavor', 'synthesize the stack again');
    return gatewayOf(bound(template, names, 'deck', flag(flags, 'client-ids')), { flavor, version, dialect });
  }
  const path = flag(flags, 'config');
  const content = kongFile(readText(path), path);
  try {
    return gatewayOf(content, { flavor: flag(flags, 'flavor') as RouterFlavor });
  } catch (error) {
    if (error instanceof DefinitionError) throw error;
    throw fileProblem(path, 'has routes or plugins that are not as Kong has them', 'check it with `deck file validate`');
  }
}

/** A Kong file as data. */
function kongFile(text: string, path: string): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    // A tag of YAML's makes nothing but data here; a parser's message could quote a secret of the file.
    content = /^\ufeff?\s*\{/.test(text)
      ? JSON.parse(text.replace(/^\ufeff/, ''))
      : parse(text, { logLevel: 'error', prettyErrors: false });
  } catch {
    throw fileProblem(path, 'is neither YAML nor JSON', 'dump it again, for example with `deck gateway dump`');
  }
  if (!isPlainObject(content) || !(Array.isArray(content['services']) || Array.isArray(content['routes'])))
    throw fileProblem(path, 'is no Kong file: it has neither services nor routes', 'dump it, for example with `deck gateway dump`');
  const info = content['_info'];
  if (content['_plugin_configs'] !== undefined || (isPlainObject(info) && info['defaults'] !== undefined))
    throw fileProblem(path, 'has defaults that decK would fill in', 'render it first, for example with `deck file render`');
  return content;
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
