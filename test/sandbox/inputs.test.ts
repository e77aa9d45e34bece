import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SynthOutput } from '../../lib/review';
import { readDeployment } from '../../lib/sandbox/stacks';
import { TerraformWorkspace } from '../../lib/sandbox/terraform';
import { copyOf } from '../../lib/sandbox/terraform/stack-copy';
import { type TerraformStackState } from '../../lib/terraform';
import { withTerraform } from '../entra/real-terraform';
import { guid } from '../support/organisation';
import { edited, shop } from '../support/review-shop';
import { deploymentIn, startAndEnd, within } from '../support/sandbox';

test.each<readonly [string, string, readonly string[], unknown]>([
  ['SANDBOX_STACK', 'cdk.tf.json', ['resource', 'azuread_group', 'x'], { display_name: 'x' }],
  ['SANDBOX_STACK', 'cdk.tf.json', ['resource', 'azuread_application', 'billing_081fd692', 'logo_image'], 'x'],
  ['SANDBOX_STACK', 'cdk.tf.json', ['resource', 'azuread_application', 'billing_081fd692', 'display_name'], '${upper("x")}'],
  ['SANDBOX_STACK', 'cdk.tf.json', ['resource', 'azuread_application', 'billing_081fd692', 'owners'], 'a text'],
  [
    'SANDBOX_STACK',
    'cdk.tf.json',
    ['resource', 'azuread_application', 'billing_081fd692', 'owners'],
    ['99999999-9999-4999-8999-999999999999'],
  ],
  ['SANDBOX_STACK', 'cdk.tf.json', ['resource', 'azuread_application', 'billing_081fd692', 'for_each'], { a: 1 }],
  ['SANDBOX_GATEWAY', 'gateway.json', ['apis', 'orders', 'service', 'plugins', 'bot-detection'], {}],
  ['SANDBOX_GATEWAY', 'gateway.json', ['pluginDefaults', 'openid-connect', 'issuer'], 'nonsense'],
  ['SANDBOX_GATEWAY', 'gateway.json', ['apis', 'orders', 'service', 'routes', 'orders.browse', 'hosts'], ['no host']],
  ['SANDBOX_GATEWAY', 'gateway.json', ['pluginDefaults', 'openid-connect', 'domains'], ['example.com']],
  ['SANDBOX_GATEWAY', 'gateway.json', ['pluginDefaults', 'prometheus', 'status_code_metrics'], undefined],
  ['SANDBOX_GATEWAY', 'gateway.json', ['pluginDefaults', 'correlation-id', 'generator'], undefined],
])('what is not made or not enforced is refused: %s, %s %s', async (code, file, path, value) => {
  await expect(startAndEnd(deploymentIn(edited(shop(), file, path, value)))).rejects.toMatchObject({
    problems: expect.arrayContaining([expect.objectContaining({ code })]) as unknown,
  });
});

test.each(['upstreams', 'vaults', 'certificates', 'consumer_groups'])(
  'a Kong file with %s is refused, naming them [SANDBOX_GATEWAY]',
  async (kind) => {
    await within(deploymentIn(shop()), ({ gateway }) => {
      const name = { upstreams: 'orders.internal', vaults: 'env', certificates: '', consumer_groups: 'gold' }[kind];
      const one = kind === 'vaults' ? { name, prefix: 'mine' } : kind === 'certificates' ? { cert: 'x', key: 'x' } : { name };
      const text = JSON.stringify({ _format_version: '3.0', services: [], [kind]: [one] });

      expect(() => {
        gateway.load(text, 'kong.json');
      }).toThrow(new RegExp(kind));
      return Promise.resolve();
    });
  },
);

