import { openSourceShowcase, showcaseEnvironment } from '../support/showcase';
import { unnoticed } from '../support/noticed';
import { world, worldEnvironment } from '../support/sandbox-world';
import { synthesizedOutput } from '../support/synthesized-output';
import { reasonsFor, WITHOUT_EFFECT_AT_THE_GATEWAY, WITHOUT_EFFECT_IN_OPEN_SOURCE } from '../support/without-effect';

test.each([
  ['of the Kong file', world, worldEnvironment, (): boolean => true, WITHOUT_EFFECT_AT_THE_GATEWAY, 240],
  [
    'of the plugins of open-source Kong',
    openSourceShowcase,
    showcaseEnvironment({ dialect: 'oidc', version: '3.9.3' }),
    (field: string): boolean => /\b(?:oidc|acl)\b/.test(field),
    WITHOUT_EFFECT_IN_OPEN_SOURCE,
    40,
  ],
] as const)(
  'each field %s that is altered or taken away is noticed, or stands on the list with its reason',
  async (_, model, environment, isWanted, list, atLeast) => {
    const output = synthesizedOutput('synthesized', model, environment);
    const file = { output, file: 'gateway.json', below: [] };
    const { all, fields } = await unnoticed(file, isWanted, (field) => reasonsFor(field, list).length > 0);

    expect(all).toBeGreaterThan(atLeast);
    expect(fields.filter((field) => reasonsFor(field, list).length !== 1)).toEqual([]);
    // Nothing stands there that is noticed.
    expect(list.filter(([form]) => !fields.some((field) => form.test(field)))).toEqual([]);
  },
  900_000,
);
