import { request } from 'node:http';
import { Sandbox, startConsole, type SandboxConsole } from '../../lib/sandbox';
import { type SynthesizedDeployment } from '../../lib/sandbox/stacks';

/** What a console answered. */
export interface ConsoleReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A request to a console that differs from what its own page sends. */
export interface ConsoleRequest {
  readonly method?: string;
  readonly path?: string;
  /** In place of those that the page sends; undefined takes one away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
}

/** Runs something with a console, which ends in any case. */
export async function withConsole<Result>(
  deployment: SynthesizedDeployment,
  run: (opened: SandboxConsole, sandbox: Sandbox) => Promise<Result>,
): Promise<Result> {
  const sandbox = await Sandbox.start(deployment);
  const opened = await startConsole(sandbox);
  try {
    return await run(opened, sandbox);
  } finally {
    await opened.close();
    await sandbox.close();
  }
}

/** Sends a request as the console's own page does, but for what a test wants otherwise. */
export function sendTo(
  { url }: SandboxConsole,
  { method = 'POST', path = '/api/state', headers, body = '{}' }: ConsoleRequest,
): Promise<ConsoleReply> {
  const { port, host, origin, hash } = new URL(url);
  const usual = {
    host,
    origin,
    'sec-fetch-site': 'same-origin',
    authorization: `Bearer ${hash.slice(1)}`,
    'content-type': 'application/json',
  };
  const all = Object.entries({ ...usual, ...headers }).filter((one): one is [string, string] => one[1] !== undefined);
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers: Object.fromEntries(all), setHost: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() });
      });
      response.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(method === 'POST' || method === 'PUT' ? body : undefined);
  });
}

/** What the console answers to its own page. */
export async function ask(
  opened: SandboxConsole,
  path: string,
  body: unknown = {},
): Promise<{ readonly status: number; readonly content: never }> {
  const { status, body: text } = await sendTo(opened, { path, body: JSON.stringify(body) });
  return { status, content: JSON.parse(text) as never };
}