test('a plugin that stands twice at one place is refused, naming it [SANDBOX_GATEWAY]', async () => {
  await within(deploymentIn(shop()), ({ gateway }) => {
    const plugin = { id: guid(1), name: 'request-termination', config: { status_code: 403, message: 'Forbidden' } };
    const route = {
      name: 'closed',
      paths: ['~/closed$'],
      plugins: [plugin, { ...plugin, id: guid(2), config: { status_code: 401, message: 'No' } }],
    };

    expect(() => {
      gateway.load(JSON.stringify({ _format_version: '3.0', routes: [route] }), 'kong.json');
    }).toThrow('kong.json plugin request-termination of route closed: stands there twice');
    return Promise.resolve();
  });
});

test('the folder of a stack is as good as the one that was synthesized into', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kong-entra-'));
  try {
    for (const { name, files } of shop().stacks) {
      mkdirSync(join(folder, 'stacks', name), { recursive: true });
      for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, 'stacks', name, file), text);
    }
    const whole = readDeployment(folder);

    expect(readDeployment(join(folder, 'stacks', whole.name))).toEqual(whole);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** A stack that has a value of its own, and reads the states of others. */
function stackReading(name: string, ...states: readonly string[]): SynthOutput['stacks'][number] {
  const data = Object.fromEntries(states.map((state) => [`cross-stack-reference-input-${state}`, { backend: 'local', config: {} }]));
  return { name, files: { 'cdk.tf.json': JSON.stringify({ data: { terraform_remote_state: data } }) } };
}

test('with a deployment come the stacks that read its state, those that read theirs, and those that they need; each after what it reads', () => {
  const output = shop();
  const more = [
    stackReading('a-last', 'c-reader', 'b-needed'),
    stackReading('b-needed'),
    stackReading('c-reader', 'shop-test'),
    stackReading('d-other', 'b-needed'),
    stackReading('e-stranger'),
  ];
  const { stacks } = deploymentIn({ ...output, stacks: [...more, ...output.stacks] });
  const own = output.stacks.map(({ name }) => name);

  expect(stacks.map(({ name }) => name).filter((name) => !own.includes(name))).toEqual(['c-reader', 'b-needed', 'a-last']);
  expect(stacks.map(({ name }) => name)).toEqual(expect.arrayContaining([...own]));
  expect(stacks.findIndex(({ name }) => name === 'shop-test')).toBeLessThan(stacks.findIndex(({ name }) => name === 'c-reader'));
});

test('a stack that is not there is refused [SANDBOX_INPUT]', () => {
  expect(() => deploymentIn(shop(), 'nowhere')).toThrow('[SANDBOX_INPUT]');
});

const COMMAND = { 'local-exec': { command: 'echo never' } };

test('of a stack terraform gets its registrations, and nothing that runs or reaches anything else', () => {
  const provider = {
    tenant_id: 'x',
    environment: 'global',
    alias: 'b',
    metadata_host: 'elsewhere.example',
    client_id: 'x',
    client_secret: 'x',
  };
  const content = {
    terraform: {
      required_providers: { azuread: { source: 'hashicorp/azuread' } },
      cloud: { hostname: 'elsewhere.example' },
      backend: { remote: {} },
    },
    provider: { azuread: provider },
    resource: { terraform_data: { one: { input: 1, provisioner: [COMMAND] }, two: [{ input: 2, provisioner: COMMAND, connection: {} }] } },
    data: {
      terraform_remote_state: { 'cross-stack-reference-input-a': [{ backend: 'http', config: { address: 'https://elsewhere.example' } }] },
    },
  };
  const copy = copyOf({ name: 'a', content } as unknown as TerraformStackState);

  expect(copy).toEqual({
    terraform: { required_providers: { azuread: { source: 'hashicorp/azuread' } }, backend: { local: { path: 'terraform.tfstate' } } },
    provider: { azuread: [{ tenant_id: 'x', environment: 'global', alias: 'b' }] },
    resource: { terraform_data: { one: { input: 1 }, two: [{ input: 2 }] } },
    data: {
      terraform_remote_state: { 'cross-stack-reference-input-a': [{ backend: 'local', config: { path: '../a/terraform.tfstate' } }] },
    },
  });
});

