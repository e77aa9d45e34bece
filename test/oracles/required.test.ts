import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRequired, PROOFS, skipOrFail, testWith } from '../support/required';

const ROOT = join(__dirname, '../..');

test.each([
  ['', false],
  ['azuread', false],
  ['deck', true],
  ['azuread, deck,', true],
  [Object.keys(PROOFS).join(','), true],
])('KONG_ENTRA_REQUIRE=%s says whether decK is required', (required, expected) => {
  expect(isRequired('deck', required)).toBe(expected);
});

test('a name that nothing has is refused, not overlooked', () => {
  expect(() => isRequired('deck', 'deck,azure-ad')).toThrow('KONG_ENTRA_REQUIRE names azure-ad; it can name chromium, azuread, deck, kong');
});

test('what is there is tested, what is not and need not be is skipped', () => {
  expect(testWith('deck', true)).toBe(test);
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const skipping = skipOrFail('deck', 'it is not there', 'azuread');
  const told = write.mock.calls.join('');
  write.mockRestore();

  expect(skipping).toBe(test.skip);
  expect(told).toBe('skipped, deck: it is not there: test/oracles/required.test.ts\n');
});

test('a proof that is required and cannot be had fails in the words of its reason, in each form', () => {
  const folder = mkdtempSync(join(ROOT, 'test/oracles/required-'));
  const file = join(folder, 'needs-deck.test.ts');
  writeFileSync(
    file,
    `import { testWith } from '../../support/required';
     testWith('deck', false)('one', () => undefined);
     testWith('deck', false).each([1, 2])('of %s', () => undefined);`,
  );
  const run = (required: string): string =>
    spawnSync(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), file], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, KONG_ENTRA_REQUIRE: required },
    }).stderr;
  const [free, strict] = [run(''), run('deck')];
  rmSync(folder, { recursive: true });

  expect(free).toMatch(/Tests: +3 skipped, 3 total/);
  expect(strict).toMatch(/Tests: +2 failed, 2 total/);
  expect(strict).toContain('KONG_ENTRA_REQUIRE names deck, and decK is not there');
});

test('no test is skipped in another way', () => {
  const files = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const skipping = files.filter((name) =>
    /\b(?:test|it|describe)\.(?:skip|only|todo)\b|\bx(?:test|it|describe)\(/.test(readFileSync(join(ROOT, 'test', name), 'utf8')),
  );

  expect(skipping.sort()).toEqual(['oracles/required.test.ts', 'support/required.ts']);
});

test('the document names every proof', () => {
  const [, listed = ''] = /## Required proofs\n([^]*)$/.exec(readFileSync(join(ROOT, 'docs/ci.md'), 'utf8')) ?? [];

  expect([...listed.matchAll(/`([a-z-]+)`/g)].map((match) => match[1]).sort()).toEqual(Object.keys(PROOFS).sort());
});
