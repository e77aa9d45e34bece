import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Version of this package. */
export function version(): string {
  for (const up of ['../..', '../../..']) {
    try {
      const manifest = JSON.parse(readFileSync(join(__dirname, up, 'package.json'), 'utf8')) as {
        readonly name: string;
        readonly version: string;
      };
      if (manifest.name === 'kong-entra') return manifest.version;
    } catch {
      // Run from source the manifest is two folders up, built it is three.
    }
  }
  return 'unknown';
}
