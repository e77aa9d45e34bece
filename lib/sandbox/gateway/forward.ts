import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type KongService } from '../../kong';
import { type RouterAnswer } from '../../router';
import { message, type Ended, type Exchange, type RunningPlugin } from './exchange';
import { answerHeaders, send, upstreamHeaders } from './messages';
import { answerTo, UpstreamTimeout, type UpstreamConnections } from './proxy';

/** What was sent to the caller, and by whom. */
export interface Sent {
  readonly status: number;
  readonly source: Ended['source'];
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
): Promise<Sent> {
  const headers = upstreamHeaders(exchange, service, upstreamHost, forwardedPrefix);
  const path = upstreamQuery === undefined ? upstreamPath : `${upstreamPath}?${upstreamQuery}`;
  try {
    const asked = connections.open(service, { method: exchange.method, path, headers });
    const answering = answerTo(asked);
    request.pipe(asked);
    request.on('error', () => asked.destroy());
    response.on('close', () => asked.destroy());
    const answered = await answering;
    const list = answerHeaders(answered, exchange, plugins);
    response.writeHead(answered.statusCode ?? 502, list.raw());
    let bytes = 0;
    answered.on('data', (chunk: Buffer) => (bytes += chunk.length));
    // An upstream that breaks off leaves an answer that nobody must take for whole.
    answered.once('close', () => {
      if (!answered.complete) response.destroy();
    });
    answered.pipe(response);
    await new Promise<void>((resolve) => {
      response.once('finish', resolve);
      response.once('close', resolve);
    });
    return { status: answered.statusCode ?? 502, source: 'service', bytes };
  } catch (error) {
    const [status, text] =
      error instanceof UpstreamTimeout
        ? [504, 'The upstream server is timing out']
        : [502, 'An invalid response was received from the upstream server'];
    return {
      status,
      source: 'gateway',
      bytes: send(response, message(status as number, text as string), exchange.id, exchange, plugins),
    };
  }
}
