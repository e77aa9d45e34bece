import { once } from 'node:events';
import { type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { answers, HOST, OK, untilClosed, withUpstream, type WithUpstream } from '../support/own-upstream';

const SECOND = `POST /orders/7/approve HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 0\r\n\r\n`;

/** Requests as an upstream reads them that goes by the book. */
function requestsIn(text: string): readonly { readonly line: string; readonly body: string }[] {
  const requests: { line: string; body: string }[] = [];
  let rest = text;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return [...requests, { line: 'cut off', body: rest }];
    const [line = '', ...lines] = rest.slice(0, end).split('\r\n');
    const fields = lines.map((one) => one.toLowerCase().split(/:\s*/, 2));
    rest = rest.slice(end + 4);
    const value = (name: string): string | undefined => fields.find(([one]) => one === name)?.[1];
    let body = '';
    if (value('transfer-encoding') === 'chunked') {
      for (;;) {
        const [size = ''] = rest.split('\r\n', 1);
        const length = Number.parseInt(size, 16);
        body += rest.slice(size.length + 2, size.length + 2 + length);
        rest = rest.slice(size.length + 2 + length + 2);
        if (!(length > 0)) break;
      }
    } else {
      const length = Number(value('content-length') ?? '0');
      body = rest.slice(0, length);
      rest = rest.slice(length);
    }
    requests.push({ line, body });
  }
  return requests;
}

async function sent({ connect }: WithUpstream, text: string): Promise<string> {
  const socket = await connect();
  const all = untilClosed(socket);
  socket.write(text, 'latin1');
  // What comes after an answer comes soon; where none comes, the machine may only be slow.
  await Promise.race([once(socket, 'data'), pause(3_000, undefined, { ref: false })]);
  await pause(150);
  socket.end();
  return all;
}

const always = (socket: Socket, all: string): void => {
  // Whatever the upstream takes it for: one answer for each piece that ends somehow.
  if (all.endsWith('\r\n\r\n') || all.endsWith('x')) socket.write(OK);
};

