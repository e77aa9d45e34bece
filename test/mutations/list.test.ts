import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MUTATIONS } from './list';
import { mutated } from './mutation';

const ROOT = join(__dirname, '../..');

test('there are mutations of every part that decides', () => {
  const of = (folder: string): number => MUTATIONS.filter(({ file }) => file.startsWith(folder)).length;

  expect(MUTATIONS.length).toBeGreaterThanOrEqual(60);
  expect(['lib/access/', 'lib/router/', 'lib/kong/'].map((folder) => of(folder) >= 20)).toEqual([true, true, true]);
});

test.each(MUTATIONS.map((mutation) => [`${mutation.file}: ${mutation.what}`, mutation] as const))('%s', (_, mutation) => {
  const source = readFileSync(join(ROOT, mutation.file), 'utf8');

  expect(mutated(source, mutation)).not.toBe(source);
  expect(mutation.tests.filter((named) => !existsSync(join(ROOT, named.split(' :: ')[0] ?? '')))).toEqual([]);
});
