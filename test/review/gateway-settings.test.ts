import { failingByDefault, type ChangeRow, type SynthOutput } from '../../lib/review';
import { edited, reviewed, shop } from '../support/review-shop';

const base = shop();

function changes(head: SynthOutput): readonly ChangeRow[] {
  return reviewed(base, head).deployments.find(({ name }) => name === 'shop-test')?.changes ?? [];
}

/** The shop beside another deployment, with tags of each of them. */
function withTags(own: readonly string[], other?: readonly string[]): SynthOutput {
  const tagged = edited(base, 'gateway.json', ['selectTags'], own);
  if (other === undefined) return tagged;
  const beside = edited(base, 'gateway.json', ['selectTags'], other).stacks.map((stack) => ({ ...stack, name: 'market' }));
  return { ...tagged, stacks: [...tagged.stacks, ...beside] };
}

function notesOf(head: SynthOutput): readonly string[] {
  return changes(head).flatMap(({ subject, isBlocking, notes }) => (subject === 'the gateway' && isBlocking ? notes : []));
}

const STAYS = 'what was deployed under the tag test stays as it is, and no synchronization manages or deletes it any more';

test('tags that become others delete what is under the new ones, and leave what is under the old ones to nobody', () => {
  const head = withTags(['market']);
  const row = changes(head).filter(({ subject }) => subject === 'the gateway');

  expect(row.map(({ was, now, isBlocking }) => [was, now, isBlocking])).toEqual([['["test"]', '["market"]', true]]);
  expect(notesOf(head)).toEqual(['the next synchronization deletes whatever else on the control plane has the tag market', STAYS]);
  expect(failingByDefault(reviewed(base, head), 0)).not.toEqual([]);
});

test('a deployment that has the tags already is named', () => {
  expect(notesOf(withTags(['market'], ['market']))).toEqual([
    'the next synchronization deletes whatever else on the control plane has the tag market',
    'so it deletes what market deploys, where that is on the same control plane',
    'there the synchronization of market deletes what this one makes',
    STAYS,
  ]);
  expect(notesOf(withTags(['market', 'own'], ['market']))).toEqual([
    'the next synchronization deletes whatever else on the control plane has all of the tags market, own',
    'there the synchronization of market deletes what this one makes',
    STAYS,
  ]);
});

test('a further tag deletes nothing of others, and one less leaves nothing behind', () => {
  const more = edited(base, 'gateway.json', ['selectTags'], ['test', 'more']);

  expect(notesOf(more)).toEqual([STAYS]);
  expect(reviewed(more, base).deployments[0]?.changes.flatMap(({ notes, isBlocking }) => (isBlocking ? notes : []))).toEqual([
    'the next synchronization deletes whatever else on the control plane has the tag test',
  ]);
});

test('calls that go to another server name the API, and the team that owns it', () => {
  const head = edited(base, 'gateway.json', ['apis', 'orders', 'service', 'host'], 'elsewhere.example');
  const rows = changes(head).filter(({ what }) => what === 'calls go to another server');

  expect(rows.map(({ subject, was, now, effect }) => [subject, was, now, effect])).toEqual([
    ['orders', 'orders.internal:443', 'elsewhere.example:443', 'unknown'],
  ]);
  expect(rows[0]?.notes).toEqual([
    'it gets every request that the gateway lets through, with the headers that say who calls',
    'must agree: sales',
  ]);
  expect(changes(head).filter(({ what }) => what === 'host')).toEqual([]);
});
