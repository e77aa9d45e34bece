import { type ChangeRow, type SynthOutput } from '../../lib/review';
import { edited, reviewed, shop, valueIn } from '../support/review-shop';

const base = shop();
const portal = Object.keys(valueIn(base, 'cdk.tf.json', ['resource', 'azuread_application']) as object).find((name) =>
  name.startsWith('portal_'),
);
const path = ['resource', 'azuread_application', portal ?? ''];
const web = valueIn(base, 'cdk.tf.json', [...path, 'web']) as { readonly redirect_uris: readonly string[] };

/** The portal with its redirect URIs of another platform, and further ones. */
function as(platform: string, ...more: readonly string[]): SynthOutput {
  const without = edited(base, 'cdk.tf.json', [...path, 'web', 'redirect_uris'], undefined);
  return edited(without, 'cdk.tf.json', [...path, platform], { redirect_uris: [...web.redirect_uris, ...more] });
}

function rows(was: SynthOutput, now: SynthOutput): readonly Partial<ChangeRow>[] {
  const [deployment] = reviewed(was, now).deployments;
  return (deployment?.changes ?? []).map(({ section, subject, what, was: before, now: after, effect, notes }) => ({
    section,
    subject,
    what,
    effect,
    ...(before !== undefined && { was: before }),
    ...(after !== undefined && { now: after }),
    ...(notes.length > 0 && { notes }),
  }));
}

const REACH = ['people who sign in with it reach orders', 'routes that take what it holds: orders.approve, orders.browse'];

const PUBLIC = {
  section: 'credentials',
  subject: 'portal',
  what: 'becomes a public client: anybody’s copy of it can act as it',
  effect: 'broadened',
  was: 'confidential',
  now: 'public',
  notes: [...REACH, 'must agree: sales'],
};

const CONFIDENTIAL = {
  section: 'credentials',
  subject: 'portal',
  what: 'is no longer a public client: whoever acts as it must prove that he may',
  effect: 'narrowed',
  was: 'public',
  now: 'confidential',
  notes: REACH,
};

test.each([
  ['single_page_application', as('single_page_application')],
  ['public_client', as('public_client')],
  ['fallback_public_client_enabled', edited(base, 'cdk.tf.json', [...path, 'fallback_public_client_enabled'], true)],
])('a client that becomes public by %s is told in one row, and so is the way back', (_name, head) => {
  expect([rows(base, head), rows(head, base)]).toEqual([[PUBLIC], [CONFIDENTIAL]]);
});

test('a redirect URI that comes besides is told by itself', () => {
  const found = rows(base, as('single_page_application', 'https://evil.example/'));

  expect(found.filter(({ effect }) => effect === 'broadened')).toMatchObject([
    PUBLIC,
    { what: 'single_page_application.redirect_uris', now: expect.stringContaining('https://evil.example/') as string },
  ]);
});

test('a client that was public stays so without a word, whatever address comes', () => {
  const found = rows(as('single_page_application'), as('single_page_application', 'https://new.example/'));

  expect(found.map(({ what }) => what)).toEqual(['single_page_application.redirect_uris']);
});

test('a secret that stands in the registration itself hides no redirect URI', () => {
  const withSecret = edited(as('public_client'), 'cdk.tf.json', [...path, 'password'], { display_name: 'ci', end_date: '2027-01-01' });
  const head = edited(withSecret, 'cdk.tf.json', [...path, 'public_client', 'redirect_uris'], ['https://evil.example/']);

  expect(rows(as('public_client'), head).map(({ what }) => what)).toEqual(['client secret ci', 'public_client.redirect_uris']);
});

const EXPRESSION = '${["https://evil.example/cb"]}';

test('redirect URIs that Terraform works out by itself are told beside whatever makes a client public', () => {
  const fallback = edited(base, 'cdk.tf.json', [...path, 'fallback_public_client_enabled'], true);
  const head = edited(fallback, 'cdk.tf.json', [...path, 'single_page_application'], { redirect_uris: EXPRESSION });

  expect(rows(base, head).filter(({ effect }) => effect === 'broadened')).toMatchObject([
    PUBLIC,
    { what: 'single_page_application.redirect_uris', now: expect.stringContaining('evil.example') as string },
  ]);
});

test('a client whose redirect URIs of an app without a secret Terraform works out by itself is public', () => {
  const head = edited(base, 'cdk.tf.json', [...path, 'public_client'], { redirect_uris: EXPRESSION });

  expect(rows(base, head).map(({ what }) => what)).toEqual([PUBLIC.what, 'public_client.redirect_uris']);
});
