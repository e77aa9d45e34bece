import { DefinitionError } from '../../errors';
import { scanJson } from './scan';

/** A token taken apart; nothing about it is checked yet. */
export interface DecodedToken {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** What the signature is made over. */
  readonly signed: string;
  readonly signature: Uint8Array;
}

const MOST_BYTES = 1_048_576;

/**
 * Takes a JSON web token apart. The text is the token alone or a line as HTTP has it, `Authorization: Bearer …`.
 * No message holds any of the token.
 *
 * @throws DefinitionError with `TOKEN_INVALID` for what is not a readable JWT
 */
export function decodeToken(text: string): DecodedToken {
  if (text.length > MOST_BYTES || Buffer.byteLength(text) > MOST_BYTES) {
    throw invalid('is larger than 1 MB', 'a gateway takes no header of that size; pass an access token alone');
  }
  const token = bareToken(text);
  const parts = token.split('.');
  if (parts.length === 5)
    throw invalid('is encrypted (JWE, five parts)', 'the gateway cannot read it either; ask for a token of an API of your own');
  if (parts.length === 1)
    throw invalid(
      'is opaque: it is not a JWT',
      'ask Entra for an access token of the API; a refresh token or an authorization code is none',
    );
  if (parts.length !== 3) throw invalid(`is no JWT: it has ${parts.length} parts, not 3`, 'check that the token is whole');
  const [header = '', payload = '', signature = ''] = parts;
  const wrong = [
    ['header', header],
    ['payload', payload],
    ['signature', signature],
  ].find(([, part]) => !/^[A-Za-z0-9_-]*$/.test(part ?? '') || (part ?? '').length % 4 === 1);
  if (wrong !== undefined)
    throw invalid(`has a ${wrong[0]} that is not base64url`, 'check that the token is whole and nothing was added to it');
  return {
    header: jsonObject(header, 'header'),
    claims: jsonObject(payload, 'payload'),
    signed: `${header}.${payload}`,
    signature: Buffer.from(signature, 'base64url'),
  };
}

function bareToken(text: string): string {
  // A byte order mark is white space to `trim`.
  const lines = text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [first, ...others] = lines;
  if (first === undefined) throw invalid('is empty', 'pass the access token, or --no-token to ask without one');
  if (first.startsWith('{')) throw invalid('is JSON', 'pass the value of access_token alone, for example with `jq -r .access_token`');
  const header = /^(?:authorization|access-token|x-access-token)[ \t]*:[ \t]*/i.exec(first)?.[0] ?? '';
  if (header === '' && others.length > 0) throw invalid(`has ${lines.length} lines`, 'pass the token in one line');
  const token = first.slice(header.length).replace(/^bearer[ \t]+/i, '');
  return /^"([^"]*)"$/.exec(token)?.[1] ?? token;
}

function jsonObject(part: string, name: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(part, 'base64url'));
  } catch {
    throw invalid(`has a ${name} that is not UTF-8`, 'check that the token is whole');
  }
  const { problem, repeated } = scanJson(text);
  if (problem !== undefined) throw invalid(`has a ${name} that ${problem}`, 'Entra issues no such token; check where it comes from');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message would quote the token.
    throw invalid(`has a ${name} that is not JSON`, 'check that the token is whole');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(`has a ${name} that is no JSON object`, 'check that the token is whole');
  if (repeated !== undefined) {
    // Readers differ in which of the two they take, so no verdict would be sure.
    throw invalid(`names ${JSON.stringify(repeated)} twice in its ${name}`, 'Entra issues no such token; check where it comes from');
  }
  return value as Readonly<Record<string, unknown>>;
}

function invalid(what: string, fix: string): DefinitionError {
  return new DefinitionError([{ where: 'token', what, fix, code: 'TOKEN_INVALID' }]);
}
