import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderGateway, toDocument, writeDocument } from '../../lib/kong';
import { dev } from '../../stacks/environments/dev';
import { prod } from '../../stacks/environments/prod';
import { organisation } from '../../stacks/organisation';
import { testWith } from '../support/required';

const withDeck = testWith('deck', spawnSync('deck', ['version']).status === 0);

const FILES = [dev, prod].flatMap((environment) =>
  (['traditional_compatible', 'traditional'] as const).flatMap((flavor) =>
    (['deck', 'db-less'] as const).flatMap((form) =>
      (['yaml', 'json'] as const).map((format) => [environment.name, flavor, form, format, environment] as const),
    ),
  ),
);

withDeck.each(FILES)('decK takes what is rendered: %s, %s, %s, %s', (_name, flavor, form, format, environment) => {
  const template = renderGateway(organisation, { ...environment, gateway: { ...environment.gateway, flavor } });
  const folder = mkdtempSync(join(tmpdir(), 'deck-'));
  try {
    const file = join(folder, `kong.${format}`);
    writeFileSync(file, writeDocument(toDocument(template, form), format));
    const { status, stdout, stderr } = spawnSync('deck', ['file', 'validate', file], { encoding: 'utf8' });

    expect([status, `${stdout}${stderr}`]).toEqual([0, '']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
