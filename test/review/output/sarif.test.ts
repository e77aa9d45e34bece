import { reviewSarif, type ReviewReport } from '../../../lib/review';
import {
  hostileReport,
  largeReport,
  leaf,
  place,
  quietDeployment,
  reportOf,
  sampleDeployment,
  sampleReport,
} from '../../support/review-report';
import { sarifProblems } from '../../support/sarif-schema';

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly SarifPlace[];
  readonly relatedLocations?: readonly SarifPlace[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly justification: string }[];
}

interface SarifPlace {
  readonly message: { readonly text: string };
  readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } };
}

interface SarifRun {
  readonly results: readonly SarifResult[];
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly automationDetails: { readonly id: string };
}

function run(report: ReviewReport): SarifRun {
  return (JSON.parse(reviewSarif(report)) as { readonly runs: readonly [SarifRun] }).runs[0];
}

function byRule(report: ReviewReport, rule: string): readonly SarifResult[] {
  return run(report).results.filter(({ ruleId }) => ruleId === rule);
}

test.each([
  ['the sample organisation', sampleReport()],
  ['hostile names', hostileReport()],
  ['nothing', reportOf([])],
  ['a deployment in which nothing changes', reportOf([quietDeployment('quiet')])],
])('the report of %s is SARIF that GitHub takes', (_, report) => {
  expect(sarifProblems(JSON.parse(reviewSarif(report)))).toEqual([]);
});

test('the check of SARIF sees what is missing and what is too much', () => {
  const file = JSON.parse(reviewSarif(sampleReport())) as { runs: [{ results: [Record<string, unknown>] }] };
  file.runs[0].results[0]['locations'] = [];
  file.runs[0].results[0]['extra'] = 1;

  expect(sarifProblems(file).map(({ keyword }) => keyword)).toEqual(['additionalProperties', 'minItems']);
});

test('every row of a report is one result, the gravest first', () => {
  expect(run(sampleReport()).results.map(({ ruleId, level }) => `${level} ${ruleId}`)).toEqual([
    'error disagreement',
    'error access-gained',
    'error change-registrations',
    'error CON001',
    'error unexplained',
    'warning access-gained',
    'warning access-gained',
    'warning access-unknown',
    'warning access-lost',
    'warning deceptive-name',
    'warning not-judged',
    'warning KNG011',
    'warning change-consents',
    'warning change-hardening',
    'note change-people',
  ]);
});

test('a result says who gains what, from which need to which, and why', () => {
  const [, gained] = byRule(sampleReport(), 'access-gained');

  expect(gained?.message.text).toBe(
    'reporting (application) gains access to orders.list (GET api.example.com/orders), ' +
      'orders.read (GET api.example.com/orders/{{id}}): no access -> role Orders.Read.All.\n' +
      'for example GET https://api.example.com/orders.\n' +
      'must agree: sales.\n' +
      'because of stacks/trading-prod/cdk.tf.json:301 resource.azuread_app_role_assignment.reporting_orders: absent -> "Orders.Read.All".',
  );
});

test('each result points at its rule, and rules that nothing points at are left out', () => {
  const { results, tool } = run(sampleReport());

  expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]?.id)).toEqual(results.map(({ ruleId }) => ruleId));
  expect(new Set(results.map(({ ruleId }) => ruleId)).size).toBe(tool.driver.rules.length);
});

test('a place without a line is the first line of its file, and what only BASE has says so', () => {
  const report = sampleReport({
    unexplained: [
      leaf(place('stacks/a/cdk.tf.json', undefined, ['terraform']), '1', '2'),
      leaf(place('stacks/a/cdk.tf.json', 7, ['output'], 'base'), '1'),
    ],
  });
  const places = byRule(report, 'unexplained').map(({ locations }) => locations[0]);

  expect(places.map((one) => [one?.physicalLocation.region.startLine, one?.message.text])).toEqual([
    [1, 'stacks/a/cdk.tf.json terraform'],
    [7, 'stacks/a/cdk.tf.json:7 output (in BASE)'],
  ]);
});

