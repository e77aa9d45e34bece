import { createHash } from 'node:crypto';
import { reviewHtml, type ReviewReport } from '../../../lib/review';
import { SCRIPT } from '../../../lib/review/output/html/script';
import { STYLE } from '../../../lib/review/output/html/style';
import { findChromium } from '../../support/chromium';
import { scriptProblems } from '../../support/page-script';
import { hostileReport, largeReport, reportOf, sampleDeployment, sampleReport } from '../../support/review-report';

const DATA = /<script type="application\/json" id="report">([^<]*)<\/script>/;

function data(html: string): ReviewReport {
  return JSON.parse(DATA.exec(html)?.[1] ?? '') as ReviewReport;
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

test('the policy allows the one script and the one stylesheet of the page, by their hashes, and nothing else', () => {
  const html = reviewHtml(sampleReport());
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  const [, script = ''] = /<script>([^]*?)<\/script>/.exec(html) ?? [];
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(html) ?? [];

  expect(policy).toBe(`default-src 'none'; script-src '${hash(script)}'; style-src '${hash(style)}'; base-uri 'none'; form-action 'none'`);
  expect([script, style]).toEqual([SCRIPT, STYLE]);
});

test('the page holds all of the report', () => {
  const { matrix, ...rest } = sampleDeployment();

  expect(data(reviewHtml(sampleReport()))).toMatchObject({ ...sampleReport(), deployments: [rest] });
  expect(matrix).toHaveLength(6);
  expect(data(reviewHtml(sampleReport())).deployments[0]?.matrix).toMatchObject({ rows: Array<unknown>(6).fill(expect.anything()) });
});

test('who enters is said once, however many routes let them in', () => {
  const html = reviewHtml(largeReport(1_000, 10, 200));

  expect(html.match(/"caller":"client-7"/g)).toHaveLength(1);
  expect(html.length).toBeLessThan(2_500_000);
});

test('whatever names say, the page has the same elements', () => {
  const elements = (html: string): readonly string[] => html.replace(SCRIPT, '').match(/<[^>]*>/g) ?? [];
  const plain = reportOf(hostileReport().deployments.map((_, at) => ({ ...sampleDeployment(), name: `stack-${at}` })));

  expect(elements(reviewHtml(hostileReport()))).toEqual(elements(reviewHtml(plain)));
});

test('nothing in the page is an inline style, a handler, or an address elsewhere', () => {
  const html = reviewHtml(sampleReport()).replace(DATA, '');

  expect(html).not.toMatch(/\sstyle=|<[^>]*\son\w+=|url\(|@import|\bsrc=/);
  expect([...html.matchAll(/https?:[^'"\s]*/g)].map(([address]) => address)).toEqual([
    // Names of the two kinds of elements, which nobody asks for.
    'http://www.w3.org/1999/xhtml',
    'http://www.w3.org/2000/svg',
  ]);
});

test('the compiler finds nothing wrong with the script of the page', () => {
  expect(scriptProblems(SCRIPT)).toEqual([]);
});

test('the compiler finds names that are misspelt or never used in a script', () => {
  expect(scriptProblems("'use strict';\n(() => {\n  const unused = 1;\n  documnet.title = '';\n})();")).toEqual([
    "line 3: 'unused' is declared but its value is never read.",
    "line 4: Cannot find name 'documnet'. Did you mean 'document'?",
  ]);
});

test('the script makes elements and texts alone, and knows no clock, chance, store or network', () => {
  const makers =
    /innerHTML|outerHTML|insertAdjacent|document\.write|DOMParser|createContextualFragment|\beval\b|Function\(|<\/script|<!--/gi;
  const world =
    /import\(|fetch|XMLHttp|Worker|WebSocket|Beacon|localStorage|sessionStorage|cookie|indexedDB|\bDate\b|Math\.random|\.style\b/gi;

  expect([...(SCRIPT.match(makers) ?? []), ...(SCRIPT.match(world) ?? [])]).toEqual([]);
});

test('the same report gives the same bytes', () => {
  expect(reviewHtml(structuredClone(hostileReport()))).toBe(reviewHtml(hostileReport()));
});

test('the browser is the one that is named, else the first in PATH, else none', () => {
  expect(findChromium({ CHROME_PATH: '/opt/browser', PATH: '' })).toBe('/opt/browser');
  expect(findChromium({ PATH: '/nowhere' })).toBeUndefined();
});
