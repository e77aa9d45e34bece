import { Agent as PlainAgent, request as requestPlain, type AgentOptions, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as requestSecurely } from 'node:https';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type EmbeddedGateway, type ObservedCall } from './gateway';
import { LOOPBACK } from './network';

/** A call of an API through the gateway. */
export interface SandboxCall {
  /** @default - `GET` */
  readonly method?: string;
  /** Host of the route, such as `api.example.com`; of any other the gateway has no route. */
  readonly host: string;
  /** Path with its query, sent as it is. */
  readonly path: string;
  /** Sent as `Authorization: Bearer …`. @default - none */
  readonly token?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  /** @default - `https` */
  readonly scheme?: 'http' | 'https';
  /** Address from which the gateway takes it to come. @default - 127.0.0.1 */
  readonly from?: string;
  /** Milliseconds after which the call ends, with what has come of the answer until then; it fails where none has begun. @default - its end is waited for */
  readonly withinMs?: number;
}

/** What the caller got, and what the gateway saw. */
export interface SandboxAnswer {
  readonly status: number;
  /** Names in lower case; repeats with `, ` between. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the answer was all there; else the call ended before it. */
  readonly isWhole: boolean;
  /** What was checked; undefined where the request did not get as far as that. */
  readonly observed: ObservedCall | undefined;
}

/** Where the gateway listens, and what verifies it. */
export interface GatewayPorts {
  readonly http: number;
  readonly https: number;
  readonly ca: string;
  /** Names that the gateway's certificate is for. */
  readonly names: readonly string[];
}

/** Calls APIs as any client would, over connections that stay open. */
export class GatewayClient {
  private readonly agents = new Map<string, PlainAgent | SecureAgent>();

  constructor(
    private readonly gateway: EmbeddedGateway,
    private readonly ports: GatewayPorts,
  ) {}

  /** @throws Error where no answer begins in the time that is given */
  async call(call: SandboxCall): Promise<SandboxAnswer> {
    const answer = await exchange(call, this.agentOf(call));
    const id = answer.headers['x-kong-request-id'];
    return { ...answer, observed: id === undefined ? undefined : await this.gateway.observations.ended(id) };
  }

  close(): void {
    for (const agent of this.agents.values()) agent.destroy();
  }

  /** Connections of one address to one name are shared by nobody else. */
  private agentOf({ scheme = 'https', host, from }: SandboxCall): PlainAgent | SecureAgent {
    // The name without a port, as clients send it; one that the gateway does not have gets as far as its router all the same.
    const called = host.replace(/:\d+$/, '');
    const serverName = this.ports.names.includes(called) ? called : 'localhost';
    const key = JSON.stringify([scheme, serverName, from]);
    const known = this.agents.get(key);
    if (known !== undefined) return known;
    const options: AgentOptions = { keepAlive: true };
    const agent = scheme === 'https' ? new SecureAgent(options) : new PlainAgent(options);
    agent.createConnection = () => this.connect(scheme, serverName, from);
    this.agents.set(key, agent);
    return agent;
  }

  private connect(scheme: 'http' | 'https', serverName: string, from: string | undefined): Socket {
    const socket = connectTcp({ host: LOOPBACK, port: this.ports[scheme] });
    if (from !== undefined) {
      socket.once('connect', () => {
        const port = socket.localPort ?? 0;
        this.gateway.pretend(port, from);
        socket.once('close', () => {
          this.gateway.unpretend(port);
        });
      });
    }
    return scheme === 'https' ? connectTls({ socket, servername: serverName, ca: this.ports.ca }) : socket;
  }
}

function exchange(call: SandboxCall, agent: PlainAgent | SecureAgent): Promise<Omit<SandboxAnswer, 'observed'>> {
  const { method = 'GET', host, path, token, headers = [], body, scheme = 'https', withinMs } = call;
  const sent = [
    ['Host', host],
    ...(token === undefined ? [] : [['Authorization', `Bearer ${token}`]]),
    ...headers,
    ...(body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))]]),
  ].flat();
  const options = { method, path, headers: sent, agent, setHost: false } as const;
  const request = scheme === 'https' ? requestSecurely(options) : requestPlain(options);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let begun: IncomingMessage | undefined;
    const finish = (isWhole: boolean): void => {
      clearTimeout(timer);
      if (begun === undefined) reject(new Error('the gateway gave no answer in time'));
      else resolve(answerOf(begun, chunks, isWhole));
    };
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    const cut = (): void => {
      finish(false);
      request.destroy();
    };
    const timer = withinMs === undefined ? undefined : setTimeout(cut, withinMs);
    request.on('error', fail);
    request.on('response', (response) => {
      begun = response;
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('end', () => {
        finish(true);
      });
    });
    request.end(body);
  });
}

function answerOf(
  { statusCode = 0, headers }: IncomingMessage,
  chunks: readonly Buffer[],
  isWhole: boolean,
): Omit<SandboxAnswer, 'observed'> {
  const all = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]);
  return {
    status: statusCode,
    headers: Object.fromEntries(all) as Record<string, string>,
    body: Buffer.concat(chunks).toString(),
    isWhole,
  };
}
