import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type Socket } from 'node:net';
import { type TLSSocket } from 'node:tls';
import { type KongEntities, type KongService } from '../../kong';
import { type RouterAnswer, type RouterFlavor, type RouterRequest } from '../../router';
import { type Clock } from '../directory';
import { listen, type Fetcher, type HostMap, type Listening, type OwnUpstream, type ServerCertificate } from '../network';
import { readConfiguration, type GatewayConfiguration, type ServedRoute } from './configuration';
import { exchangeOf, message, type Arrival, type Ended, type Exchange, type ExchangeCheck, type GatewayAnswer } from './exchange';
import { forward, type CallerTimes, type Sent } from './forward';
import { HeaderList } from './header-list';
import { GatewayLog } from './log';
import { drain, MOST_HEADER_BYTES, refusedBeforeRouting, send } from './messages';
import { Metrics } from './metrics';
import { TokenVerifier, type PluginServices } from './plugins';
import { Observations } from './observations';
import { UpstreamConnections } from './proxy';
import { findRoute } from './routing';
import { TrustedProxies, type KongConf } from './trusted-proxies';

/** What the embedded gateway is made of. */
export interface GatewayOptions {
  /** Text of the Kong file, and what it is called. */
  readonly text: string;
  readonly source: string;
  readonly flavor: RouterFlavor;
  /** What Kong's own configuration says besides. */
  readonly kongConf: KongConf;
  readonly hosts: HostMap;
  readonly fetcher: Fetcher;
  /** Certificate of the authority by which upstreams are verified. */
  readonly ca: string;
  readonly clock: Clock;
  /** The user's own upstream of a service. */
  readonly upstreamOf: (service: KongService) => OwnUpstream | undefined;
}

/** Serves a Kong file: it decides from that file and the tokens alone. */
export class EmbeddedGateway {
  readonly log = new GatewayLog();
  readonly metrics = new Metrics();
  /** The newest calls, found by the `X-Kong-Request-Id` of their answers. */
  readonly observations = new Observations();
  /** How long callers may take, as nginx has it by default. */
  readonly callerTimes: CallerTimes = { bodyMs: 60_000, lingerMs: 30_000 };
  private readonly connections: UpstreamConnections;
  private readonly verifiers = new Map<string, TokenVerifier>();
  private readonly addresses = new Map<number, string>();
  private readonly bytesRead = new WeakMap<Socket, number>();
  private readonly limits = new Set<Map<string, unknown>>();
  private configuration: GatewayConfiguration;
  private proxies: TrustedProxies;

  /** @throws DefinitionError with everything of the file that is not enforced here */
  constructor(private readonly options: GatewayOptions) {
    this.connections = new UpstreamConnections(options.hosts, options.ca, options.upstreamOf);
    this.configuration = this.read(options.text, options.source);
    this.proxies = new TrustedProxies(options.kongConf, options.source);
  }

  /** What the file declares. */
  entities(): KongEntities {
    return this.configuration.entities;
  }

  /** Whether a route takes a request, whatever it then asks for. */
  takes(request: RouterRequest): boolean {
    return this.configuration.router.find(request).route !== null;
  }

  /** Serves another file from now on. @throws DefinitionError as the first one */
  load(text: string, source: string, kongConf: KongConf = this.options.kongConf): void {
    const proxies = new TrustedProxies(kongConf, source);
    this.configuration = this.read(text, source);
    this.proxies = proxies;
  }

  /** Ends the connections to upstreams that are kept open. */
  forgetConnections(): void {
    this.connections.close();
  }

  /** Forgets keys and discovery, as a restart does. */
  forgetKeys(): void {
    for (const verifier of this.verifiers.values()) verifier.forget();
  }

  /** Starts all counts of calls anew. */
  resetLimits(): void {
    for (const counts of this.limits) counts.clear();
  }

  /** Starts to listen: over TLS where there is a certificate. */
  listen(certificate?: ServerCertificate, port = 0): Promise<Listening> {
    const scheme = certificate === undefined ? 'http' : 'https';
    const listener = (request: IncomingMessage, response: ServerResponse): void =>
      void this.serve(request, response, scheme).catch(() => response.destroy());
    const options = { maxHeaderSize: 2 * MOST_HEADER_BYTES.all, keepAliveTimeout: 60_000 };
    const server: Server =
      certificate === undefined ? createServer(options, listener) : createSecureServer({ ...options, ...certificate }, listener);
    return listen(server, port);
  }

  close(): void {
    this.connections.close();
  }

  /** Takes a connection for one of another address: everything here comes from this machine. */
  pretend(localPort: number, address: string): void {
    this.addresses.set(localPort, address);
  }

  /** The connection is over. */
  unpretend(localPort: number): void {
    this.addresses.delete(localPort);
  }

