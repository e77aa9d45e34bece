import MarkdownIt from 'markdown-it';
import { reviewJson, reviewMarkdown, reviewText, type AccessRow, type Disagreement, type ReviewReport } from '../../../lib/review';
import { stacksOf } from '../../../lib/ci-github';
import { application, hostileReport, place, reportOf, route, sampleDeployment, sampleReport } from '../../support/review-report';

/** HTML of a comment, by a renderer that nobody here wrote; links and raw HTML are on, as they are where the comment is shown. */
function html(markdown: string): string {
  return new MarkdownIt({ html: true, linkify: true }).render(markdown);
}

const TAGS = [
  'h3',
  'h4',
  'p',
  'ul',
  'li',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'code',
  'pre',
  'strong',
  'em',
  'br',
  'sub',
  'blockquote',
  'details',
  'summary',
];

/** Tags of a page, without those a comment is made of. */
function foreignTags(page: string): readonly string[] {
  const tags = [...page.matchAll(/<\/?([a-zA-Z][a-zA-Z0-9-]*)([^>]*)>/g)];
  return tags
    .filter(([, tag = '', rest = '']) => !TAGS.includes(tag) || !/^(?: style="text-align:\w+"| class="language-sh"| ?\/)?$/.test(rest))
    .map(([text]) => text);
}

/** What is not code: where GitHub looks for mentions and references. */
function outsideCode(page: string): string {
  return page.replace(/<code[^>]*>[\s\S]*?<\/code>/g, '').replace(/<(?!!--)[^>]*>/g, ' ');
}

function withAccess(rows: readonly AccessRow[]): ReviewReport {
  return reportOf([{ ...sampleDeployment(), access: rows, matrix: [] }]);
}

function gained(caller: string, number: number): AccessRow {
  return {
    direction: 'gained',
    who: [application(caller)],
    routes: [route('orders', `route-${String(number)}`)],
    was: 'no access',
    now: 'role Orders.Read',
    causes: [],
    teams: ['sales'],
    actors: [],
    notes: [],
    rank: 4,
  };
}

test('a comment begins with the markers of its stacks, and the verdict', () => {
  const { text, droppedWidened } = reviewMarkdown(sampleReport());
  const [deployment] = sampleReport().deployments;

  expect(stacksOf(text)).toEqual([deployment?.name]);
  expect(text.split('\n').find((line) => line.startsWith('### '))).toContain('blocking');
  expect(droppedWidened).toBe(0);
});

test('every kind of row is in a comment', () => {
  const page = outsideCode(html(reviewMarkdown(sampleReport()).text));
  const [deployment] = sampleReport().deployments;

  expect(page).toContain('Access');
  for (const title of ['Consents', 'People and groups', 'Hardening', 'Blocking', 'Resources', 'New findings of rules'])
    expect(page).toContain(title);
  expect([...html(reviewMarkdown(sampleReport()).text).matchAll(/<tr>/g)].length).toBe((deployment?.access.length ?? 0) + 1);
});

