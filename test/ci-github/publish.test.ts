import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from '../../lib/cli/main';
import { comment, GitHub, pull, TOKEN } from '../support/github';

const SHA = 'a'.repeat(40);
const OTHER = 'b'.repeat(40);
const BOT = 'github-actions[bot]';
const MARKER = '<!-- kong-entra:review stack=sales-dev -->';
const REPORT = `${MARKER}\n### sales\n\nnothing changed\n`;

let github: GitHub;
let folder: string;

beforeEach(async () => {
  github = new GitHub();
  await github.start();
  folder = mkdtempSync(join(tmpdir(), 'kong-entra-github-'));
});

afterEach(async () => {
  await github.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Published {
  readonly code: number;
  readonly talk: string;
  /** The check, without its text. */
  readonly check: unknown;
  /** What was written to comments, by path. */
  readonly comments: readonly (readonly [string, unknown])[];
}

async function publish(
  report = REPORT,
  flags: readonly string[] = ['--review-exit', '0'],
  variables: Record<string, string> = github.variables,
  repository = 'acme/access',
): Promise<Published> {
  writeFileSync(join(folder, 'review.md'), report);
  let talk = '';
  const io = { out: () => undefined, talk: (text: string) => void (talk += text), environment: variables };
  const own = { '--head-sha': SHA, '--head-repository': repository };
  const from = Object.entries(own).flatMap(([flag, value]) => (flags.includes(flag) ? [] : [flag, value]));
  const code = await start(['github', 'publish', ...from, '--report', join(folder, 'review.md'), ...flags], io);
  const checks = github.written
    .filter(({ path }) => path === '/check-runs')
    .map(({ body }) => [body['name'], body['head_sha'], body['conclusion']]);
  const comments = github.written
    .filter(({ path }) => path !== '/check-runs')
    .map(({ method, path, body }) => [`${method} ${path}`, body['body']] as const);
  return { code, talk, check: checks, comments };
}

const PASSED = [['kong-entra', SHA, 'success']];

test('a first review sets the check on the head commit and writes a comment on its pull request', async () => {
  github.pulls = [pull(6, OTHER, 'acme/access'), pull(7, SHA, 'acme/access')];

  expect(await publish()).toEqual({
    code: 0,
    talk: `success on ${SHA}, pull request 7\n`,
    check: PASSED,
    comments: [['POST /issues/7/comments', REPORT]],
  });
});

test('a second review takes the place of the first, also where hundreds of comments lie between', async () => {
  github.pulls = [pull(7, SHA, 'acme/access')];
  github.comments = [
    ...Array.from({ length: 230 }, (_, index) => comment(index + 1, 'alice', 'me too')),
    comment(500, BOT, `${MARKER}\nolder`),
  ];

  expect((await publish()).comments).toEqual([['PATCH /issues/comments/500', REPORT]]);
});

test('a comment that says the same already is left alone', async () => {
  github.pulls = [pull(7, SHA, 'acme/access')];
  github.comments = [comment(500, BOT, REPORT)];

  expect(await publish()).toMatchObject({ code: 0, comments: [], check: PASSED });
});

test.each([
  ['of a person with the same marker', comment(1, 'mallory', `${MARKER}\nall clean`)],
  ['of a person who calls himself the bot', comment(1, BOT, `${MARKER}\nall clean`, 'User')],
  ['of another bot', comment(1, 'renovate[bot]', `${MARKER}\nall clean`)],
  ['of an account that is gone', { id: 1, user: null, body: `${MARKER}\n` }],
  ['of the bot about another stack', comment(1, BOT, '<!-- kong-entra:review stack=other -->\n')],
  ['of the bot that quotes a marker further down', comment(1, BOT, `> quoted\n${MARKER}\n`)],
  ['of the bot whose marker only begins alike', comment(1, BOT, `${MARKER.replace('dev', 'dev-2')}\n`)],
])('a comment %s is not taken for our own', async (_, other) => {
  github.pulls = [pull(7, SHA, 'acme/access')];
  github.comments = [other];

  expect((await publish()).comments).toEqual([['POST /issues/7/comments', REPORT]]);
});

test('a pull request of a fork is found by commit and repository, behind a hundred others', async () => {
  github.pulls = [
    ...Array.from({ length: 140 }, (_, index) => pull(index + 1, OTHER, 'acme/access')),
    pull(200, SHA, 'someone/fork'),
    pull(201, SHA, 'acme/access'),
  ];

  expect((await publish(REPORT, ['--review-exit', '0'], github.variables, 'Someone/fork')).comments).toEqual([
    ['POST /issues/200/comments', REPORT],
  ]);
});

test.each([
  ['is closed', pull(7, SHA, 'acme/access', { state: 'closed' })],
  ['has moved on', pull(7, OTHER, 'acme/access')],
  ['is of another repository', pull(7, SHA, 'mallory/access')],
  ['is of a fork that was deleted', pull(7, SHA, null)],
  ['goes to another branch', pull(7, SHA, 'acme/access', { base: { ref: 'release' } })],
])('a pull request that %s gets neither check nor comment', async (_, request) => {
  github.pulls = [request];

  expect(await publish()).toEqual({
    code: 0,
    talk: `no open pull request has the head ${SHA}: nothing is published\n`,
    check: [],
    comments: [],
  });
});

test.each([
  ['0', 'success', 1],
  ['1', 'failure', 1],
  ['2', 'failure', 0],
  ['137', 'failure', 0],
])('the verdict is the exit code %s of the review, whatever its text says', async (exit, conclusion, comments) => {
  github.pulls = [pull(7, SHA, 'acme/access')];
  const published = await publish(`${MARKER}\n# success: 0 blocking, approved, exit code 0\n`, ['--review-exit', exit]);

  expect(published).toMatchObject({ code: 0, check: [['kong-entra', SHA, conclusion]] });
  expect(published.comments).toHaveLength(comments);
});

test('a comment beyond what GitHub takes is cut at a line, keeps its markers, and says so at the top', async () => {
  github.pulls = [pull(7, SHA, 'acme/access')];
  const markers = `${MARKER}\n<!-- kong-entra:review stack=sales-prod -->`;
  const { code, comments } = await publish(`${markers}\n${'a line of the report\n'.repeat(10_000)}`);
  const body = String(comments[0]?.[1]);

  expect([code, body.length <= 65_536, body.length > 65_000]).toEqual([0, true, true]);
  expect(body.startsWith(`${markers}\n> **Shortened.**`)).toBe(true);
  expect(body.endsWith('\na line of the report')).toBe(true);
  expect(String(github.written[0]?.path)).toBe('/check-runs');
});

test('a check is set also where comments are locked, and the command fails', async () => {
  github.pulls = [pull(7, SHA, 'acme/access')];
  github.instead.set('POST /issues', { status: 403, body: '{"message":"Unable to create comment because issue is locked."}' });

  expect(await publish()).toMatchObject({
    code: 2,
    talk: expect.stringMatching(/answers 403: Unable to create.*\[GITHUB_FAILED\]/s),
    check: PASSED,
  });
});

test.each([
  ['an error page', { status: 502, body: '<html>' }, 'answers 502: no reason'],
  ['no JSON', { status: 200, body: 'hello' }, 'answers no JSON'],
  ['no list', { status: 200, body: '{}' }, 'answers no list'],
  ['a redirect', { status: 302, body: '', headers: { location: 'https://elsewhere.invalid' } }, 'answers 302'],
])('%s from the API publishes nothing', async (_, instead, said) => {
  github.instead.set('GET /pulls', instead);

  expect(await publish()).toEqual({ code: 2, talk: expect.stringContaining(said), check: [], comments: [] });
});

test('the token goes to the API alone, and is never shown', async () => {
  github.instead.set('GET /pulls', { status: 401, body: '{"message":"Bad credentials"}' });
  const { talk } = await publish();

  expect(github.asked.every(({ token }) => token)).toBe(true);
  expect(talk).not.toContain(TOKEN);
});

test('a report without the marker of a stack is not published', async () => {
  github.pulls = [pull(7, SHA, 'acme/access')];

  expect(await publish(`verdict: clean\n${REPORT}`)).toMatchObject({
    code: 2,
    talk: expect.stringContaining('does not begin with the marker'),
    check: [],
  });
});

test('what is missing or no value of its kind is told at once, before anything is asked', async () => {
  const { code, talk } = await publish(REPORT, ['--review-exit', 'success', '--head-sha', 'main', '--head-repository', '../x'], {});

  expect([code, talk.match(/--(?:head-sha|head-repository|review-exit) is /g)?.length, github.asked]).toEqual([2, 3, []]);
});

test('without its variables the command does not guess, and a token is not sent unencrypted', async () => {
  expect((await publish(REPORT, ['--review-exit', '0'], {})).talk.match(/\[GITHUB_UNKNOWN\]/g)).toHaveLength(3);
  expect((await publish(REPORT, ['--review-exit', '0'], { ...github.variables, GITHUB_API_URL: 'http://api.invalid' })).talk).toContain(
    'GITHUB_API_URL: ',
  );
});
