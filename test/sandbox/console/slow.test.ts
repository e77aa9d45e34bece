import { connect } from 'node:net';
import { dev } from '../../../stacks/environments/dev';
import { organisation } from '../../../stacks/organisation';
import { secretOf, withConsole } from '../../support/console';
import { synthesizedDeployment } from '../../support/sandbox';

test('a connection that says nothing, or never ends what it says, is ended', async () => {
  await withConsole(synthesizedDeployment(organisation, dev), async (console) => {
    const { host, port } = new URL(console.origin);
    const ended = (text: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(text));
        let heard = '';
        socket.setTimeout(15_000, () => socket.destroy());
        socket.on('data', (chunk) => (heard += chunk.toString()));
        socket.on('error', () => undefined);
        socket.on('close', () => {
          resolve(heard);
        });
      });
    const answers = await Promise.all([
      ended(`POST /api/keys HTTP/1.1\r\nHost: ${host}\r\n`),
      ended(
        `POST /api/keys HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${secretOf(console)}\r\nContent-Type: application/json\r\nContent-Length: 21\r\n\r\n{"action"`,
      ),
      ended('nonsense\r\n\r\n'),
      ended(`GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
    ]);

    expect(answers.map((text) => /^HTTP\/1\.1 (\d+)/.exec(text)?.[1])).toEqual(['408', '408', '400', '431']);
  });
});
