import { defineRule, KONG_FACTS } from '../rule';
import { texts } from '../view/guards';
import { ofGuards } from './guard-rule';

const FIELDS = ['roles_required', 'scopes_required', 'groups_required', 'audience_required'];

export const kng015 = defineRule({
  id: 'KNG015',
  severity: 'error',
  title: 'What is required together is written as one item',
  cause: 'Items are alternatives; words within an item are required together. Written otherwise, less is required than it seems.',
  fix: 'write values that are required together in one item with spaces between, and each alternative once',
  source: KONG_FACTS,
  needs: ['gateway'],
  check: ofGuards(({ plugin, config, audiences }) => {
    if (plugin === 'oidc') return undefined;
    // Values may hold commas; one that is declared so is no list.
    const declared = new Set(
      audiences.flatMap(({ application: one }) => [...(one?.roles ?? []), ...(one?.scopes ?? [])]).map(({ value }) => value),
    );
    for (const field of FIELDS) {
      const message = wrongIn(texts(config[field]), declared);
      if (message !== undefined) return { field, message, wanted: 'alternatives of which none contains another' };
    }
    return undefined;
  }),
});

function wrongIn(items: readonly string[], declared: ReadonlySet<string>): string | undefined {
  const strange = items.find(
    (item) =>
      item.trim() === '' ||
      item.split(' ').some((word) => /[,;]/.test(word) && !declared.has(word)) ||
      item !== item.trim() ||
      item.includes('  '),
  );
  if (strange !== undefined) return `the item ${JSON.stringify(strange)} is no list of words with one space between`;
  const words = items.map((item) => new Set(item.split(' ')));
  for (const [at, less] of words.entries()) {
    const more = words.findIndex((other, index) => index !== at && other.size > less.size && [...less].every((word) => other.has(word)));
    if (more !== -1) return `the item ${JSON.stringify(items[more])} requires nothing: ${JSON.stringify(items[at])} alone is enough`;
  }
  return undefined;
}
