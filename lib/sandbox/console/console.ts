import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { DefinitionError } from '../../errors';
import { listen, LOOPBACK } from '../network';
import { type Sandbox } from '../sandbox';
import { failureAnswer, jsonOf, problemAnswer, type ConsoleAnswer } from './answers';
import { Desk } from './desk';
import { ENDPOINTS } from './endpoints';
import { MOST_BODY_BYTES, refusalOf, TOO_LARGE, type GuardRefusal } from './guard';
import { consolePage } from './page';

/** A console that runs. */
export interface SandboxConsole {
  /** Where it is, with the secret of this run behind `#`, which browsers send to nobody. Whoever has it may do everything here. */
  readonly url: string;
  /** Where it is, without the secret: the page opens, and asks for it. */
  readonly origin: string;
  close(): Promise<void>;
}

/** A request comes whole within this, or not at all. */
const ARRIVES_WITHIN_MS = 6_000;

/**
 * Starts the console of a sandbox: a page on a loopback port that shows who may call what, gets tokens, calls routes, and changes keys,
 * clocks, grants and secrets. It answers its own page alone, and to whoever knows the secret of this run.
 *
 * @see docs/sandbox.md, "Console"
 */
export async function startConsole(sandbox: Sandbox): Promise<SandboxConsole> {
  const secret = randomBytes(32).toString('base64url');
  const desk = new Desk(sandbox);
  const places = new Set(Object.keys(ENDPOINTS));
  const page = consolePage();
  const answer = async (request: IncomingMessage): Promise<ConsoleAnswer> => {
    const refusal = refusalOf(request, { port: request.socket.localPort ?? 0, secret, places });
    if (refusal !== undefined) return refused(refusal);
    if (request.url === '/') return page;
    return answerOf(request, desk);
  };
  const options = { requestTimeout: ARRIVES_WITHIN_MS, headersTimeout: ARRIVES_WITHIN_MS / 2, connectionsCheckingInterval: 1_000 };
  const server = createServer(options, (request, response) => {
    void answer(request)
      .catch(failureAnswer)
      .then((ready) => {
        send(request, response, ready);
      });
  });
  const { port, close } = await listen(server);
  const origin = `http://${LOOPBACK}:${String(port)}`;
  return {
    origin,
    url: `${origin}/#${secret}`,
    close: () => {
      desk.close();
      return close();
    },
  };
}

async function answerOf(request: IncomingMessage, desk: Desk): Promise<ConsoleAnswer> {
  const text = await bodyOf(request);
  if (text === undefined) return refused(TOO_LARGE);
  const endpoint = ENDPOINTS[request.url ?? ''];
  if (endpoint === undefined) throw new Error('a place without an endpoint');
  const answer = await endpoint(parsed(text), desk);
  return 'body' in answer ? answer : jsonOf(200, answer.content);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new DefinitionError([{ where: 'body', what: 'is no JSON', fix: 'send an object as JSON', code: 'CONSOLE_INPUT' }]);
  }
}

function refused({ status, where, what, fix, allow }: GuardRefusal): ConsoleAnswer {
  return problemAnswer(status, [{ where, what, fix, code: 'CONSOLE_GUARD' }], allow === undefined ? {} : { allow });
}

/** The body as text; undefined where it is too long. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MOST_BODY_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: ConsoleAnswer): void {
  // What was not read is not waited for: the connection ends with the answer.
  const isWhole = request.complete;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body), ...(!isWhole && { connection: 'close' }) });
  response.end(body);
}
