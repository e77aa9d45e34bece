import { type ClientRequest, type IncomingMessage } from 'node:http';
import { type TLSSocket } from 'node:tls';
import { type KongService } from '../../kong';
import { type HeaderList } from './header-list';

/** An upstream that did not connect, take the request or answer in time. */
export class UpstreamTimeout extends Error {
  constructor() {
    super('the upstream did not answer in time');
    this.name = 'UpstreamTimeout';
  }
}

/** A caller that did not send its body in time. */
export class CallerTimeout extends Error {
  constructor() {
    super('the caller did not send its body in time');
    this.name = 'CallerTimeout';
  }
}

/** Milliseconds that Kong waits where a service says nothing. */
const USUAL_MS = 60_000;

/** An answer that begins. */
export interface Answering {
  readonly answered: IncomingMessage;
  /** To be told of each piece, as long as there are any. */
  readonly hasMore: () => void;
}

/**
 * The answer to a request that was started, within the times of its service.
 *
 * @throws UpstreamTimeout where connecting takes longer than `connect_timeout`, or nothing comes for `read_timeout`, also between two pieces
 */
export function answerTo(asked: ClientRequest, { connect_timeout: connectMs, read_timeout: readMs }: KongService): Promise<Answering> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let runsFor: number | undefined;
    let isAnswered = false;
    const stop = (): void => {
      clearTimeout(timer);
      timer = undefined;
    };
    const within = (wanted: number | null): void => {
      const milliseconds = wanted ?? USUAL_MS;
      if (timer !== undefined && runsFor === milliseconds) {
        timer.refresh();
        return;
      }
      clearTimeout(timer);
      runsFor = milliseconds;
      timer = setTimeout(() => {
        timer = undefined;
        asked.destroy(new UpstreamTimeout());
      }, milliseconds);
    };
    asked.once('socket', (socket) => {
      if (asked.reusedSocket) return;
      within(connectMs);
      socket.once('encrypted' in socket ? 'secureConnect' : 'connect', () => {
        // The request may be out already.
        if (asked.writableFinished) within(readMs);
        else stop();
      });
    });
    asked.once('finish', () => {
      const { socket } = asked;
      if (socket !== null && !isConnecting(socket as TLSSocket)) within(readMs);
    });
    asked.once('response', (answered) => {
      isAnswered = true;
      // Nothing is read while the caller reads nothing: then nobody waits for the upstream.
      answered.on('pause', stop);
      answered.on('resume', () => {
        within(readMs);
      });
      resolve({
        answered,
        hasMore: () => {
          within(readMs);
        },
      });
    });
    asked.once('upgrade', (_answer, socket) => {
      socket.destroy();
    });
    asked.on('error', reject);
    asked.once('close', () => {
      stop();
      // An error takes the stack along, which costs time where nobody hears of it.
      if (!isAnswered) reject(new Error('the upstream closed without an answer'));
    });
  });
}

function isConnecting(socket: TLSSocket): boolean {
  return socket.connecting || (socket.encrypted && socket.getProtocol() === null);
}

/**
 * Hands the body of a request on.
 *
 * @param bodyMs Milliseconds that the caller may take between two pieces
 * @throws CallerTimeout where it takes longer; UpstreamTimeout where the upstream takes nothing for `write_timeout`
 */
export function sendBody(request: IncomingMessage, asked: ClientRequest, bodyMs: number, service: KongService): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = (error: Error): void => {
      reject(error);
      asked.destroy(error);
    };
    let timer: NodeJS.Timeout | undefined;
    const within = (milliseconds: number, error: () => Error): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        late(error());
      }, milliseconds);
    };
    const waitForCaller = (): void => {
      within(bodyMs, () => new CallerTimeout());
    };
    waitForCaller();
    request.on('data', (piece: Buffer) => {
      if (asked.destroyed) return;
      if (asked.write(piece)) {
        waitForCaller();
        return;
      }
      request.pause();
      within(service.write_timeout ?? USUAL_MS, () => new UpstreamTimeout());
      asked.once('drain', () => {
        waitForCaller();
        request.resume();
      });
    });
    request.once('end', () => {
      clearTimeout(timer);
      asked.end();
      resolve();
    });
    request.once('close', () => {
      if (!request.complete) late(new Error('the caller broke off'));
    });
    asked.once('close', () => {
      clearTimeout(timer);
      request.resume();
      resolve();
    });
  });
}

/** Whether a request says that a body follows. */
export function hasBody(received: HeaderList): boolean {
  return received.get('transfer-encoding') !== undefined || (received.get('content-length') ?? '0') !== '0';
}
