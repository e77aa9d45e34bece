import { spawn } from 'node:child_process';
import { connect as connectTcp, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Sandbox } from '../../lib/sandbox';
import { answers, HOST, OK, untilClosed, withUpstream, withUpstreamAt } from '../support/own-upstream';

const head = (token: string, lines: readonly string[], line = 'POST /orders HTTP/1.1'): string =>
  [line, `Host: ${HOST}`, `Authorization: Bearer ${token}`, ...lines, '', ''].join('\r\n');

/** Answers once a body of eight bytes is there. */
const whenWhole = (socket: Socket, all: string): void => {
  if (all.endsWith('12345678')) socket.write(OK);
};

function get(sandbox: Sandbox, token: string): Promise<{ readonly status: number; readonly body: string }> {
  return sandbox.call({ host: HOST, path: '/orders', token });
}

test('a body that comes byte by byte comes whole', async () => {
  await withUpstream(whenWhole, async ({ token, received, connect }) => {
    const socket = await connect();
    socket.write(head(token, ['Content-Length: 8', 'Connection: close']));
    for (const byte of '12345678') {
      socket.write(byte);
      await pause(20);
    }

    expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(received[0]).toMatch(/\r\nContent-Length: 8\r\n.*\r\n\r\n12345678$/is);
  });
});

test('callers that never finish are told so and let go, and hold nobody else up', async () => {
  await withUpstream(answers(OK), async ({ sandbox, token, connect }) => {
    sandbox.gateway.callerTimes.bodyMs = 700;
    const slow = await Promise.all(Array.from({ length: 300 }, connect));
    for (const [at, socket] of slow.entries()) {
      // A chunk that never ends, and a length that is never reached.
      socket.write(head(token, [at % 2 === 0 ? 'Content-Length: 8' : 'Transfer-Encoding: chunked']) + (at % 2 === 0 ? '1' : '8\r\n1'));
    }
    const meanwhile = await Promise.all(Array.from({ length: 20 }, () => get(sandbox, token)));
    const ends = await Promise.all(slow.map(untilClosed));

    expect(new Set(meanwhile.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(ends.map((text) => text.split('\r\n')[0]))).toEqual(new Set(['HTTP/1.1 408 Request Timeout']));
  });
}, 30_000);

test('a caller whose body trickles is not let go as long as it goes on', async () => {
  await withUpstream(whenWhole, async ({ sandbox, token, connect }) => {
    sandbox.gateway.callerTimes.bodyMs = 250;
    const socket = await connect();
    socket.write(head(token, ['Content-Length: 8', 'Connection: close']));
    for (const byte of '12345678') {
      socket.write(byte);
      await pause(90);
    }

    expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });
});

test('a body that was refused already is not read for ever', async () => {
  await withUpstream(answers(OK), async ({ sandbox, connect, received }) => {
    sandbox.gateway.callerTimes.lingerMs = 200;
    const socket = await connect();
    socket.write(head('a.b.c', ['Content-Length: 1000000']));
    const timer = setInterval(() => socket.write('1'), 20);
    const answer = await untilClosed(socket);
    clearInterval(timer);

    expect(answer).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
    expect(received).toEqual([]);
  });
});

test('callers that say nothing after they connect, or half of a header, hold nobody up', async () => {
  await withUpstream(answers(OK), async ({ sandbox, token, connect }) => {
    const silent = await Promise.all(Array.from({ length: 200 }, connect));
    for (const socket of silent.slice(100)) socket.write('GET /orders HTTP/1.1\r\nHost: ');

    expect(await get(sandbox, token)).toMatchObject({ status: 200, body: 'ok' });
  });
}, 30_000);

test.each<readonly [string, (socket: Socket, all: string) => void, Readonly<Record<string, unknown>>, number]>([
  ['never answers', () => undefined, { read_timeout: 200 }, 504],
  ['closes without an answer', (socket) => socket.destroy(), {}, 502],
  ['answers nonsense', answers('nonsense\r\n\r\n'), {}, 502],
  ['wants another protocol', answers('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'), {}, 502],
  ['says its length twice', answers('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok'), {}, 502],
])('an upstream that %s is answered for by the gateway', async (_what, upstream, service, status) => {
  await withUpstream(
    upstream,
    async ({ sandbox, token }) => {
      expect(await get(sandbox, token)).toMatchObject({ status, observed: { ended: { source: 'gateway', status } } });
    },
    { retries: 0, ...service },
  );
});

test('an answer that stops half way is broken off, and one that only takes long is not', async () => {
  const begins = (socket: Socket, all: string): void => {
    if (!all.endsWith('\r\n\r\n')) return;
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n1234');
    if (all.includes('x-slow')) for (const at of [1, 2, 3, 4]) setTimeout(() => socket.write('5'), at * 150);
  };
  await withUpstream(
    begins,
    async ({ sandbox, token }) => {
      await expect(get(sandbox, token)).rejects.toThrow(/aborted|hang up/);
      const { body } = await sandbox.call({ host: HOST, path: '/orders', token, headers: [['x-slow', '1']] });

      expect(body).toBe('12345555');
    },
    { read_timeout: 300 },
  );
});

test('an upstream that takes no body is given up after write_timeout', async () => {
  await withUpstream(
    (socket) => socket.pause(),
    async ({ sandbox, token }) => {
      const body = 'x'.repeat(16 * 1024 * 1024);

      expect(await sandbox.call({ method: 'POST', host: HOST, path: '/orders', token, body })).toMatchObject({ status: 504 });
    },
    { write_timeout: 300 },
  );
}, 30_000);

test('an upstream that does not take connections is given up after connect_timeout', async () => {
  const listens = `require('node:net').createServer().listen({port:0,host:'127.0.0.1',backlog:1},function(){console.log(this.address().port)})`;
  const child = spawn(process.execPath, ['-e', listens], { stdio: ['ignore', 'pipe', 'inherit'] });
  const waiting: Socket[] = [];
  try {
    const port = Number(await new Promise((resolve) => child.stdout.once('data', resolve)));
    // Stopped it accepts nobody; what waits to be accepted fills up, and who comes then is not answered at all.
    child.kill('SIGSTOP');
    for (let at = 0; at < 8; at++) waiting.push(connectTcp({ host: '127.0.0.1', port }).on('error', () => undefined));
    await pause(300);
    await withUpstreamAt(
      port,
      async ({ sandbox, token }) => {
        const started = performance.now();
        const { status } = await get(sandbox, token);

        expect([status, performance.now() - started < 5_000]).toEqual([504, true]);
      },
      { connect_timeout: 300 },
    );
  } finally {
    for (const socket of waiting) socket.destroy();
    child.kill('SIGKILL');
  }
}, 30_000);
