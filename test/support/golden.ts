import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = join(__dirname, '../golden');

/**
 * Compares a whole text with a file that is read in review. `UPDATE_GOLDEN=1 npx jest` writes the files anew;
 * a missing one fails, so that nothing is accepted unseen.
 */
export function expectGolden(name: string, text: string): void {
  const path = join(FOLDER, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  if (!existsSync(path)) throw new Error(`${path} does not exist; write it with UPDATE_GOLDEN=1 and read it`);
  expect(text).toBe(readFileSync(path, 'utf8'));
}
