import { Agent as PlainAgent, request as requestPlain, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as requestSecurely } from 'node:https';
import { type HostMap } from './host-map';

/** An answer to a request that the sandbox itself makes. */
export interface Fetched {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What is asked. */
export interface FetchOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** @default 10000 */
  readonly timeoutMs?: number;
}

/** Asks hosts of the sandbox, over connections that stay open. No other host is reached. */
export class Fetcher {
  private readonly agents = new Map<string, PlainAgent | SecureAgent>();

  constructor(
    private readonly hosts: HostMap,
    private readonly ca: string,
  ) {}

  /** @throws Error where the host is not of the sandbox, or does not answer */
  async fetch(url: string, { method = 'GET', headers = {}, body, timeoutMs = 10_000 }: FetchOptions = {}): Promise<Fetched> {
    const { protocol, hostname, host, pathname, search } = new URL(url);
    const agent = this.agentOf(protocol === 'https:', hostname);
    const options = {
      method,
      path: `${pathname}${search}`,
      headers: { host, ...headers, ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) },
      agent,
      timeout: timeoutMs,
    } as const;
    return answerOf(agent instanceof SecureAgent ? requestSecurely(options) : requestPlain(options), body);
  }

  private agentOf(isSecure: boolean, host: string): PlainAgent | SecureAgent {
    const key = JSON.stringify([isSecure, host, this.hosts.target(host)]);
    const known = this.agents.get(key);
    if (known !== undefined) return known;
    const agent = isSecure ? new SecureAgent(KEPT) : new PlainAgent(KEPT);
    agent.createConnection = () => (isSecure ? this.hosts.connectSecurely(host, this.ca) : this.hosts.connect(host));
    this.agents.set(key, agent);
    return agent;
  }
}

const KEPT = { keepAlive: true };

/** Largest answer that is taken. */
const MOST_BYTES = 4 * 1024 * 1024;

function answerOf(request: ClientRequest, body: string | undefined): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MOST_BYTES) request.destroy(new Error('too long an answer'));
        else chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() });
      });
    });
    request.end(body);
  });
}
