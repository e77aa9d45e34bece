import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { connect } from 'node:tls';

/** A request that came as far as an upstream, in the words that the gateway passes on. */
export interface Reached {
  readonly method: string;
  readonly host: string;
  /** Path and query, as the caller sent them. */
  readonly path: string;
  readonly clientIp: string;
}

interface Told {
  readonly gateway: { readonly gateway: string; readonly gatewayWithoutTls: string };
  readonly entra: string;
  readonly ca: Readonly<Record<'gateway' | 'entra', string>>;
  readonly tokens: readonly string[];
  readonly graph: { readonly tenantId: string; readonly clientId: string; readonly clientSecret: string; readonly applicationId: string };
}

/** What is shot at, in a process of its own, with an upstream in this one. */
export class FuzzTarget {
  /** What reached the upstream since it was last taken. */
  private reached: Reached[] = [];
  private said = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly upstream: Server,
    private readonly lines: NodeJS.AsyncIterator<string>,
    readonly told: Told,
  ) {
    child.stderr?.on('data', (piece: Buffer) => (this.said += piece.toString()));
  }

  static async start(): Promise<FuzzTarget> {
    const reached: { add: (one: Reached) => void } = { add: () => undefined };
    const upstream = createServer(({ method = '', headers }, response) => {
      const header = (name: string): string => String(headers[name] ?? '');
      reached.add({ method, host: header('x-forwarded-host'), path: header('x-forwarded-path'), clientIp: header('x-real-ip') });
      response.end('{}');
    });
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${String((upstream.address() as AddressInfo).port)}`;
    const child = spawn(process.execPath, ['--import', 'tsx', join(__dirname, 'fuzz-child.ts'), origin], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { value } = await lines.next();
    const target = new FuzzTarget(child, upstream, lines, JSON.parse(String(value)) as Told);
    reached.add = (one) => target.reached.push(one);
    return target;
  }

  /** Why the process is not there any more; undefined while it is. */
  get ended(): string | undefined {
    return this.child.exitCode === null && this.child.signalCode === null
      ? undefined
      : `ended with ${String(this.child.exitCode ?? this.child.signalCode)}: ${this.said}`;
  }

  taken(): readonly Reached[] {
    const all = this.reached;
    this.reached = [];
    return all;
  }

  async resetLimits(): Promise<void> {
    this.child.stdin?.write('reset\n');
    await this.lines.next();
  }

  /** Sends bytes to the gateway or to Entra; gives all that comes back, at most until a while has passed. */
  send(to: 'gateway' | 'entra', text: string, servername: string): Promise<string> {
    const { port } = new URL(to === 'gateway' ? this.told.gateway.gateway : this.told.entra);
    return new Promise((resolve) => {
      let answer = '';
      const socket = connect({ host: '127.0.0.1', port: Number(port), servername, ca: this.told.ca[to] }, () =>
        socket.write(text, 'latin1'),
      );
      // What has no end is ended; who closes at once is taken for gone.
      const ending = setTimeout(() => socket.end(), PAUSE_MS);
      const timer = setTimeout(() => socket.destroy(), WHILE_MS);
      socket.on('data', (piece: Buffer) => (answer += piece.toString('latin1')));
      socket.on('error', () => undefined);
      socket.once('close', () => {
        clearTimeout(ending);
        clearTimeout(timer);
        resolve(answer);
      });
    });
  }

  async end(): Promise<void> {
    this.upstream.close();
    this.upstream.closeAllConnections();
    this.child.stdin?.end();
    // Nothing that was sent keeps it from ending.
    const late = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    if (this.ended === undefined) await new Promise((resolve) => this.child.once('exit', resolve));
    clearTimeout(late);
  }
}

const PAUSE_MS = 400;
const WHILE_MS = 3_000;