const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`;

test.each(['GET', 'DELETE', 'OPTIONS', 'HEAD', 'POST'])('a body of a %s is never another request at the upstream', async (method) => {
  await withUpstream(always, async (context) => {
    const { token, received } = context;
    const first = `${method} /orders HTTP/1.1\r\nHost: ${HOST}\r\nAuthorization: Bearer ${token}\r\n`;
    await sent(context, `${first}Transfer-Encoding: chunked\r\n\r\n${chunk(SECOND)}`);
    await sent(context, `${first}Content-Length: ${String(SECOND.length)}\r\n\r\n${SECOND}`);
    const lines = received.flatMap(requestsIn).map(({ line }) => line);

    expect(lines.filter((line) => line !== `${method} /orders HTTP/1.1`)).toEqual([]);
    if (method === 'GET' || method === 'POST') {
      expect(received.flatMap(requestsIn)).toEqual(Array.from({ length: 2 }, () => ({ line: `${method} /orders HTTP/1.1`, body: SECOND })));
    }
  });
});

/** Headers, and what follows them, of requests whose end is not the same to everybody. */
const SHAPES: Readonly<Record<string, readonly [string, string]>> = {
  'a length and chunks': [`Content-Length: 4\r\nTransfer-Encoding: chunked`, `0\r\n\r\n${SECOND}`],
  'chunks and a length': [`Transfer-Encoding: chunked\r\nContent-Length: 4`, `0\r\n\r\n${SECOND}`],
  'two encodings': ['Transfer-Encoding: chunked\r\nTransfer-Encoding: identity', `0\r\n\r\n${SECOND}`],
  'an encoding that is chunked among others': ['Transfer-Encoding: chunked, identity', `0\r\n\r\n${SECOND}`],
  'an encoding that is only like chunked': ['Transfer-Encoding: xchunked', `0\r\n\r\n${SECOND}`],
  'an encoding after a tab': ['Transfer-Encoding:\tchunked\r\nContent-Length: 5', `0\r\n\r\n${SECOND}`],
  'a space before the colon': ['Transfer-Encoding : chunked\r\nContent-Length: 5', `0\r\n\r\n${SECOND}`],
  'a folded encoding': ['Transfer-Encoding:\r\n chunked\r\nContent-Length: 5', `0\r\n\r\n${SECOND}`],
  'a folded header': ['X-Folded: a\r\n Transfer-Encoding: chunked', `0\r\n\r\n${SECOND}`],
  'two lengths': [`Content-Length: 0\r\nContent-Length: ${String(SECOND.length)}`, SECOND],
  'two lengths in one': ['Content-Length: 0, 5', SECOND],
  'a length with a sign': ['Content-Length: +5', `12345${SECOND}`],
  'a length in hexadecimal': ['Content-Length: 0x5', `12345${SECOND}`],
  'a length below nothing': ['Content-Length: -1', SECOND],
  'lines that end in a line feed': ['X-A: b\nTransfer-Encoding: chunked', `0\r\n\r\n${SECOND}`],
  'lines that end in a carriage return': ['X-A: b\rTransfer-Encoding: chunked', `0\r\n\r\n${SECOND}`],
  'a chunk of a size with a sign': ['Transfer-Encoding: chunked', `-1\r\n\r\n${SECOND}`],
  'a chunk of a size with a space': ['Transfer-Encoding: chunked', `0 1\r\n\r\n${SECOND}`],
  'a chunk of a size too large': ['Transfer-Encoding: chunked', `ffffffffffffffff1\r\n\r\n${SECOND}`],
  'a chunk that is longer than it says': ['Transfer-Encoding: chunked', `1\r\nab\r\n0\r\n\r\n${SECOND}`],
  'an extension of a chunk with a line feed': ['Transfer-Encoding: chunked', `1;a\nb\r\nx\r\n0\r\n\r\n${SECOND}`],
  'a trailer that says a length': ['Transfer-Encoding: chunked', `0\r\nContent-Length: 50\r\n\r\n${SECOND}`],
};

test.each(Object.entries(SHAPES))('%s: nothing reaches the upstream but what was decided on', async (_what, [lines, rest]) => {
  await withUpstream(always, async (context) => {
    const { token, received, sandbox } = context;
    const first = `POST /orders HTTP/1.1\r\nHost: ${HOST}\r\nAuthorization: Bearer ${token}\r\n`;
    await sent(context, `${first}${lines}\r\n\r\n${rest}`);
    const requests = received.flatMap(requestsIn).filter(({ line }) => line !== 'cut off');

    // The second one has no token: wherever it begins, it is let in by nobody.
    expect(requests.filter(({ line }) => line !== 'POST /orders HTTP/1.1')).toEqual([]);
    expect(requests.length).toBeLessThanOrEqual(1);
    expect(await sandbox.call({ host: HOST, path: '/orders', token })).toMatchObject({ status: 200 });
  });
});

test('who waits for leave to send a body gets it from the gateway, and the upstream is not asked for it', async () => {
  await withUpstream(always, async (context) => {
    const { token, received, connect } = context;
    const head = `POST /orders HTTP/1.1\r\nHost: ${HOST}\r\nAuthorization: Bearer ${token}\r\nExpect: 100-continue\r\n`;
    const socket = await connect();
    let heard = '';
    socket.on('data', (piece) => (heard += piece.toString('latin1')));
    socket.write(`${head}Content-Length: 2\r\nConnection: close\r\n\r\n`);
    await pause(150);
    const before = heard;
    socket.write('xx');
    await new Promise((resolve) => socket.once('close', resolve));

    expect([before, heard]).toEqual([expect.stringMatching(/^HTTP\/1\.1 100 Continue\r\n/), expect.stringContaining('HTTP/1.1 200 OK')]);
    expect(received.join('')).not.toMatch(/expect:/i);
    // A body that would be refused is refused before it is sent, too.
    expect(await sent(context, head.replace(token, 'a.b.c') + 'Content-Length: 2\r\n\r\n')).toContain('401 Unauthorized');
  });
});

test('requests that come at once over one connection are decided on one by one', async () => {
  await withUpstream(answers(OK), async (context) => {
    const { token, received } = context;
    const get = (path: string, own = ''): string => `GET ${path} HTTP/1.1\r\nHost: ${HOST}\r\n${own}\r\n`;
    const authorization = `Authorization: Bearer ${token}\r\n`;
    const answer = await sent(context, [get('/orders', authorization), get('/orders'), get('/orders/7', authorization)].join(''));

    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 401', 'HTTP/1.1 200']);
    expect(received.flatMap(requestsIn).map(({ line }) => line)).toEqual(['GET /orders HTTP/1.1', 'GET /orders/7 HTTP/1.1']);
  });
});
