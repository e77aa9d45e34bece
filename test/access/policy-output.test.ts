import { defineAccess, defineApi, defineClient, defineRoutes, grant, type Deployment, type Expectation } from '../../lib';
import { failureLines, policyJson, policyJunit, policyText, traceLines, type NamedReport } from '../../lib/access';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { expectGolden } from '../support/golden';
import { environment } from '../support/organisation';
import { reportOn } from '../support/policies';
import { elements, readXml } from '../support/xml';

const deployment: Deployment = { model: organisation, environment: dev };
const HOST = 'https://apps.dev.contoso.example';

const EXPECTATIONS: readonly Expectation[] = [
  { route: 'orders.health', callers: [{ openSet: 'anonymous' }] },
  { name: 'the warehouse alone moves', route: 'shipments.move', callers: ['carrier-hub', 'storefront'] },
  { request: `PUT ${HOST}/orders?secret=1`, may: ['erp-sync'] },
  { request: `GET ${HOST}/orders`, route: 'orders.read', mayNot: ['invoices'] },
  { request: 'GET https://api.dev.contoso.example/invoices/7/audit', callers: [] },
];

function report(deploymentName: string, misses: readonly string[], ...expectations: readonly Expectation[]): NamedReport {
  return { deployment: deploymentName, report: reportOn(deployment, ...expectations), misses };
}

const whole = report('access.json', ['coverage of routes is 6.6%, less than 50%'], ...EXPECTATIONS);

test('the text for people is as reviewed', () => {
  expectGolden('policy/report.txt', policyText([whole]));
});

test('JUnit XML has a case for each expectation, and one for coverage that is too small', () => {
  const root = readXml(policyJunit([whole]));

  expect(root.attributes).toEqual({ name: 'kong-entra test', tests: '6', failures: '5', errors: '0' });
  expect(elements(root, 'testsuite').map(({ attributes }) => [attributes['name'], attributes['tests'], attributes['failures']])).toEqual([
    ['policy against access.json', '5', '4'],
    ['coverage of access.json', '1', '1'],
  ]);
  expect(elements(root, 'testcase').map(({ attributes, children }) => [attributes['name'], children[0]?.attributes['message']])).toEqual([
    ['orders.health [0]', undefined],
    ['the warehouse alone moves [1]', 'carrier-hub may, but is refused with 403'],
    [`PUT ${HOST}/orders?… [2]`, 'erp-sync may, but is refused with 404'],
    [`GET ${HOST}/orders [3]`, 'it must be taken by orders.read, but is taken by orders.list'],
    ['GET https://api.dev.contoso.example/invoices/7/audit [4]', expect.stringContaining('which counts as a way in')],
    ['coverage of routes is 6.6%, less than 50%', 'coverage of routes is 6.6%, less than 50%'],
  ]);
});

test('JSON is one document with a version, every check and what is missing', () => {
  const content = JSON.parse(policyJson([whole])) as Record<string, unknown>;

  expect(content).toMatchObject({
    formatVersion: 1,
    passed: false,
    deployments: [
      {
        deployment: 'access.json',
        environment: 'dev',
        holds: false,
        misses: whole.misses,
        expectations: [{ holds: true }, { index: 1, holds: false }, {}, {}, {}],
      },
    ],
  });
  expect(JSON.stringify(content)).toContain('"what":"roles","outcome":"fail"');
  expect(JSON.parse(policyJson([{ ...whole, misses: [], report: { ...whole.report, holds: true } }]))).toMatchObject({ passed: true });
});

test('the query of a request, which may hold a secret, is in no output', () => {
  expect([policyText, policyJunit, policyJson].map((write) => write([whole]).includes('secret'))).toEqual([false, false, false]);
});

test('a long list of failures is cut, and the rest counted', () => {
  const api = defineApi({ name: 'orders', team: 'sales', roles: { Read: { for: 'applications', description: 'Read' } } });
  const clients = Array.from({ length: 60 }, (_, number) => defineClient({ name: `client-${number}`, kind: 'daemon', team: 'sales' }));
  const model = defineAccess({
    apis: [api],
    clients,
    grants: clients.map((client) => grant(client, api, { roles: ['Read'] })),
    routes: defineRoutes(api, { host: 'public', allow: [{ roles: ['Read'] }] }, { list: { methods: ['GET'], path: '/orders' } }),
  });
  const busy = reportOn({ model, environment: environment({ groups: {} }) }, { route: 'orders.list', callers: [] });

  expect(busy.expectations.map(({ failures, more }) => [failures.length, more])).toEqual([[50, 10]]);
  expect(policyText([{ deployment: 'x', report: busy, misses: [] }])).toContain('\n  and 10 more\n');
});

const HOSTILE = [
  '__proto__',
  'a\nFAIL b',
  '\u001b[2J\u001b[31mred',
  '</failure><testcase name="forged"/>',
  ']]>&amp;&#0;"\'<!--',
  '\u0000\u0008\u000b\u000c\u007f\u0085',
  '\ufffe\uffff\ud800',
  '\u202egnp.exe',
  '\u2028\u2029',
  'x'.repeat(10_000),
];

test.each(HOSTILE.map((name, index) => [index, name] as const))(
  '%i: a hostile name makes no line, colour or element of its own',
  (_, name) => {
    const [failed] = whole.report.expectations.filter(({ holds }) => !holds);
    if (failed === undefined) throw new Error('one fails');
    const trace = [{ by: name, what: name, outcome: 'fail' as const, expected: name, found: name, field: name }];
    const failure = {
      caller: name,
      expected: 'may',
      found: name,
      request: name,
      route: name,
      trace,
      refusal: { reason: name, fix: name },
      change: name,
    };
    const results = [{ ...failed, file: name, name, failures: [failure] }];
    const missing = { covered: 0, total: 1, missing: [name] };
    const hostile: NamedReport = {
      deployment: name,
      misses: [name],
      report: {
        ...whole.report,
        environment: name,
        expectations: results,
        coverage: { routes: missing, grants: missing, assignments: missing },
      },
    };
    const [text, xml, json] = [policyText([hostile]), policyJunit([hostile]), policyJson([hostile])];

    expect(text.split('\n')).toHaveLength(21);
    for (const output of [text, xml, json, ...failureLines(failure), ...traceLines(trace)])
      expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\ufffe\uffff]/);
    expect(elements(readXml(xml), 'testcase')).toHaveLength(2);
    expect(JSON.parse(json)).toMatchObject({ deployments: [{ expectations: [{ name }] }] });
  },
);
