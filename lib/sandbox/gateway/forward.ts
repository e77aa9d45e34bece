import { type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { type KongService } from '../../kong';
import { type RouterAnswer } from '../../router';
import { message, type Ended, type Exchange, type RunningPlugin } from './exchange';
import { answerHeaders, send, upstreamHeaders } from './messages';
import { type UpstreamConnections } from './proxy';
import { answerTo, CallerTimeout, hasBody, sendBody, UpstreamTimeout } from './upstream-call';

/** How long callers may take. */
export interface CallerTimes {
  /** Milliseconds between two pieces of a body. */
  bodyMs: number;
  /** Milliseconds in which the rest of a body is read that was answered already. */
  lingerMs: number;
}

/** What was sent to the caller, and by whom. */
export interface Sent {
  readonly status: number;
  readonly source: Ended['source'];
  readonly isForwarded: boolean;
  readonly bytes: number;
}

/** Hands a request on to its upstream, and the answer back. */
export async function forward(
  connections: UpstreamConnections,
  exchange: Exchange,
  service: KongService,
  plugins: readonly RunningPlugin[],
  { upstreamPath = '/', upstreamQuery, upstreamHost, forwardedPrefix }: RouterAnswer,
  request: IncomingMessage,
  response: ServerResponse,
  { bodyMs }: CallerTimes,
): Promise<Sent> {
  const headers = upstreamHeaders(exchange, service, upstreamHost, forwardedPrefix);
  // By itself Node marks the end of a body for some methods alone; for the others the upstream would take it for another request.
  if (exchange.received.get('transfer-encoding') !== undefined) headers.push('Transfer-Encoding', 'chunked');
  const path = upstreamQuery === undefined ? upstreamPath : `${upstreamPath}?${upstreamQuery}`;
  let asked: ClientRequest | undefined;
  try {
    const started = (asked = connections.open(service, { method: exchange.method, path, headers }));
    const answering = answerTo(started, service);
    response.on('close', () => started.destroy());
    let begins = answering;
    if (hasBody(exchange.received)) {
      const sending = sendBody(request, started, bodyMs, service);
      // An upstream may answer before it has the whole body.
      begins = Promise.race([answering, sending.then(() => answering)]);
    } else started.end();
    const { answered, hasMore } = await begins;
    const list = answerHeaders(answered, exchange, plugins);
    response.writeHead(answered.statusCode ?? 502, list.raw());
    let bytes = 0;
    answered.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      hasMore();
    });
    // An upstream that breaks off leaves an answer that nobody must take for whole.
    answered.once('close', () => {
      if (!answered.complete) response.destroy();
    });
    answered.pipe(response);
    await new Promise<void>((resolve) => {
      response.once('finish', resolve);
      response.once('close', resolve);
    });
    return { status: answered.statusCode ?? 502, source: 'service', isForwarded: true, bytes };
  } catch (error) {
    asked?.destroy();
    if (response.headersSent) {
      response.destroy();
      return { status: response.statusCode, source: 'service', isForwarded: true, bytes: 0 };
    }
    const { status, text, isLast = false } = refusalFor(error);
    if (isLast) response.shouldKeepAlive = false;
    const bytes = send(response, message(status, text), exchange.id, exchange, plugins);
    return { status, source: 'gateway', isForwarded: !(error instanceof CallerTimeout), bytes };
  }
}

/** What the caller hears, and whether nothing more is read of its connection. */
function refusalFor(error: unknown): { readonly status: number; readonly text: string; readonly isLast?: boolean } {
  if (error instanceof UpstreamTimeout) return { status: 504, text: 'The upstream server is timing out' };
  if (error instanceof CallerTimeout) return { status: 408, text: 'Request timeout', isLast: true };
  return { status: 502, text: 'An invalid response was received from the upstream server' };
}
