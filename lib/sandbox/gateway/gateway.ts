import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type TLSSocket } from 'node:tls';
import { type KongService } from '../../kong';
import { type RouterAnswer, type RouterFlavor } from '../../router';
import { type Clock } from '../directory';
import { listen, type Fetcher, type HostMap, type Listening, type ServerCertificate } from '../network';
import { readConfiguration, type GatewayConfiguration, type ServedRoute } from './configuration';
import { message, type Ended, type Exchange, type ExchangeCheck, type GatewayAnswer } from './exchange';
import { forward, type Sent } from './forward';
import { HeaderList } from './header-list';
import { GatewayLog } from './log';
import { drain, MOST_HEADER_BYTES, refusedBeforeRouting, send } from './messages';
import { Metrics } from './metrics';
import { TokenVerifier, type PluginServices } from './plugins';
import { Observations } from './observations';
import { UpstreamConnections } from './proxy';

/** What the embedded gateway is made of. */
export interface GatewayOptions {
  /** Text of the Kong file, and what it is called. */
  readonly text: string;
  readonly source: string;
  readonly flavor: RouterFlavor;
  readonly hosts: HostMap;
  readonly fetcher: Fetcher;
  /** Certificate of the authority by which upstreams are verified. */
  readonly ca: string;
  readonly clock: Clock;
}

/** Serves a Kong file: it decides from that file and the tokens alone. */
export class EmbeddedGateway {
  readonly log = new GatewayLog();
  readonly metrics = new Metrics();
  /** The newest calls, found by the `X-Kong-Request-Id` of their answers. */
  readonly observations = new Observations();
  private readonly connections: UpstreamConnections;
  private readonly verifiers = new Map<string, TokenVerifier>();
  private readonly addresses = new Map<number, string>();
  private readonly limits = new Set<Map<string, unknown>>();
  private configuration: GatewayConfiguration;

  /** @throws DefinitionError with everything of the file that is not enforced here */
  constructor(private readonly options: GatewayOptions) {
    this.connections = new UpstreamConnections(options.hosts, options.ca);
    this.configuration = this.read(options.text, options.source);
  }

  /** Services of the file. */
  services(): readonly KongService[] {
    return this.configuration.entities.services;
  }

  /** Host names of the file's routes. */
  routeHosts(): readonly string[] {
    return [...new Set(this.configuration.entities.routes.flatMap(({ hosts }) => hosts ?? []))];
  }

  /** Serves another file from now on. @throws DefinitionError as the first one */
  load(text: string, source: string): void {
    this.configuration = this.read(text, source);
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
    const listener = (request: IncomingMessage, response: ServerResponse): void => void this.serve(request, response, scheme);
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
    const received = HeaderList.ofRaw(request.rawHeaders);
    const { method = 'GET', url = '/' } = request;
    const host = received.get('host') ?? '';
    const port = request.socket.remotePort ?? 0;
    const id = randomBytes(16).toString('hex');
    const base = {
      id,
      method,
      scheme,
      host,
      target: url,
      clientIp: this.addresses.get(port) ?? (request.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
      received,
      startedAt: this.options.clock.now(),
    };
    const finish = (
      exchange: Exchange | undefined,
      checks: readonly ExchangeCheck[],
      ended: Ended,
      plugins: ServedRoute['plugins'],
    ): void => {
      if (exchange !== undefined) for (const plugin of plugins) plugin.log?.(exchange, ended);
      this.observations.add({
        ...base,
        path: url.split('?')[0] ?? '',
        route: exchange?.route.name ?? null,
        checks,
        claims: exchange?.credential?.claims,
        ended,
      });
    };
    try {
      const malformed = refusedBeforeRouting(received, url);
      const sni = (request.socket as TLSSocket).servername;
      const found = malformed === undefined ? this.find({ ...base, ...(typeof sni === 'string' && { sni }) }) : undefined;
      if (found?.served === undefined) {
        const { answer, check } = found ?? { answer: malformed ?? message(400, 'Bad request'), check: undefined };
        const bytes = send(response, answer, id);
        drain(request);
        finish(
          undefined,
          check === undefined ? [] : [check],
          { status: answer.status, source: 'gateway', requestBytes: 0, answerBytes: bytes, milliseconds: performance.now() - started },
          [],
        );
        return;
      }
      const { served, matched, check } = found;
      const exchange: Exchange = {
        ...base,
        headers: received.copy(),
        route: served.route,
        service: served.route.service,
        credential: undefined,
        groups: undefined,
        answerHeaders: [],
        checks: [check],
      };
      const { status, source, bytes } = await this.through(exchange, served, matched, request, response);
      finish(
        exchange,
        exchange.checks,
        { status, source, requestBytes: request.socket.bytesRead, answerBytes: bytes, milliseconds: performance.now() - started },
        served.plugins,
      );
    } catch {
      if (response.headersSent) response.destroy();
      else send(response, message(500, 'An unexpected error occurred'), id);
      drain(request);
    }
  }

  private find(request: Pick<Exchange, 'method' | 'scheme' | 'host' | 'target' | 'received'> & { readonly sni?: string }): Found {
    const { method, scheme, host, target, received, sni } = request;
    const headers = received.all().filter(([name]) => name.toLowerCase() !== 'host');
    const matched = this.configuration.router.match({ method, scheme, host, path: target, headers, ...(sni !== undefined && { sni }) });
    const { route, status, unknown, location } = matched;
    const check = (outcome: 'pass' | 'fail', expected: string, found: string): ExchangeCheck => ({
      by: 'router',
      what: 'route',
      outcome,
      expected,
      found,
    });
    const served = route === null ? undefined : this.configuration.routes.get(route);
    if (served !== undefined && status === 200) return { served, matched, check: check('pass', 'a route', route ?? '') };
    if (unknown !== undefined || status === null) {
      return { answer: message(500, 'An unexpected error occurred'), check: check('fail', 'a route', unknown ?? 'not to be told') };
    }
    const extra: readonly (readonly [string, string])[] = [
      ...(location === undefined ? [] : [['Location', location] as const]),
      ...(status === 426 ? [['Connection', 'Upgrade'] as const, ['Upgrade', 'TLS/1.2, HTTP/1.1'] as const] : []),
    ];
    return {
      answer: message(status, REFUSALS[status] ?? 'no Route matched with those values', extra),
      check: check('fail', 'a route', route ?? 'none'),
    };
  }

  private async through(
    exchange: Exchange,
    served: ServedRoute,
    matched: RouterAnswer,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Sent> {
    for (const plugin of served.plugins) {
      const answer = await plugin.access?.(exchange);
      if (answer === undefined) continue;
      drain(request);
      return { status: answer.status, source: 'gateway', bytes: send(response, answer, exchange.id, exchange, served.plugins) };
    }
    const { service } = exchange;
    if (service === null) {
      drain(request);
      const answer = message(503, 'no Service found with those values');
      return { status: 503, source: 'gateway', bytes: send(response, answer, exchange.id, exchange, served.plugins) };
    }
    return forward(this.connections, exchange, service, served.plugins, matched, request, response);
  }
}

type Found =
  | { readonly served: ServedRoute; readonly matched: RouterAnswer; readonly check: ExchangeCheck }
  | { readonly served?: undefined; readonly answer: GatewayAnswer; readonly check: ExchangeCheck };

const REFUSALS: Readonly<Record<number, string>> = {
  400: 'Bad request',
  404: 'no Route matched with those values',
  426: 'Please use HTTPS protocol',
};
