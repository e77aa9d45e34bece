import {
  reviewAnnotations,
  reviewHtml,
  reviewJson,
  reviewMarkdown,
  reviewSarif,
  reviewText,
  type ReviewReport,
  type SynthOutput,
} from '../../lib/review';
import { edited, reviewed, shop, valueIn } from '../support/review-shop';

const SECRET = 'hunterTwo';
const base = shop();

const FORMATS: Readonly<Record<string, (report: ReviewReport) => string>> = {
  text: reviewText,
  json: reviewJson,
  markdown: (report) => reviewMarkdown(report).text,
  sarif: reviewSarif,
  github: reviewAnnotations,
  html: reviewHtml,
};

type Edit = readonly [path: string, value: unknown];

/** Where people leave secrets in a `cdk.tf.json`. */
const IN_STACK: readonly Edit[] = [
  ['terraform.backend', { pg: { conn_str: `postgres://u:${SECRET}@h/db`, schema_name: SECRET } }],
  ['terraform.backend', { http: { address: `https://u:${SECRET}@state.example/x?sig=${SECRET}`, password: SECRET } }],
  ['resource.null_resource.x', { provisioner: [{ 'local-exec': { command: `curl -H 'Authorization: Bearer ${SECRET}'` } }] }],
  ['resource.terraform_data.x', { provisioner: [{ 'local-exec': { command: 'id', environment: { FOO: SECRET } } }] }],
  ['resource.terraform_data.x.input', SECRET],
  ['resource.terraform_data.x.for_each', { 'api/x': SECRET }],
  ['output.o', { value: SECRET, sensitive: true }],
  ['output.o', { value: { deep: [SECRET] }, description: SECRET }],
  ['output.client_ids.value.o', SECRET],
  ['variable.x', { default: SECRET, sensitive: true }],
  ['locals.x', SECRET],
  ['data.http.x', { url: `https://h/?sig=${SECRET}`, request_headers: { Authorization: SECRET } }],
  ['provider.azuread.0.client_certificate', SECRET],
  ['provider.azurerm', [{ features: { x: SECRET } }]],
  ['resource.github_actions_secret.x', { plaintext_value: SECRET, repository: SECRET }],
  ['resource.azuread_application.billing_081fd692.support_url', `https://h/${SECRET}`],
  ['resource.azuread_application.billing_081fd692.web', { redirect_uris: [`https://u:${SECRET}@h/`, `https://h/?token=${SECRET}`] }],
  ['resource.azuread_application.billing_081fd692.description', `postgres://u:p/${SECRET}@h/db`],
  ['resource.azuread_application_certificate.x', { application_id: 'x', value: SECRET }],
  ['resource.azuread_service_principal_password.x', { service_principal_id: 'x', rotate_when_changed: SECRET }],
  ['//', { note: SECRET }],
];

/** Where people leave secrets in a `gateway.json`. */
const IN_TEMPLATE: readonly Edit[] = [
  ['http-log', { http_endpoint: 'https://logs.example', headers: { Authorization: SECRET } }],
  ['http-log', { http_endpoint: `https://u:${SECRET}@logs.example/x` }],
  ['http-log', { http_endpoint: `https://logs.example/x?sig=${SECRET}` }],
  ['request-transformer', { add: { headers: [`X-Key:${SECRET}`] } }],
  ['pre-function', { access: [`kong.service.request.set_header("X-Key", "${SECRET}")`] }],
  ['rate-limiting', { minute: 5, redis: { password: SECRET } }],
  ['openid-connect', { client_secret: [SECRET], issuer: `https://u:${SECRET}@h/x?${SECRET}` }],
  ['key-auth-of-our-own', { keys: SECRET }],
].map(([plugin, config]) => [`apis.orders.service.plugins.${String(plugin)}`, config] as const);

const SETTINGS: readonly Edit[] = [['kongConf.pg_password', SECRET]];

function headOf(edits: readonly (readonly [file: string, edit: Edit])[]): SynthOutput {
  return edits.reduce((output, [file, [path, value]]) => edited(output, file, path.split('.'), value), base);
}

const CASES = [
  ...IN_STACK.map((edit) => ['cdk.tf.json', edit] as const),
  ...[...IN_TEMPLATE, ...SETTINGS].map((edit) => ['gateway.json', edit] as const),
];

describe.each(CASES.map(([file, edit]) => ({ file, path: edit[0], value: JSON.stringify(edit[1]), edit })))(
  '$file $path $value',
  ({ file, edit }) => {
    it.each([
      ['that comes', (head: SynthOutput) => reviewed(base, head, { matrix: true })],
      ['that goes', (head: SynthOutput) => reviewed(head, base, { matrix: true })],
    ])('is told, and the secret %s is in no output', (_name, made) => {
      const report = made(headOf([[file, edit]]));

      expect(report.deployments[0]?.verdict.line).not.toContain('nothing changes');
      expect(Object.entries(FORMATS).filter(([, written]) => written(report).includes(SECRET))).toEqual([]);
    });
  },
);

test('references to vaults, ids that are handed on, and what a table knows are shown', () => {
  const text = reviewText(
    reviewed(
      base,
      headOf([
        ['gateway.json', ['apis.orders.service.plugins.http-log', { headers: { Authorization: '{vault://env/log-token}' } }]],
        ['gateway.json', ['kongConf.trusted_ips', '192.0.2.0/24']],
        ['cdk.tf.json', ['terraform.backend', { http: { address: 'https://u:p@state.example/x?y', retry_max: 2 } }]],
      ]),
    ),
  );

  expect(text).toContain('http-log.headers.Authorization: absent -> "{vault://env/log-token}"');
  expect(text).toContain('kongConf.trusted_ips: absent -> "192.0.2.0/24"');
  expect(text).toContain('terraform.backend.http.address: absent -> "https://…@state.example/x?…"');
  expect(text).toContain('terraform.backend.http.retry_max: absent -> not shown');
});

test.each(['azuread_application_password', 'azuread_service_principal_password'])('the end of a secret of %s is shown', (type) => {
  const owner = type === 'azuread_application_password' ? 'application_id' : 'service_principal_id';
  const block = {
    [owner]: `\${${type.replace('_password', '')}.billing_081fd692.${owner === 'application_id' ? 'id' : 'object_id'}}`,
    end_date: '2027-01-01',
  };
  const [deployment] = reviewed(base, edited(base, 'cdk.tf.json', ['resource', type, 'x'], block)).deployments;

  expect(deployment?.unexplained).toEqual([]);
  expect(deployment?.changes).toMatchObject([{ subject: 'billing', what: 'client secret', now: 'until 2027-01-01' }]);
  expect(deployment?.changes[0]?.places.map(({ now }) => now)).toContain('"2027-01-01"');
});

test('a host that is hidden behind what looks like a user stays visible', () => {
  const applications = valueIn(base, 'cdk.tf.json', ['resource', 'azuread_application']) as object;
  const portal = Object.keys(applications).find((name) => name.startsWith('portal_')) ?? '';
  const path = ['resource', 'azuread_application', portal, 'web', 'redirect_uris'];

  const text = reviewText(reviewed(base, edited(base, 'cdk.tf.json', path, ['https://evil.example/@good.example/'])));

  expect(text).toContain('https://evil.example/@good.example/');
});
