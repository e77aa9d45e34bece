import { createServer, type AddressInfo, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { edited } from './review-shop';
import { deploymentIn } from './sandbox';
import { synthesizedOutput } from './synthesized-output';

const output = synthesizedOutput('synthesized', organisation, dev);

/** A sandbox whose API `orders` has an upstream of the test. */
export interface WithUpstream {
  readonly sandbox: Sandbox;
  /** A token that lets in on GET and POST of `/orders`. */
  readonly token: string;
  /** All that the upstream was sent, connection by connection. */
  readonly received: readonly string[];
  /** A connection to the gateway, as any client makes it. */
  connect(): Promise<TLSSocket>;
}

/** Host of the routes for applications. */
export const HOST = 'apps.dev.contoso.example';

/**
 * Runs something with an upstream that speaks on its sockets by itself.
 *
 * @param onPiece Told of each piece that comes over a connection, with all that came over it
 * @param service What the service of the Kong file has otherwise
 */
export async function withUpstream(
  onPiece: (socket: Socket, all: string) => void,
  run: (context: WithUpstream) => Promise<void>,
  service: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const at = received.push('') - 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (piece) => {
      received[at] += piece.toString('latin1');
      onPiece(socket, received[at] ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = (server.address() as AddressInfo).port;
  try {
    await withUpstreamAt(port, (context) => run({ ...context, received }), service);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

/** The same with an upstream that listens already. */
export async function withUpstreamAt(
  port: number,
  run: (context: Omit<WithUpstream, 'received'>) => Promise<void>,
  service: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const changed = Object.entries(service).reduce(
    (one, [field, value]) => edited(one, 'gateway.json', ['apis', 'orders', 'service', field], value, 'generated-dev'),
    output,
  );
  const sandbox = await Sandbox.start(deploymentIn(changed), undefined, { orders: `http://127.0.0.1:${String(port)}` });
  const clients: TLSSocket[] = [];
  const connect = (): Promise<TLSSocket> =>
    new Promise((resolve, reject) => {
      const { port: gateway } = new URL(sandbox.urls.gateway);
      const options = { host: '127.0.0.1', port: Number(gateway), servername: HOST, ca: sandbox.certificateAuthority };
      const socket = connectTls(options, () => {
        resolve(socket);
      });
      clients.push(socket);
      socket.once('error', reject);
      socket.on('error', () => undefined);
    });
  try {
    const { accessToken: token } = await sandbox.token({ client: 'erp-sync', api: 'orders' });
    await run({ sandbox, token, connect });
  } finally {
    for (const socket of clients) socket.destroy();
    await sandbox.close();
  }
}

/** All that comes until the other side closes. */
export function untilClosed(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (piece) => (text += piece.toString('latin1')));
    socket.once('close', () => {
      resolve(text);
    });
  });
}

/** A plain answer. */
export const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** Answers each request without a body once its headers are there. */
export function answers(text: string): (socket: Socket, all: string) => void {
  return (socket, all) => {
    if (all.endsWith('\r\n\r\n')) socket.write(text);
  };
}