  private read(text: string, source: string): GatewayConfiguration {
    const { flavor, clock, fetcher } = this.options;
    const services: PluginServices = {
      clock,
      log: this.log,
      metrics: this.metrics,
      limits: this.limits,
      verifierOf: (asked) => {
        const key = JSON.stringify(asked);
        const known = this.verifiers.get(key) ?? new TokenVerifier({ ...asked, fetcher, clock });
        this.verifiers.set(key, known);
        return known;
      },
    };
    return readConfiguration(text, source, flavor, services);
  }

  private async serve(request: IncomingMessage, response: ServerResponse, scheme: 'http' | 'https'): Promise<void> {
    const started = performance.now();
    const arrival = this.arrivalOf(request, scheme);
    const handled = await this.handle(arrival, request, response);
    const { exchange, checks, plugins, sent } = handled;
    drain(request, this.callerTimes.lingerMs);
    const requestBytes = this.bytesOf(request);
    const ended: Ended = {
      status: sent.status,
      source: sent.source,
      isForwarded: sent.isForwarded,
      requestBytes,
      answerBytes: sent.bytes,
      milliseconds: performance.now() - started,
    };
    if (exchange !== undefined) for (const plugin of plugins) plugin.log?.(exchange, ended);
    const { id, startedAt, method, host, clientIp, target } = arrival;
    const [path = ''] = target.split('?');
    const route = exchange?.route.name ?? null;
    // Headers hold the token, and what is remembered is shown.
    this.observations.add({
      id,
      startedAt,
      method,
      scheme,
      host,
      path,
      clientIp,
      route,
      checks,
      claims: exchange?.credential?.claims,
      claimed: exchange?.claimed,
      ended,
    });
  }

  private arrivalOf(request: IncomingMessage, scheme: 'http' | 'https'): Arrival {
    const received = HeaderList.ofRaw(request.rawHeaders);
    const { method = 'GET', url = '/', socket } = request;
    const peerIp = this.addresses.get(socket.remotePort ?? 0) ?? (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    const { clientIp, isProxied } = this.proxies.originOf(peerIp, received);
    return {
      id: randomUUID().replaceAll('-', ''),
      method,
      scheme,
      host: received.get('host') ?? '',
      target: url,
      peerIp,
      clientIp,
      isProxied,
      received,
      startedAt: this.options.clock.now(),
    };
  }

  private async handle(arrival: Arrival, request: IncomingMessage, response: ServerResponse): Promise<Handled> {
    const own = (answer: GatewayAnswer, checks: readonly ExchangeCheck[] = []): Handled => ({
      checks,
      plugins: [],
      sent: refusedBy(answer, send(response, answer, arrival.id)),
    });
    const malformed = refusedBeforeRouting(arrival.received, arrival.target);
    if (malformed !== undefined) return own(malformed);
    const { servername: sni } = request.socket as TLSSocket;
    const found = findRoute(this.configuration, arrival, typeof sni === 'string' ? sni : undefined);
    if (found.served === undefined) return own(found.answer, [found.check]);
    const { route, plugins } = found.served;
    const exchange = exchangeOf(arrival, route, found.check);
    try {
      const sent = await this.through(exchange, found.served, found.matched, request, response);
      return { exchange, checks: exchange.checks, plugins, sent };
    } catch {
      const answer = message(500, 'An unexpected error occurred');
      if (response.headersSent) response.destroy();
      const bytes = response.headersSent ? 0 : send(response, answer, arrival.id);
      return { exchange, checks: exchange.checks, plugins, sent: refusedBy(answer, bytes) };
    }
  }

  /** Bytes of a request: what its connection has brought since the one before. */
  private bytesOf({ socket }: IncomingMessage): number {
    const before = this.bytesRead.get(socket) ?? 0;
    this.bytesRead.set(socket, socket.bytesRead);
    return socket.bytesRead - before;
  }

  private async through(
    exchange: Exchange,
    served: ServedRoute,
    matched: RouterAnswer,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Sent> {
    for (const plugin of served.plugins) {
      const given = plugin.access?.(exchange);
      const answer = given instanceof Promise ? await given : given;
      if (answer === undefined) continue;
      return refusedBy(answer, send(response, answer, exchange.id, exchange, served.plugins));
    }
    const { service } = exchange;
    if (service === null) {
      const answer = message(503, 'no Service found with those values');
      return refusedBy(answer, send(response, answer, exchange.id, exchange, served.plugins));
    }
    return forward(this.connections, exchange, service, served.plugins, matched, request, response, this.callerTimes);
  }
}

/** What was sent where the gateway let nothing through. */
function refusedBy({ status }: GatewayAnswer, bytes: number): Sent {
  return { status, source: 'gateway', isForwarded: false, bytes };
}

/** What came of it. */
interface Handled {
  /** Absent where no route took it. */
  readonly exchange?: Exchange;
  readonly checks: readonly ExchangeCheck[];
  readonly plugins: ServedRoute['plugins'];
  readonly sent: Sent;
}
