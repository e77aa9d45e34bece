import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { bind, toDocument, writeDocument, type KongDocument } from '../../lib/kong';
import { type Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { loadInto, runMatrix, type KongAddresses } from '../support/kong-driver';
import { testWith } from '../support/required';
import { synthesizedDeployment, within } from '../support/sandbox';

const deployment = synthesizedDeployment(organisation, dev);

function fileOf({ deployment: { template }, clientIds }: Sandbox): KongDocument {
  return bind(toDocument(template, 'db-less'), clientIds).document;
}

/** The part of Kong's Admin API that the driver speaks, in front of the embedded gateway. */
async function withAdminApi(sandbox: Sandbox, run: (addresses: KongAddresses) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.once('end', () => {
      try {
        if (`${request.method ?? ''} ${request.url ?? ''}` !== 'POST /config') throw new Error('not found');
        const { config } = JSON.parse(Buffer.concat(pieces).toString()) as { readonly config: string };
        sandbox.gateway.load(config, 'kong.yaml');
        response.writeHead(201).end('{}');
      } catch (error) {
        response.writeHead(400).end(JSON.stringify({ message: String(error) }));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await run({ admin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, proxy: sandbox.urls.gateway });
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

test('what drives a real Kong is right: by it the embedded gateway is loaded, called, and found to do as predicted', async () => {
  await within(deployment, async (sandbox) => {
    await withAdminApi(sandbox, async (addresses) => {
      await loadInto(addresses, writeDocument(fileOf(sandbox), 'yaml'));
      const { wrong, calls, letIn } = await runMatrix(addresses, sandbox, () => {
        sandbox.gateway.resetLimits();
      });

      expect([wrong, calls > 300, letIn > 50]).toEqual([[], true, true]);
    });
  });
});

test('it finds a gateway that lets in others, and says what a gateway says that takes no file', async () => {
  await within(deployment, async (sandbox) => {
    await withAdminApi(sandbox, async (addresses) => {
      const weaker = writeDocument(fileOf(sandbox), 'yaml').replace(/^ *roles_required:\n(?: *- .*\n)+/gm, '');
      await loadInto(addresses, weaker);
      const { wrong } = await runMatrix(addresses, sandbox, () => {
        sandbox.gateway.resetLimits();
      });

      expect(wrong.length).toBeGreaterThan(5);
      await expect(loadInto(addresses, 'nonsense: [')).rejects.toThrow('POST /config answers 400');
    });
  });
});

const { KONG_ENTRA_KONG_ADMIN_URL: admin, KONG_ENTRA_KONG_PROXY_URL: proxy } = process.env;
const withKong = testWith(
  'kong',
  admin !== undefined && proxy !== undefined,
  'KONG_ENTRA_KONG_ADMIN_URL and KONG_ENTRA_KONG_PROXY_URL name none',
);

/** Lets a port of this machine lead to another, as the names in the file say them. */
function forwarding(from: number, to: number): Promise<Server> {
  const server = createTcpServer((socket) => {
    const other = connect({ host: '127.0.0.1', port: to });
    for (const [one, another] of [
      [socket, other],
      [other, socket],
    ] as const) {
      one.pipe(another);
      one.on('error', () => another.destroy());
    }
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(from, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

withKong(
  'a real Kong lets in whom the matrix lets in, and nobody else',
  async () => {
    await within(deployment, async (sandbox) => {
      const { KONG_ENTRA_KONG_CA_FILE: authority, KONG_ENTRA_KONG_RELOAD: reload } = process.env;
      const services = sandbox.gateway.entities().services;
      const ports = new Map([
        [443, sandbox.entra.listening.port],
        ...services.map(({ host, port, protocol }) => {
          const { securePort, plainPort } = sandbox.entra.hosts.target(host);
          return [port, protocol === 'https' ? securePort : plainPort] as const;
        }),
      ]);
      const forwarders = await Promise.all([...ports].map(([from, to]) => forwarding(from, to)));
      try {
        if (authority !== undefined) writeFileSync(authority, sandbox.certificateAuthority);
        if (reload !== undefined) execFileSync('sh', ['-c', reload]);
        const addresses = { admin: admin ?? '', proxy: proxy ?? '' };
        await loadInto(addresses, writeDocument(fileOf(sandbox), 'yaml'));
        const { wrong, letIn } = await runMatrix(addresses, sandbox);

        expect([wrong, letIn > 50]).toEqual([[], true]);
      } finally {
        for (const one of forwarders) one.close();
      }
    });
  },
  600_000,
);
