import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { accessStacks } from '../../lib/gateway';
import { renderGateway } from '../../lib/kong';
import { readAccess, type AccessModel, type EnvironmentModel } from '../../lib/model';
import { azureadProblems } from '../support/terraform-schema';
import { environment, model, organisation, route, tenantId } from '../entra/organisation';
import { read } from '../entra/synthesized';
import { withAzuread, workspace } from '../entra/real-terraform';

/** Texts of the files a synthesis wrote, by path below `stacks/`. */
function synthesizeFiles(
  of: EnvironmentModel,
  definition: AccessModel = organisation,
  preview?: boolean,
): Readonly<Record<string, string>> {
  const outdir = mkdtempSync(join(tmpdir(), 'kong-entra-'));
  try {
    const app = new App({ outdir, stackTraces: false });
    accessStacks(app, { name: 'shop', model: definition, environment: of, ...(preview !== undefined && { preview }) });
    app.synth();
    const stacks = join(outdir, 'stacks');
    return Object.fromEntries(
      readdirSync(stacks)
        .sort()
        .flatMap((stack) =>
          readdirSync(join(stacks, stack))
            .sort()
            .map((file) => [`${stack}/${file}`, readFileSync(join(stacks, stack, file), 'utf8')]),
        ),
    );
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function json(files: Readonly<Record<string, string>>, path: string): Readonly<Record<string, unknown>> {
  return JSON.parse(files[path] ?? 'null') as Readonly<Record<string, unknown>>;
}

const separate = environment({ consent: 'separate-stack' });

test('a synthesis writes the definition, the gateway and its preview beside the stack', () => {
  expect(Object.keys(synthesizeFiles(environment()))).toEqual([
    'shop-dev/access.json',
    'shop-dev/cdk.tf.json',
    'shop-dev/gateway.json',
    'shop-dev/kong.preview.yaml',
    'shop-dev/lint.json',
  ]);
});

test('the preview can be left out', () => {
  expect(Object.keys(synthesizeFiles(environment(), organisation, false))).not.toContain('shop-dev/kong.preview.yaml');
});

test('consents in a stack of their own have a state of their own, and the other stack is deployed first', () => {
  const files = synthesizeFiles(separate);

  expect(Object.keys(files)).toEqual([
    'shop-dev/access.json',
    'shop-dev/cdk.tf.json',
    'shop-dev/gateway.json',
    'shop-dev/kong.preview.yaml',
    'shop-dev/lint.json',
    'shop-dev-consents/cdk.tf.json',
  ]);
  const consents = json(files, 'shop-dev-consents/cdk.tf.json');
  expect(consents['terraform']).toMatchObject({ backend: { local: { path: '../../../shop-dev-consents.tfstate' } } });
  expect(consents['data']).toMatchObject({
    terraform_remote_state: { 'cross-stack-reference-input-shop-dev': { backend: 'local', config: { path: '../../../shop-dev.tfstate' } } },
  });
  expect(azureadProblems(consents)).toEqual([]);
});

test('every stack can only be deployed to the tenant of its environment, in its cloud, and says nothing of how to sign in', () => {
  const files = synthesizeFiles({ ...separate, cloud: 'china' });

  for (const stack of ['shop-dev', 'shop-dev-consents']) {
    expect(json(files, `${stack}/cdk.tf.json`)['provider']).toEqual({ azuread: [{ tenant_id: tenantId, environment: 'china' }] });
  }
});

test('what is written beside a stack says what was deployed', () => {
  const files = synthesizeFiles(environment());

  expect(readAccess(files['shop-dev/access.json'] ?? '')).toEqual({ formatVersion: 1, environment: environment(), model: organisation });
  expect(json(files, 'shop-dev/gateway.json')).toEqual(renderGateway(organisation, environment()));
  expect(files['shop-dev/gateway.json']?.split('\n').filter((line) => line.startsWith('"orders": {'))).toHaveLength(1);
});

test('a synthesis in another folder gives the same bytes', () => {
  const first = synthesizeFiles(separate);
  const home = process.cwd();

  process.chdir(tmpdir());
  const second = synthesizeFiles(separate);
  process.chdir(home);

  expect(second).toEqual(first);
});

test('the ids of every registration are an output by key', () => {
  const terraform = read(json(synthesizeFiles(environment()), 'shop-dev/cdk.tf.json'));

  const application = (name: string): string => `\${azuread_application.${name}.client_id}`;
  expect(terraform.json['output']).toEqual({
    client_ids: {
      value: {
        invoicing: application('invoicing_fee27cc4'),
        orders: application('orders_03d5e290'),
        portal: application('portal_f1c717a1'),
        shop: application('shop_371f46e3'),
        stock: application('stock_989aac03'),
        till: application('till_116c8703'),
      },
    },
  });
});

test('what environment and gateway make impossible is told together, before anything is made', () => {
  const broken = model({ ...organisation, routes: [...organisation.routes, route('orders', 'again', { path: '/orders/list' })] });
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'kong-entra-')) });

  const deploy = (): unknown => accessStacks(app, { name: 'shop', model: broken, environment: environment({ groups: {} }) });

  expect(deploy).toThrow(/order-managers[^]*ROUTE_OVERLAP/);
});

withAzuread()('the provider itself accepts the stacks of every consent mode', () => {
  const requestable = { ...organisation, grants: organisation.grants.filter(({ caller }) => !['nightly', 'partner'].includes(caller)) };
  const stacks = [environment({ protected: true }), separate, environment({ consent: 'request-only' })].flatMap((of) => {
    const files = synthesizeFiles(of, of.consent === 'request-only' ? requestable : organisation, false);
    return Object.keys(files)
      .filter((path) => path.endsWith('cdk.tf.json'))
      .map((path) => json(files, path));
  });

  const outcomes = stacks.map((stack) => {
    const space = workspace();
    space.configure(stack);
    space.terraform('init');
    const { text } = space.terraform('validate');
    space.dispose();
    return text.trim();
  });

  expect(outcomes).toEqual(Array.from({ length: 4 }, () => 'Success! The configuration is valid.'));
});
