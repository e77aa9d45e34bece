import { createHash } from 'node:crypto';
import { consolePage } from '../../../lib/sandbox/console/page';
import { SCRIPT } from '../../../lib/sandbox/console/page/script';
import { PALETTE } from '../../../lib/page';
import { STYLE } from '../../../lib/sandbox/console/page/style';
import { scriptProblems } from '../../support/page-script';

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

test('the policy allows the one script, the one stylesheet, the icon in the page and this server, and nothing else', () => {
  const { body, headers } = consolePage();
  const [, script = ''] = /<script>([^]*?)<\/script>/.exec(body) ?? [];
  const [, style = ''] = /<style>([^]*?)<\/style>/.exec(body) ?? [];

  expect(headers['content-security-policy']?.split('; ')).toEqual([
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(style)}'`,
    "connect-src 'self'",
    'img-src data:',
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
  expect([script, style]).toEqual([SCRIPT, STYLE]);
});

test('the page is the same for everybody, and has no inline style, handler, or address elsewhere', () => {
  const { body } = consolePage();

  expect(consolePage().body).toBe(body);
  expect(body).not.toMatch(/\sstyle=|<[^>]*\son\w+=|url\(|@import|\bsrc=|<form[^>]* action/);
  expect(new Set([...body.matchAll(/https?:[^'"\s]*/g)].map(([address]) => address))).toEqual(
    // Names of the two kinds of elements, which nobody asks for.
    new Set(['http://www.w3.org/1999/xhtml', 'http://www.w3.org/2000/svg']),
  );
});

test('the compiler finds nothing wrong with the script of the page', () => {
  expect(scriptProblems(SCRIPT)).toEqual([]);
});

test('the script makes elements and texts alone, asks this server alone, and keeps nothing', () => {
  const makers =
    /innerHTML|outerHTML|insertAdjacent|document\.write|DOMParser|createContextualFragment|\beval\b|Function\(|<\/script|<!--/gi;
  const world =
    /import\(|XMLHttp|Worker|WebSocket|EventSource|Beacon|localStorage|sessionStorage|cookie|indexedDB|postMessage|window\.open|\.style\b/gi;

  expect([...(SCRIPT.match(makers) ?? []), ...(SCRIPT.match(world) ?? [])]).toEqual([]);
  expect(SCRIPT.match(/fetch\([^,]*,/g)).toEqual(["fetch('/api/' + place,"]);
});

/** Parts of a colour from 0 to 1, as they are seen. */
function luminance(hex: string): number {
  const long = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join('') : hex.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const part = parseInt(long.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test.each([
  ['light', 0],
  ['dark', 1],
])('every text can be read on what is behind it, in %s', (_scheme, at) => {
  const colours = Object.fromEntries(
    [...PALETTE.matchAll(/--([\w-]+):light-dark\((#\w+),(#\w+)\)/g)].map(([, name = '', light = '', dark = '']) => [
      name,
      [light, dark][at] ?? '',
    ]),
  );
  const pairs = [
    ...['text', 'soft', 'link', 'clean', 'blocking', 'unknown'].flatMap((text) => ['back', 'face', 'sunk'].map((back) => [text, back])),
    ...['clean', 'blocking', 'unknown'].map((text) => [text, `${text}-back`]),
    ...['text', 'soft', 'link'].flatMap((text) => ['clean-back', 'blocking-back', 'unknown-back'].map((back) => [text, back])),
  ];
  const poor = pairs.filter(([text = '', back = '']) => {
    const [one = 0, other = 0] = [luminance(colours[text] ?? ''), luminance(colours[back] ?? '')].sort((a, b) => b - a);
    return (one + 0.05) / (other + 0.05) < 4.5;
  });

  expect(poor).toEqual([]);
});
