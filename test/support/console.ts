import { type CallOutcome } from '../../lib/sandbox/console/calls';
import { request, type IncomingHttpHeaders } from 'node:http';
import { startConsole, type Sandbox, type SandboxConsole } from '../../lib/sandbox';
import { type SynthesizedDeployment } from '../../lib/sandbox/stacks';
import { within } from './sandbox';

/** A request to a console, as anybody may make it. */
export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  /** Names and values by turns; the host is not added. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string | Buffer;
}

/** What came of it. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a request to the console with exactly these headers. */
export function rawly(console: SandboxConsole, { method = 'POST', path = '/api/state', headers, body }: RawRequest): Promise<RawAnswer> {
  const { port } = new URL(console.origin);
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers: headers.flat(), setHost: false, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The secret of a console's run. */
export function secretOf({ url }: SandboxConsole): string {
  return url.split('#')[1] ?? '';
}

/** Headers of the console's own page, some of them otherwise; those that are undefined are left out. */
export function ownHeaders(
  console: SandboxConsole,
  others: Readonly<Record<string, string | undefined>> = {},
): readonly [string, string][] {
  const own: Readonly<Record<string, string | undefined>> = {
    host: new URL(console.origin).host,
    origin: console.origin,
    'sec-fetch-site': 'same-origin',
    authorization: `Bearer ${secretOf(console)}`,
    'content-type': 'application/json',
    ...others,
  };
  return Object.entries(own).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
}

/** Asks a place of the console as its page does, and gives the content of the answer. */
export async function asks<Content>(console: SandboxConsole, path: string, content: unknown = {}): Promise<Content> {
  const body = JSON.stringify(content);
  const headers = [...ownHeaders(console), ['content-length', String(Buffer.byteLength(body))] as const];
  const answer = await rawly(console, { path: `/api/${path}`, headers, body });
  return JSON.parse(answer.body) as Content;
}

/** Runs something with a sandbox and its console, which end in any case. */
export async function withConsole<Result>(
  deployment: SynthesizedDeployment,
  run: (console: SandboxConsole, sandbox: Sandbox) => Promise<Result>,
): Promise<Result> {
  return within(deployment, async (sandbox) => {
    const console = await startConsole(sandbox);
    try {
      return await run(console, sandbox);
    } finally {
      await console.close();
    }
  });
}

/** A token as the page is told of it, which was got for the importer unless said otherwise. */
export interface GotToken {
  readonly handle: string;
  readonly claims: readonly (readonly [string, string])[];
  readonly refused?: { readonly code: string };
}

export function got(console: SandboxConsole, others: object = {}): Promise<GotToken> {
  return asks(console, 'token', { client: 'erp-sync', api: 'orders', ...others });
}

/** A call that the sample organisation lets the importer make, and the same at the door of people. */
export const LIST = { method: 'GET', scheme: 'https', host: 'apps.dev.contoso.example', path: '/orders' };
export const PEOPLE = { ...LIST, host: 'api.dev.contoso.example' };

/** What comes of {@link LIST}, with a token and what is otherwise. */
export async function called(console: SandboxConsole, token?: string, others: object = {}): Promise<CallOutcome> {
  return asks(console, 'call', { ...LIST, ...(token !== undefined && { token }), ...others });
}
