import { defaultsOf } from '../support/kong-schema';
import { noticedIn } from '../support/noticed';
import { valueIn } from '../support/review-shop';
import { world, worldEnvironment } from '../support/sandbox-world';
import { openSourceShowcase, showcaseEnvironment } from '../support/showcase';
import { synthesizedOutput } from '../support/synthesized-output';
import {
  AS_LISTED,
  comparedWith,
  DEFAULT,
  reasonsFor,
  WITHOUT_EFFECT_AT_THE_GATEWAY,
  WITHOUT_EFFECT_IN_OPEN_SOURCE,
} from '../support/without-effect';

test.each([
  ['of the Kong file', world, worldEnvironment, (): boolean => true, WITHOUT_EFFECT_AT_THE_GATEWAY, 150],
  [
    'of the plugins of open-source Kong',
    openSourceShowcase,
    showcaseEnvironment({ dialect: 'oidc', version: '3.9.3' }),
    (field: string): boolean => /\b(?:oidc|acl)\b/.test(field),
    WITHOUT_EFFECT_IN_OPEN_SOURCE,
    30,
  ],
] as const)(
  'each field %s that is altered or taken away is noticed, or stands on the list with its reason',
  async (_, model, environment, isWanted, list, atLeast) => {
    const output = synthesizedOutput('synthesized', model, environment);
    const found = await noticedIn({ output, file: 'gateway.json', below: [] }, list, isWanted);
    const { name: stack = '' } = output.stacks.find(({ files }) => files['gateway.json'] !== undefined) ?? {};
    const leftOut = [...found.silent].filter(([field]) => reasonsFor(field, list).includes(DEFAULT));

    expect(comparedWith(list, found)).toEqual(AS_LISTED);
    expect(found.noticed.length).toBeGreaterThan(atLeast);
    for (const [field, values] of leftOut) {
      const [, where, plugin = '', name = ''] = /^dropped (.+\.plugins|pluginDefaults)\.([a-z-]+)\.(\w+)$/.exec(field) ?? [];
      const below = valueIn(output, 'gateway.json', ['pluginDefaults', plugin, name], stack);
      const takenInstead = where === 'pluginDefaults' || below === undefined ? defaultsOf(plugin, name) : [below];

      expect({ field, differing: values.filter((value) => takenInstead.some((one) => !isSame(one, value))) }).toEqual({
        field,
        differing: [],
      });
    }
  },
  1_800_000,
);

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
