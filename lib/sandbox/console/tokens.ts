import { randomBytes } from 'node:crypto';
import { decodeProtectedHeader } from 'jose';
import { object, optional, list, type Check } from '../../model';
import { TokenRefused, type ReceivedToken } from '../callers';
import { type SandboxTokenRequest } from '../sandbox';
import { claimRows, rowsOf, type Row } from './rows';
import { oneOf, readInput, textLike, wholeNumber } from './input';
import { type Desk } from './desk';

/** Tokens that are kept; of more the oldest goes. */
const MOST_KEPT = 100;

/** Largest difference of clocks that may be tried. */
const MOST_SKEW_SECONDS = 86_400;

/** A token that the console holds: whoever has the handle may use it through the console, and through nothing else. */
export interface KeptToken extends ReceivedToken {
  readonly request: SandboxTokenRequest;
}

/** Tokens by handles that say nothing of them. */
export class KeptTokens {
  private readonly byHandle = new Map<string, KeptToken>();

  keep(token: KeptToken): string {
    const handle = randomBytes(12).toString('hex');
    this.byHandle.set(handle, token);
    const [oldest] = this.byHandle.keys();
    if (this.byHandle.size > MOST_KEPT && oldest !== undefined) this.byHandle.delete(oldest);
    return handle;
  }

  /** The token behind a handle; undefined where there is none any more. */
  find(handle: string): KeptToken | undefined {
    return this.byHandle.get(handle);
  }
}

/** A handle of a token that is still kept. */
export function keptHandle(tokens: KeptTokens): Check {
  return (value, where, report) => {
    if (typeof value === 'string' && tokens.find(value) !== undefined) return;
    const what = 'is no token that the console holds: it was never given, or newer ones took its place';
    report({ where, what, fix: 'get a token first', code: 'CONSOLE_INPUT' });
  };
}

/** A token that was issued, without its text, or why Entra gave none. */
export type TokenShown =
  | { readonly handle: string; readonly expiresInSeconds: number; readonly header: readonly Row[]; readonly claims: readonly Row[] }
  | { readonly refused: { readonly code: string; readonly message: string } };

/** Gets a token as a caller, for itself or for a person. */
export async function getToken(body: unknown, { sandbox, parties, tokens }: Desk): Promise<TokenShown> {
  const name = textLike(/^[\p{L}\p{N}](?:[\p{L}\p{N} ._@'-]*[\p{L}\p{N}])?$/u, "a name of letters, digits, spaces and . _ @ ' -", 64);
  const request = readInput<SandboxTokenRequest>(
    body,
    object({
      client: oneOf(parties.callers.map(({ key }) => key)),
      api: oneOf(parties.apis),
      person: optional(object({ name: optional(name), groups: optional(list(oneOf(parties.groups), { distinct: true })) })),
      skewSeconds: optional(wholeNumber(-MOST_SKEW_SECONDS, MOST_SKEW_SECONDS)),
    }),
  );
  try {
    const received = await sandbox.token(request);
    const header: Readonly<Record<string, unknown>> = { ...decodeProtectedHeader(received.accessToken) };
    return {
      handle: tokens.keep({ ...received, request }),
      expiresInSeconds: received.expiresInSeconds,
      header: rowsOf(header),
      claims: claimRows(received.claims),
    };
  } catch (error) {
    if (error instanceof TokenRefused) return { refused: { code: error.code, message: error.message } };
    throw error;
  }
}

/** What may be done to a token that somebody stole or forges. */
export type Tampering = keyof typeof TAMPERINGS;

/** A token as it is after somebody altered it; nobody signs it anew. */
export function tampered(token: string, how: Tampering): string {
  const [header = '', claims = '', signature = ''] = token.split('.');
  return TAMPERINGS[how]({ header, claims, signature }).join('.');
}

interface Parts {
  readonly header: string;
  readonly claims: string;
  readonly signature: string;
}

const TAMPERINGS = {
  claims: ({ header, claims, signature }: Parts) => [header, changed(claims, { roles: ['Everything.All'], scp: 'Everything' }), signature],
  signature: ({ header, claims, signature }: Parts) => [header, claims, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`],
  algorithm: ({ header, claims }: Parts) => [changed(header, { alg: 'none' }), claims, ''],
  key: ({ header, claims, signature }: Parts) => [changed(header, { kid: 'a-key-of-nobody' }), claims, signature],
} as const satisfies Readonly<Record<string, (parts: Parts) => readonly string[]>>;

/** Names of them. */
export const TAMPERED = Object.keys(TAMPERINGS) as readonly Tampering[];

function changed(part: string, by: Readonly<Record<string, unknown>>): string {
  const content = JSON.parse(Buffer.from(part, 'base64url').toString()) as Readonly<Record<string, unknown>>;
  return Buffer.from(JSON.stringify({ ...content, ...by })).toString('base64url');
}
