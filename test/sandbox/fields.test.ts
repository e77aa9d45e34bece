import { bind, toDocument } from '../../lib/kong';
import { Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { synthesizedDeployment } from '../support/sandbox';

interface Plugin {
  readonly name: string;
  readonly config: Record<string, unknown>;
}
interface Owner extends Record<string, unknown> {
  readonly plugins?: readonly Plugin[];
  readonly routes?: readonly Owner[];
}
interface File extends Owner {
  readonly services: readonly Owner[];
}

const deployment = synthesizedDeployment(organisation, dev);

function fileOf({ clientIds }: Sandbox): File {
  return structuredClone(bind(toDocument(deployment.template, 'db-less'), clientIds).document) as unknown as File;
}

function pluginsIn({ plugins = [], routes = [] }: Owner): readonly Plugin[] {
  return [...plugins, ...routes.flatMap(pluginsIn)];
}

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await Sandbox.start(deployment);
});
afterAll(() => sandbox.close());

function refusal(change: (file: File) => void): string {
  const file = fileOf(sandbox);
  change(file);
  try {
    sandbox.gateway.load(JSON.stringify(file), 'kong.json');
    return 'nothing';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

test('the file itself is served', () => {
  expect(refusal(() => undefined)).toBe('nothing');
});

const VAULT = '{vault://env/issuer}';

test.each<readonly [plugin: string, field: string, value: unknown]>([
  ['openid-connect', 'verify_claims', null],
  ['openid-connect', 'verify_signature', null],
  ['openid-connect', 'verify_signature', false],
  ['openid-connect', 'issuer', VAULT],
  ['openid-connect', 'issuers_allowed', [VAULT]],
  ['openid-connect', 'issuers_allowed', []],
  ['openid-connect', 'bearer_token_param_type', []],
  ['openid-connect', 'bearer_token_param_type', ['cookie']],
  ['openid-connect', 'bearer_token_param_type', ['header', 'query']],
  ['openid-connect', 'leeway', -5],
  ['openid-connect', 'leeway', 0.5],
  ['openid-connect', 'leeway', '60'],
  ['openid-connect', 'audience_required', null],
  ['openid-connect', 'roles_required', [' ']],
  ['openid-connect', 'roles_required', []],
  ['openid-connect', 'upstream_headers_claims', ['azp']],
  ['openid-connect', 'upstream_headers', [{ header: 'x y', path: ['azp'] }]],
  ['ip-restriction', 'allow', null],
  ['ip-restriction', 'allow', ['10.0.0.0/64']],
  ['ip-restriction', 'status', 99],
  ['request-termination', 'status_code', 99],
  ['request-termination', 'trigger', 'x-trigger'],
  ['rate-limiting', 'minute', 1.5],
  ['rate-limiting', 'second', 0],
  ['rate-limiting', 'limit_by', 'header'],
  ['cors', 'origins', ['https://.*\\.example\\.com']],
  ['cors', 'methods', ['GETTING']],
  ['correlation-id', 'header_name', ''],
  ['request-transformer', 'remove', { headers: ['x y'] }],
])('a value that is not enforced is refused, naming it: %s %s %j [SANDBOX_GATEWAY]', (name, field, value) => {
  let changed = 0;
  const said = refusal((file) => {
    for (const { config } of [file, ...file.services].flatMap(pluginsIn).filter((plugin) => plugin.name === name)) {
      config[field] = value;
      changed += 1;
    }
  });

  expect(changed).toBeGreaterThan(0);
  expect(said).toContain(`plugin ${name} of `);
  expect(said).toContain(field);
});

test.each([
  ['tls_sans', { dnsnames: ['orders.internal'] }],
  ['tls_verify_depth', 2],
])('a field of a service that is not enforced is refused, naming it: %s [SANDBOX_GATEWAY]', (field, value) => {
  expect(
    refusal(({ services }) => {
      for (const service of services) service[field] = value;
    }),
  ).toContain(`has ${field}`);
});
