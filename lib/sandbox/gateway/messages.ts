import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type KongService } from '../../kong';
import { serverHost } from '../../router';
import { message, type Exchange, type GatewayAnswer, type RunningPlugin } from './exchange';
import { HeaderList } from './header-list';
import { isHopByHop, namedByConnection } from './proxy';

/** Longest line of a header, and all of them together, as nginx takes them by default. */
export const MOST_HEADER_BYTES = { line: 8_192, all: 32_768 };

/** What nginx refuses before Kong sees it; undefined where it passes. */
export function refusedBeforeRouting(received: HeaderList, url: string): GatewayAnswer | undefined {
  // Kong would read `http://host/path` too, by rules that are not established here; anything else it refuses as well.
  if (!url.startsWith('/')) return message(400, 'Bad request');
  if (url.length > MOST_HEADER_BYTES.line) return message(414, 'URI too long');
  let [longest, all] = [0, 0];
  for (const [name, value] of received.items()) {
    const size = name.length + value.length + 4;
    if (size > longest) longest = size;
    all += size;
  }
  if (longest > MOST_HEADER_BYTES.line || all > MOST_HEADER_BYTES.all) return message(400, 'Request header or cookie too large');
  // Of what must be said once, twice is not read as either.
  return SAID_ONCE.some((name) => received.count(name) > 1) ? message(400, 'Bad request') : undefined;
}

const SAID_ONCE = ['host', 'authorization', 'content-length'];

export function send(
  response: ServerResponse,
  { status, headers = [], body = '' }: GatewayAnswer,
  id: string,
  exchange?: Exchange,
  plugins: readonly RunningPlugin[] = [],
): number {
  const list = HeaderList.of([...headers]);
  list.set('Content-Length', String(Buffer.byteLength(body)));
  if (exchange !== undefined) finishHeaders(list, exchange, plugins);
  list.set('X-Kong-Request-Id', id);
  list.set('Server', SERVER);
  response.writeHead(status, list.raw()).end(exchange?.method === 'HEAD' ? undefined : body);
  return Buffer.byteLength(body);
}

/** What the gateway calls itself: it is not Kong, and does not say so. */
const SERVER = 'kong-entra-sandbox';

function finishHeaders(list: HeaderList, exchange: Exchange, plugins: readonly RunningPlugin[]): void {
  for (const plugin of plugins) plugin.answer?.(exchange, list);
  for (const [name, value] of exchange.answerHeaders) list.set(name, value);
}

export function answerHeaders(answered: IncomingMessage, exchange: Exchange, plugins: readonly RunningPlugin[]): HeaderList {
  const raw = HeaderList.ofRaw(answered.rawHeaders);
  const named = namedByConnection(raw.values('connection'));
  const list = raw.keeping((folded) => !isHopByHop(folded, named));
  finishHeaders(list, exchange, plugins);
  list.add('Via', `1.1 ${SERVER}`);
  list.set('X-Kong-Request-Id', exchange.id);
  return list;
}

export function upstreamHeaders(
  { headers, host, scheme, peerIp, clientIp, isProxied, target }: Exchange,
  service: KongService,
  upstreamHost: string | undefined,
  prefix: string | undefined,
): string[] {
  const named = namedByConnection(headers.values('connection'));
  const list = headers.keeping((folded) => !isHopByHop(folded, named));
  const usual = service.protocol === 'https' ? 443 : 80;
  const own = service.port === usual ? service.host : `${service.host}:${String(service.port)}`;
  list.set('Host', upstreamHost ?? own);
  const through = headers.joined('x-forwarded-for');
  list.set('X-Forwarded-For', through === undefined ? clientIp : `${through}, ${peerIp}`);
  const forward = (header: string, own: string | undefined): void => {
    // What a caller says of these is believed of a trusted proxy alone.
    const value = isProxied ? (headers.joined(header) ?? own) : own;
    if (value === undefined) list.remove(header);
    else list.set(header, value);
  };
  forward('X-Forwarded-Proto', scheme);
  forward('X-Forwarded-Host', serverHost(host));
  // That of the listener, whatever port the caller writes beside the host.
  forward('X-Forwarded-Port', scheme === 'https' ? '443' : '80');
  forward('X-Forwarded-Path', target.split('?')[0] ?? '/');
  forward('X-Forwarded-Prefix', prefix);
  list.set('X-Real-IP', clientIp);
  list.set('Connection', 'keep-alive');
  return list.raw();
}

/** Reads what is left of a request, so that its connection can go on; one that takes too long is closed. */
export function drain(request: IncomingMessage, lingerMs: number): void {
  if (request.complete || request.socket.destroyed) {
    request.resume();
    return;
  }
  const { socket } = request;
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  const done = (): void => {
    clearTimeout(timer);
    socket.off('close', done);
  };
  request.once('end', done);
  // A request that was answered is not told when its connection goes.
  socket.once('close', done);
  request.resume();
}
