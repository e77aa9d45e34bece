import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { type ServerCertificate } from './certificates';
import { type ServedAnswer, type ServedRequest } from './http';
import { LOOPBACK } from './host-map';

/** A server on a loopback port. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Largest body that is read whole. */
const MOST_BYTES = 1024 * 1024;

/** Starts a server that answers requests read whole; over TLS where it has a certificate. */
export async function serve(
  answer: (request: ServedRequest) => Promise<ServedAnswer>,
  certificate?: ServerCertificate,
): Promise<Listening> {
  const listener = (request: IncomingMessage, response: ServerResponse): void => void respond(request, response, answer);
  return listen(certificate === undefined ? createServer(listener) : createSecureServer(certificate, listener));
}

/** Lets a server listen on a loopback port: a free one where none is named. */
export function listen(server: Server, port = 0): Promise<Listening> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve({ port: (server.address() as AddressInfo).port, close: () => closed(server) });
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: ServedRequest) => Promise<ServedAnswer>,
): Promise<void> {
  try {
    const body = await bodyOf(request);
    const { status, headers = {}, body: text } = body === undefined ? { status: 413 } : await answer(servedRequest(request, body));
    response.writeHead(status, headers).end(text);
  } catch {
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"server_error"}');
  }
}

function servedRequest({ method = 'GET', url = '/', headers }: IncomingMessage, body: string): ServedRequest {
  const [path = '/'] = url.split('?', 1);
  const query = url.slice(path.length + 1);
  const host = (headers.host ?? '').toLowerCase().replace(/:\d+$/, '');
  return { method, host, path, query: new URLSearchParams(query), headers, body };
}

/** The body as text; undefined where it is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}
