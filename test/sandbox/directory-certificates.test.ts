import { Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { certificateOf, VALID } from '../support/certificates';
import { asked, contentOf, nameOf } from '../support/graph-caller';
import { guid } from '../support/organisation';
import { edited, shop } from '../support/review-shop';
import { deploymentIn, synthesizedDeployment, within, startAndEnd } from '../support/sandbox';

const WRONG = '400 Request_BadRequest';
const APPLICATION = '${azuread_application.billing_081fd692.id}';

let sandbox: Sandbox;
const keys: Record<string, string> = {};

beforeAll(async () => {
  sandbox = await Sandbox.start(synthesizedDeployment(organisation, dev));
  keys['rsa'] = await certificateOf();
  keys['other'] = await certificateOf({ bits: 3072, digest: 'SHA-512' });
  keys['short'] = await certificateOf({ bits: 1024 });
  keys['curve'] = await certificateOf({ bits: 0 });
  keys['sha1'] = await certificateOf({ digest: 'SHA-1' });
  keys['noise'] = `${keys['rsa'] ?? ''}!`;
  keys['none'] = Buffer.from('none').toString('base64');
});

afterAll(() => sandbox.close());

const ofKey = (key: string, more: object = {}): object => ({
  keyId: guid(1),
  type: 'AsymmetricX509Cert',
  usage: 'Verify',
  key: keys[key],
  ...more,
});

const registers = async (...keyCredentials: readonly object[]): Promise<string> =>
  nameOf(await asked(sandbox, ['Application.ReadWrite.All'], 'POST /applications', { displayName: 'x', keyCredentials }));

test.each<readonly [string, string, object, string]>([
  ['an RSA key of 2048 bits', 'rsa', {}, '201'],
  ['a longer one', 'other', {}, '201'],
  ['a shorter one', 'short', {}, WRONG],
  ['a key of an elliptic curve', 'curve', {}, WRONG],
  ['a signature by SHA-1', 'sha1', {}, WRONG],
  ['what is no base64', 'noise', {}, WRONG],
  ['what is no certificate', 'none', {}, WRONG],
  ['all of its own time', 'rsa', { startDateTime: VALID.from, endDateTime: VALID.to }, '201'],
  ['a time zone', 'rsa', { startDateTime: '2020-01-01T02:00:00+02:00' }, '201'],
  ['a start before its own', 'rsa', { startDateTime: '2019-12-31T23:59:59Z' }, WRONG],
  ['a start after its end', 'rsa', { startDateTime: '2090-01-02T00:00:00Z', endDateTime: '2090-01-03T00:00:00Z' }, WRONG],
  ['an end after its own', 'rsa', { endDateTime: '2090-01-01T00:00:01Z' }, WRONG],
  ['an end before its start', 'rsa', { startDateTime: '2030-01-01T00:00:00Z', endDateTime: '2029-01-01T00:00:00Z' }, WRONG],
  ['a start that is no time', 'rsa', { startDateTime: 'tomorrow' }, WRONG],
  ['an end without a time of day', 'rsa', { endDateTime: '2030-01-01' }, WRONG],
  ['an end without a time zone', 'rsa', { endDateTime: '2030-01-01T00:00:00' }, WRONG],
  ['an end that is a number', 'rsa', { endDateTime: 7 }, WRONG],
  ['no type', 'rsa', { type: null }, WRONG],
  ['an unknown type', 'rsa', { type: 'Certificate' }, WRONG],
  ['no usage', 'rsa', { usage: '' }, WRONG],
  ['an unknown usage', 'rsa', { usage: 'Everything' }, WRONG],
  ['a usage of another kind', 'rsa', { usage: 'Encrypt' }, '201'],
  ['an id that is none', 'rsa', { keyId: 'one' }, WRONG],
])('a certificate with %s is answered as by Graph', async (_what, key, more, expected) => {
  expect(await registers(ofKey(key, more))).toBe(expected);
});

test('of a registration whose certificate is refused nothing is made', async () => {
  const before = sandbox.home.applications.all().length;
  await registers(ofKey('short'));

  expect(sandbox.home.applications.all()).toHaveLength(before);
});

test('no two certificates have an id', async () => {
  const [lower, upper] = ['0000000a-0000-4000-8000-000000000000', '0000000A-0000-4000-8000-000000000000'];

  expect(await registers(ofKey('rsa', { keyId: lower }), ofKey('other', { keyId: upper }))).toBe(`${WRONG} DuplicateValue`);
});

test('a certificate without an id gets one', async () => {
  const { keyId: _none, ...unnamed } = ofKey('rsa') as { readonly keyId: string };
  const answer = await asked(sandbox, ['Application.ReadWrite.All'], 'POST /applications', { displayName: 'x', keyCredentials: [unnamed] });

  expect(contentOf(answer)).toMatchObject({ keyCredentials: [{ keyId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string }] });
});

const applied = (type: string, content: object): ReturnType<typeof deploymentIn> =>
  deploymentIn(edited(shop(), 'cdk.tf.json', ['resource', type, 'own'], { application_id: APPLICATION, ...content }));

const pem = (key: string): string => `-----BEGIN CERTIFICATE-----\n${keys[key] ?? ''}\n-----END CERTIFICATE-----\n`;

test.each<readonly [string, string, object, RegExp]>([
  ['a short key', 'short', {}, /Key credential is not a valid certificate/],
  ['a key of an elliptic curve', 'curve', {}, /Key credential is not a valid certificate/],
  ['no type', 'rsa', { type: null }, /property 'type' of resource 'KeyCredential'/],
  ['an end after its own', 'rsa', { end_date: '2095-01-01T00:00:00Z' }, /Key credential end date is invalid/],
  ['a start before its own', 'rsa', { start_date: '2010-01-01T00:00:00Z' }, /Key credential start date is invalid/],
  ['an encoding that is none', 'rsa', { encoding: 'utf8' }, /encoding is none of pem, base64, hex/],
])('a stack with a certificate with %s is refused', async (_what, key, more, expected) => {
  const stack = applied('azuread_application_certificate', { type: 'AsymmetricX509Cert', value: pem(key), ...more });

  await expect(startAndEnd(stack)).rejects.toThrow(expected);
});

test('a certificate of a stack is valid for as long as it says', async () => {
  const stack = applied('azuread_application_certificate', { type: 'AsymmetricX509Cert', value: pem('rsa') });

  await within(stack, ({ home }) => {
    const held = home.applications.all().flatMap(({ appId }) => home.credentials.certificatesOf(appId));

    expect(held).toMatchObject([{ key: keys['rsa'], startDateTime: VALID.from, endDateTime: VALID.to }]);
    return Promise.resolve();
  });
});

test.each([
  ['is no time', 'soon'],
  ['has been', '2020-01-01T00:00:00Z'],
])('a stack with a secret whose end %s is refused', async (_what, end) => {
  await expect(startAndEnd(applied('azuread_application_password', { end_date: end }))).rejects.toThrow(
    /property 'endDateTime' of resource 'PasswordCredential'/,
  );
});