test('further causes are related places, with their values', () => {
  const [gained] = sampleDeployment().access;
  if (gained === undefined) throw new Error('the sample has access rows');
  const causes = [leaf(place('a.json', 1, ['x'])), leaf(place('b c.json', 2, ['y']), '1', '2')];
  const [result] = byRule(sampleReport({ access: [{ ...gained, causes }] }), 'access-gained');

  expect(result?.locations).toHaveLength(1);
  expect(result?.relatedLocations).toEqual([
    {
      id: 1,
      message: { text: 'b c.json:2 y: 1 -> 2' },
      physicalLocation: { artifactLocation: { uri: 'b%20c.json' }, region: { startLine: 2 } },
    },
  ]);
});

test.each([
  ['javascript:alert(1)', 'javascript%3Aalert(1)'],
  ['../../etc/./passwd', 'etc/passwd'],
  ['//host/a?b#c', 'host/a%3Fb%23c'],
  ['half \ud800', 'half%20%5Cud800'],
  ['ü', '%C3%BC'],
])('the file %j becomes the relative address %s', (file, uri) => {
  const [result] = byRule(sampleReport({ unexplained: [leaf(place(file, 1, []))] }), 'unexplained');

  expect(result?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(uri);
});

test.each([
  ['/orders/{0}', '/orders/{{0}}'],
  ['[click](https://evil.example/)', '\\[click\\](https://evil.example/)'],
  ['[click\\](https://evil.example/)', '\\[click\\\\\\](https://evil.example/)'],
  ['roles[0] of C:\\x', 'roles[0] of C:\\x'],
  ['line\nbreak', 'line\\u000abreak'],
])('%j in a text is neither placeholder nor link nor line', (text, escaped) => {
  const [result] = byRule(sampleReport({ notJudged: [text] }), 'not-judged');

  expect(result?.message.text).toBe(`${escaped}.`);
});

test('an accepted finding is suppressed, with its reason', () => {
  const { results } = run(sampleReport());

  expect(
    results.filter(({ suppressions }) => suppressions !== undefined).map(({ ruleId, suppressions }) => [ruleId, suppressions]),
  ).toEqual([['CON001', [{ kind: 'external', status: 'accepted', justification: 'agreed with the directory team (until 2027-01-31)' }]]]);
});

test('a result keeps its fingerprint when its line moves, and not when it is another', () => {
  const hashes = (report: ReviewReport): readonly string[] =>
    byRule(report, 'unexplained').map(({ partialFingerprints }) => partialFingerprints['primaryLocationLineHash'] ?? '');
  const at = (line: number, path: string): ReviewReport => sampleReport({ unexplained: [leaf(place('a.json', line, [path]), '1', '2')] });

  expect(hashes(at(9, 'x'))).toEqual(hashes(at(1, 'x')));
  expect(hashes(at(1, 'y'))).not.toEqual(hashes(at(1, 'x')));
});

test('no two results have the same fingerprint, even where they say the same', () => {
  const twice = leaf(place('a.json', 1, ['x']), '1', '2');
  const prints = run(sampleReport({ unexplained: [twice, twice] })).results.map(
    ({ partialFingerprints }) => partialFingerprints['primaryLocationLineHash'],
  );

  expect(new Set(prints).size).toBe(prints.length);
});

test('the stacks are the category of the run, so that reports of other stacks leave its alerts alone', () => {
  expect(run(reportOf([quietDeployment('a'), quietDeployment('b')])).automationDetails.id).toBe('kong-entra/review/a+b/');
});

test('more results than GitHub keeps are counted in the last one', () => {
  const report = largeReport(1, 6_000, 10);
  const { results } = run(report);

  expect(sarifProblems(JSON.parse(reviewSarif(report)))).toEqual([]);
  expect(results).toHaveLength(5_000);
  expect(results.at(-1)?.message.text).toBe('1001 more results do not fit in this file; the report as JSON has them.');
});

test('the same report gives the same bytes', () => {
  expect(reviewSarif(structuredClone(sampleReport()))).toBe(reviewSarif(sampleReport()));
});