test('hostile text is text: no tag, link, heading, mention or reference of its own', () => {
  const page = html(reviewMarkdown(hostileReport()).text);

  expect(foreignTags(page)).toEqual([]);
  expect(page).toContain('<code>back`tick` | pipe | @everyone # heading</code>');
  expect([...outsideCode(page).matchAll(/(?:^|[^\w&])[@#]\w|https?:\/\/|www\.\w/g)].map(([found]) => found)).toEqual([]);
  expect([...page.matchAll(/<h[34]>/g)].length).toBe([...html(reviewMarkdown(hostileReport()).text).matchAll(/<h[34]>/g)].length);
  // Rows of the table are as wide as its head: nothing in them ends a cell.
  const rows = page.split('<tr>').slice(1);
  expect(new Set(rows.map((row) => [...row.matchAll(/<t[hd][ >]/g)].length))).toEqual(new Set([6]));
});

test('hostile text makes no line of its own in what people and programs read', () => {
  const report = hostileReport();

  expect(JSON.parse(reviewJson(report))).toEqual(report);
  for (const text of [reviewText(report), reviewJson(report), reviewMarkdown(report).text])
    expect([...text.matchAll(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g)]).toEqual([]);
  expect(
    reviewText(report)
      .split('\n')
      .filter((line) => /^\s*(?:::|##)/.test(line)),
  ).toEqual([]);
});

test('what does not fit is left out from the least important on, and the first lines say so', () => {
  const many = Array.from({ length: 2_000 }, (_, number) => gained(`client-${String(number)}`, number));
  const { text, droppedWidened } = reviewMarkdown(withAccess(many));

  expect(Buffer.byteLength(text)).toBeLessThan(65_536);
  expect(droppedWidened).toBeGreaterThan(1_000);
  expect(text.split('\n').slice(0, 4).join('\n')).toContain(`${String(droppedWidened)} of them widen access, so this review fails`);
  // What blocks is there before anything else.
  expect(text).toContain('⛔ Blocking');
});

test('a comment that leaves nothing out is not said to', () => {
  expect(reviewMarkdown(withAccess([gained('billing', 1)])).text).not.toContain('Not all of it is here');
});

test('callers that do not fit into a row count as left out', () => {
  const crowd = Array.from({ length: 1_000 }, (_, number) => application(`client-${String(number)}`));
  const { text, droppedWidened } = reviewMarkdown(withAccess([{ ...gained('billing', 1), who: crowd }]));

  expect(droppedWidened).toBe(1);
  expect(text).toContain('and 988 more');
});

test('a name of 10,000 characters stays within the comment', () => {
  const { text } = reviewMarkdown(withAccess([gained('x'.repeat(10_000), 1)]));

  expect(Buffer.byteLength(text)).toBeLessThan(65_536);
  expect(text).toContain('…');
});

function held(number: number): Disagreement {
  const what = `by the stacks client-${String(number)} holds role Orders.Read of orders; not by access.json`;
  return { what, was: 'access.json', now: 'the stacks', place: place('stacks/trading-prod/access.json', 1, []) };
}

test('no number of contradictions hides who gains access, nor a contradiction of another kind', () => {
  const wide = gained('billing', 1);
  const open: Disagreement = { ...held(0), what: 'by access.json orders is closed; not by the stacks' };
  const disagreements = [...Array.from({ length: 3_000 }, (_, number) => held(number)), open];
  const { text, droppedWidened } = reviewMarkdown(reportOf([{ ...sampleDeployment(), access: [wide], disagreements, matrix: [] }]));

  expect(text).toContain(
    'client-2 holds role Orders.Read of orders; not by access.json: `access.json` and `the stacks`; **and 2997 more of the kind**',
  );
  expect(text).not.toContain('client-3 holds');
  expect(text).toContain('orders is closed; not by the stacks');
  expect(text).toContain('| ⬆ gains | `billing (application)` |');
  expect(droppedWidened).toBe(0);
});

test('nothing that blocks in great numbers leaves the rows of access no room', () => {
  const [change] = sampleDeployment().changes;
  if (change === undefined) throw new Error('the sample has no change');
  const changes = Array.from({ length: 3_000 }, (_, at) => ({ ...change, subject: `client-${String(at)}`, isBlocking: true }));
  const { text, droppedWidened } = reviewMarkdown(
    reportOf([{ ...sampleDeployment(), access: [gained('billing', 1)], changes, matrix: [] }]),
  );

  expect(text).toContain('| ⬆ gains | `billing (application)` |');
  expect(droppedWidened).toBeGreaterThan(0);
  expect(Buffer.byteLength(text)).toBeLessThan(65_536);
});

test('the same report gives the same bytes', () => {
  expect(reviewMarkdown(sampleReport()).text).toBe(reviewMarkdown(sampleReport()).text);
});

test('what opens a route stands in the box of what blocks', () => {
  const row: AccessRow = {
    ...gained('anybody', 1),
    who: [{ caller: 'anonymous', isOpenSet: true, as: 'anonymous', people: [], together: false }],
    rank: 0,
  };
  const { text } = reviewMarkdown(withAccess([row]));
  const box = text.slice(text.indexOf('#### ⛔ Blocking'), text.indexOf('#### Access'));

  expect(box).toContain('⬆ gains access: `anyone, without a token` to `orders.route-1');
});

test('a comment about hundreds of stacks fits, the gravest first, and says what is left out', () => {
  const calm = { ...sampleDeployment().verdict, level: 'clean' as const };
  const many = Array.from({ length: 2_000 }, (_, at) => ({ ...sampleDeployment(), name: `calm-${String(at)}`, verdict: calm }));
  const { text, droppedWidened } = reviewMarkdown(reportOf([...many, { ...sampleDeployment(), name: 'zz-grave' }]));

  expect(Buffer.byteLength(text)).toBeLessThan(65_536);
  expect(text.indexOf('`zz-grave`')).toBeLessThan(text.indexOf('`calm-0`'));
  expect(text).toContain('> **Deployments that are left out:** `calm-');
  expect(droppedWidened).toBeGreaterThan(0);
  expect(stacksOf(text)).toContain('zz-grave');
});

test('a long tenant or version takes no room from what is told', () => {
  const { text, droppedWidened } = reviewMarkdown(
    reportOf([{ ...sampleDeployment(), tenantId: 't'.repeat(80_000), kongVersion: 'v'.repeat(80_000) }]),
  );

  expect([Buffer.byteLength(text) < 65_536, droppedWidened]).toEqual([true, 0]);
});
