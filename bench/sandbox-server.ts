import { Agent, createServer, request as requestPlain, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo } from 'node:net';
import { startSandbox, type Sandbox } from '../lib/sandbox';
import { CertificateAuthority } from '../lib/sandbox/network';
import { apiKey, clientKey } from './definition';

/** Where a server listens, and how it is called. */
export interface Served {
  readonly port: number;
  readonly ca?: string;
  /** What is sent along. */
  readonly token?: string;
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** A token of the one client: both proxies get the same request, of which the bare one reads and hands on all. */
async function tokenOf(sandbox: Sandbox): Promise<string> {
  return (await sandbox.token({ client: clientKey(0), api: apiKey(0) })).accessToken;
}

/** What a process of this bench serves, by name. */
const SERVERS: Readonly<Record<string, (upstream: string, synthDir: string) => Promise<Served>>> = {
  upstream: async () => {
    const server = createServer((_request, response) => response.end('{"ok":true}'));
    server.keepAliveTimeout = 60_000;
    return { port: await listening(server) };
  },
  // A proxy that does nothing else: over TLS, as the gateway's routes are, with connections that stay open on both sides.
  bare: async (upstream, synthDir) => {
    const authority = await CertificateAuthority.create(Date.now());
    const agent = new Agent({ keepAlive: true });
    const { hostname, port } = new URL(upstream);
    const server = createSecureServer(await authority.issue(['api.example.com'], Date.now()), (request, response) => {
      const { method, url, headers } = request;
      const asked = requestPlain({ hostname, port, method, path: url, headers, agent }, (answered) => {
        response.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(response);
      });
      request.pipe(asked);
    });
    server.keepAliveTimeout = 60_000;
    return { port: await listening(server), ca: authority.certificate, token: await tokenOf(await startSandbox({ synthDir })) };
  },
  gateway: async (upstream, synthDir) => {
    const sandbox = await startSandbox({ synthDir, upstreams: { [apiKey(0)]: upstream } });
    return { port: Number(new URL(sandbox.urls.gateway).port), ca: sandbox.certificateAuthority, token: await tokenOf(sandbox) };
  },
};

async function main(): Promise<void> {
  const [subject = '', upstream = '', synthDir = ''] = process.argv.slice(2);
  const served = await SERVERS[subject]?.(upstream, synthDir);
  process.stdout.write(`${JSON.stringify(served)}\n`);
  process.stdin.resume().once('end', () => process.exit(0));
}

void main();
