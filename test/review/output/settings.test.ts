import { reviewAnnotations, reviewJson, reviewMarkdown, reviewSarif, reviewText, type ReviewReport } from '../../../lib/review';
import { edited, reviewed, shop } from '../../support/review-shop';

const base = shop();
const waiver = { rule: 'CON001', subject: 'billing/RoleManagement.ReadWrite.Directory', reason: 'because', expires: '2099-12-31' };
const settings = { organisation: { minOwners: 2 }, waivers: [waiver], failOn: ['broadened'] };

/** A change of everything that settings say, beside files that contradict each other, access that opens and values nobody explains. */
const head = edited(
  edited(base, 'gateway.json', ['apis', 'orders', 'pluginDefaults'], {}),
  'cdk.tf.json',
  ['resource', 'null_resource', 'x', 'provisioner'],
  [{ 'local-exec': { command: 'id' } }],
);
const report = reviewed(base, head, { settings, headSettings: { organisation: { minOwners: 0 }, waivers: [] } });
const subjects = ['CON001[billing/RoleManagement.ReadWrite.Directory]', 'failOn', 'minOwners'];

test('what the head would have of settings is first in a report, at the file that has it', () => {
  const { deployments } = JSON.parse(reviewJson(report)) as ReviewReport;
  const [first, second, third, ...rest] = deployments[0]?.changes ?? [];

  expect([first, second, third].map((row) => row?.subject).sort()).toEqual(subjects);
  expect(
    [first, second, third].flatMap((row) => row?.places ?? []).map(({ place }) => [place.file, place.path.join(' '), place.side]),
  ).toEqual(
    expect.arrayContaining([
      ['kong-entra.json', 'failOn', 'base'],
      ['kong-entra.json', 'organisation minOwners', 'head'],
      ['kong-entra.json', `waivers ${subjects[0] ?? ''}`, 'base'],
    ]),
  );
  expect(rest.map(({ section }) => section)).not.toContain('settings');
});

test('it comes first after the verdict in a text', () => {
  const [verdict, blank, title, ...lines] = reviewText(report).split('\n');

  expect([verdict?.startsWith('stack shop-test: ⛔'), blank, title]).toEqual([
    true,
    '',
    '  Standards and waivers that this change would have',
  ]);
  expect(lines.slice(0, 9).filter((line) => line.startsWith('    unknown: '))).toHaveLength(3);
  expect(lines[2]).toBe('      at kong-entra.json failOn (in BASE)');
});

test('it comes first after the verdict in a comment, and is what is left out last', () => {
  const { text } = reviewMarkdown(report);
  const titles = [...text.matchAll(/^#{3,4} (.*)$/gm)].map(([, title = '']) => title);

  expect(titles.slice(1, 3)).toEqual(['Standards and waivers that this change would have', '⛔ Files contradict each other']);
  expect(text.split('#### Standards')[1]?.split('####')[0]?.match(/^- /gm)).toHaveLength(3);
});

test('it comes before the gravest result, in annotations and in SARIF', () => {
  const lines = reviewAnnotations(report).split('\n');
  const { runs } = JSON.parse(reviewSarif(report)) as {
    readonly runs: readonly { readonly results: readonly { readonly ruleId: string; readonly locations: unknown }[] }[];
  };

  expect(lines.slice(0, 4).map((line) => line.split(',')[0])).toEqual([
    ...Array<string>(3).fill('::warning file=kong-entra.json'),
    expect.stringMatching(/^::error file=stacks/),
  ]);
  expect(runs[0]?.results.slice(0, 4).map(({ ruleId }) => ruleId)).toEqual([
    ...Array<string>(3).fill('change-settings'),
    expect.not.stringContaining('settings'),
  ]);
  expect(JSON.stringify(runs[0]?.results[0]?.locations)).toContain('"uri":"kong-entra.json"');
});

test('settings are among the ten warnings, however many there are', () => {
  const [deployment] = report.deployments;
  const notJudged = Array.from({ length: 30 }, (_, at) => `why ${String(at)}`);
  const lines = reviewAnnotations({ ...report, deployments: deployment ? [{ ...deployment, notJudged }] : [] }).split('\n');

  expect(lines.filter((line) => line.startsWith('::warning'))).toHaveLength(10);
  expect(lines.filter((line) => line.includes('kong-entra.json'))).toHaveLength(3);
});