test.each([
  [{ resource: { null_resource: {} } }, 'has resource null_resource'],
  [{ data: { http: {} } }, 'has data http'],
  [{ data: { external: {} } }, 'has data external'],
  [{ provider: { random: [{}] } }, 'has provider random'],
  [{ terraform: { required_providers: { azuread: { source: 'elsewhere/azuread' } } } }, 'has required provider azuread'],
])('what another provider would run is refused: %j [SANDBOX_STACK]', (content, what) => {
  expect(() => copyOf({ name: 'a', content } as unknown as TerraformStackState)).toThrow(what);
});

test.each(['module', 'locals', 'ephemeral', 'check'])(
  'a stack with a block of the kind %s is refused, whoever applies it [SANDBOX_STACK]',
  (kind) => {
    expect(() => deploymentIn(edited(shop(), 'cdk.tf.json', [kind], {}))).toThrow(`has a block that the sandbox does not read: "${kind}"`);
  },
);

test('a stack without a file of the deployment is refused with the name of the file [SANDBOX_INPUT]', () => {
  const { stacks, ...output } = shop();
  const without = stacks.map(({ name, files: { 'gateway.json': _, ...files } }) => ({ name, files }) as (typeof stacks)[number]);

  expect(() => deploymentIn({ ...output, stacks: without }, 'shop-test')).toThrow('holds a stack shop-test without gateway.json');
});

test('a deployment without a route is refused as that [SANDBOX_INPUT]', async () => {
  await expect(startAndEnd(deploymentIn(edited(shop(), 'gateway.json', ['apis'], {})))).rejects.toThrow(
    'shop-test: has no route that anybody could call\n  fix: declare one [SANDBOX_INPUT]',
  );
});

test('a client that is not there is refused with everybody who is [SANDBOX_INPUT]', async () => {
  await within(deploymentIn(shop()), async (sandbox) => {
    await expect(sandbox.token({ client: 'nobody', api: 'orders' })).rejects.toThrow(/take one of billing, orders, partner, portal, robot/);
  });
});

test.each([NaN, Infinity, -1e12, 1e12])('a clock is not put forward by %s seconds', async (seconds) => {
  await within(deploymentIn(shop()), async (sandbox) => {
    const before = sandbox.clock.seconds();

    expect(() => {
      sandbox.clock.advance(seconds);
    }).toThrow(RangeError);
    expect(sandbox.clock.seconds() - before).toBeLessThan(60);
    expect(await sandbox.token({ client: 'billing', api: 'orders' })).toHaveProperty('accessToken');
  });
});

withTerraform('what terraform refuses is told in its words [SANDBOX_TERRAFORM]', async () => {
  const deployment = deploymentIn(shop());
  await within(deployment, async ({ entra }) => {
    const workspace = new TerraformWorkspace(entra, deployment);
    const [stack] = deployment.stacks;
    if (stack === undefined) throw new Error('no stack');
    const broken = {
      ...stack,
      content: { ...stack.content, resource: { terraform_data: { x: { nonsense: true } } }, data: {}, output: {} },
    };

    await expect(workspace.apply([broken])).rejects.toThrow(/terraform (?:init|apply) ended with 1: .*\[SANDBOX_TERRAFORM\]/s);
    workspace.remove();
  });
});

test('a version with another upstream is refused, and the one before is served on', async () => {
  await within(deploymentIn(shop()), async (sandbox) => {
    const elsewhere = deploymentIn(edited(shop(), 'gateway.json', ['apis', 'orders', 'service', 'host'], 'other.internal'));

    expect(() => {
      sandbox.serve(elsewhere, { client_ids: sandbox.clientIds });
    }).toThrow('has a new upstream: other.internal');
    expect(sandbox.gateway.entities().services.map(({ host }) => host)).toEqual(['orders.internal']);
  });
});
