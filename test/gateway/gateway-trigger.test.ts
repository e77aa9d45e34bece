import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalBackend, TerraformStack, Testing } from 'cdktf';
import type { GatewayTexts } from '../../lib/gateway/gateway-texts';
import { GatewayTrigger } from '../../lib/gateway/gateway-trigger';
import { clientIdMarker, type Bindings, type GatewaySync } from '../../lib/model';
import { guid } from '../entra/organisation';
import { withTerraform, workspace, type Outcome, type Workspace } from '../entra/real-terraform';
import { readStack, type Synthesized } from '../entra/synthesized';

function textsOf(apis: Readonly<Record<string, unknown>>): GatewayTexts {
  return {
    settings: '{"version":"3.14.0.1"}',
    apis: Object.fromEntries(Object.entries(apis).map(([key, api]) => [key, JSON.stringify(api)])),
    file: '',
  };
}

function synthesizeTrigger(texts: GatewayTexts, clientIds: Bindings, sync?: GatewaySync): Synthesized {
  const stack = new TerraformStack(Testing.app({ stackTraces: false }), 'stack');
  new LocalBackend(stack, { path: 'terraform.tfstate' });
  new GatewayTrigger(stack, 'Gateway', { texts, clientIds, ...(sync && { sync }) });
  return readStack(stack);
}

const texts = textsOf({
  orders: { audience: clientIdMarker('orders'), path: '~/a(?<x>[^/]+)${x}%{y}' },
  stock: { peer: clientIdMarker('orders') },
});
const ids = { orders: guid(1), stock: guid(2) };

test('the configuration is carried as one text per API, with the ids it waits for and no others', () => {
  expect(synthesizeTrigger(texts, ids).only('terraform_data')).toEqual({
    triggers_replace: {
      settings: '{"version":"3.14.0.1"}',
      apis: {
        orders: '{"audience":"@@client_id:orders@@","path":"~/a(?<x>[^/]+)\\u0024{x}\\u0025{y}"}',
        stock: '{"peer":"@@client_id:orders@@"}',
      },
      client_ids: { orders: guid(1) },
    },
  });
});

test('a configuration that waits for the id of something that is not registered here is refused', () => {
  expect(() => synthesizeTrigger(texts, {})).toThrow('the gateway waits for the client id of "orders", which is not registered here');
});

/** Runs a command with the ids of a number of registrations, keys as long as can be. */
function deploy(space: Workspace, command: string, registrations: number): Outcome {
  const keys = Array.from({ length: registrations }, (_, index) => `k${String(index).padStart(62, '0')}`);
  const many = textsOf({ orders: keys.map(clientIdMarker) });
  space.configure(
    synthesizeTrigger(many, Object.fromEntries(keys.map((key, index) => [key, guid(index)])), { with: 'deck', command }).json,
  );
  space.terraform('init');
  return space.terraform('apply', '-auto-approve');
}

withTerraform(
  'the ids reach the command whole at 5,000 registrations, in pieces any system takes',
  () => {
    const space = workspace();

    const { ok } = deploy(space, `node -e 'require("fs").writeFileSync("seen.json", JSON.stringify(process.env))'`, 5_000);
    const seen = ok ? (JSON.parse(readFileSync(join(space.folder, 'seen.json'), 'utf8')) as Record<string, string>) : {};
    space.dispose();

    const pieces = Object.entries(seen).filter(([name]) => /^KONG_ENTRA_CLIENT_IDS_\d+$/.test(name));
    expect(pieces).toHaveLength(10);
    expect(Math.max(...pieces.map(([, text]) => text.length))).toBeLessThan(60 * 1024);
    expect(seen['KONG_ENTRA_CLIENT_IDS_COUNT']).toBe('10');
    const received = Object.assign({}, ...pieces.map(([, text]) => JSON.parse(text) as Bindings)) as Bindings;
    expect(Object.keys(received)).toHaveLength(5_000);
    expect(received[`k${'0'.repeat(59)}123`]).toBe(guid(123));
  },
  60_000,
);

withTerraform('the command is that of the environment, with what it is to do, run in the folder of the stack', () => {
  const space = workspace();

  const { ok } = deploy(space, 'echo "${HOME:+home}" %{x} > seen.txt; pwd >> seen.txt; echo', 1);
  const seen = ok ? readFileSync(join(space.folder, 'seen.txt'), 'utf8') : '';
  space.dispose();

  expect(seen).toBe(`home %{x}\n${space.folder}\n`);
});

withTerraform('a command that fails makes the deploy fail, and the next deploy tries again', () => {
  const space = workspace();

  const failed = deploy(space, 'test -e ready &&', 1);
  const again = deploy(space, 'true', 1);
  const settled = deploy(space, 'true', 1);
  space.dispose();

  expect(failed.ok).toBe(false);
  expect(again.text).toContain('Apply complete! Resources: 1 added, 0 changed, 1 destroyed.');
  expect(settled.text).toContain('Apply complete! Resources: 0 added, 0 changed, 0 destroyed.');
});
