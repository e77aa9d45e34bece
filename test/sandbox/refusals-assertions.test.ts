import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { SignJWT } from 'jose';
import { type Sandbox } from '../../lib/sandbox';
import { graphTime, type KeyCredential } from '../../lib/sandbox/directory';
import { credentialsIn } from '../../lib/sandbox/graph/credentials';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { guid } from '../support/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';
import { posted, refusalIn, type Form } from '../support/sandbox-sign-in';

const deployment = synthesizedDeployment(organisation, dev);
const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const DAY_MS = 86_400_000;

/** What an importer registers and signs; each of it can be otherwise. */
interface Case {
  readonly credential?: Partial<KeyCredential>;
  /** When the certificate was made. @default - now */
  readonly madeAt?: number;
  readonly header?: Form;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly assertion?: string;
  readonly form?: Form | ((sandbox: Sandbox) => Form);
  readonly headers?: (sandbox: Sandbox) => Form;
}

async function answered(sandbox: Sandbox, { credential, madeAt, header, claims, assertion, form = {}, headers }: Case): Promise<string> {
  const { home, clock, entra } = sandbox;
  const { appId } = sandbox.principal('erp-sync');
  const { cert, key } = await entra.ca.issueForClient('erp-sync', madeAt ?? clock.now());
  const { raw, validFrom, validTo } = new X509Certificate(cert);
  home.credentials.setCertificates(appId, [
    {
      keyId: guid(1),
      displayName: null,
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
      startDateTime: graphTime(Date.parse(validFrom)),
      endDateTime: graphTime(Date.parse(validTo)),
      key: raw.toString('base64'),
      ...credential,
    },
  ]);
  const now = clock.seconds();
  const audience = `https://login.microsoftonline.com/${home.id}/oauth2/v2.0/token`;
  const signed = await new SignJWT({ iss: appId, sub: appId, aud: audience, exp: now + 300, ...claims })
    .setProtectedHeader({ alg: 'PS256', 'x5t#S256': createHash('sha256').update(raw).digest('base64url'), ...header })
    .sign(createPrivateKey(key));
  const asked = {
    grant_type: 'client_credentials',
    client_id: appId,
    scope: `${sandbox.principal('orders').appId}/.default`,
    client_assertion_type: TYPE,
    client_assertion: assertion ?? signed,
    ...(typeof form === 'function' ? form(sandbox) : form),
  };
  return refusalIn(await posted(sandbox, 'oauth2/v2.0/token', asked, headers?.(sandbox)));
}

const later = (days: number): string => graphTime(Date.now() + days * DAY_MS);

const encoded = (text: string): string => Buffer.from(text).toString('base64url');

function secretOf(sandbox: Sandbox): { readonly appId: string; readonly secretText: string } {
  const { appId } = sandbox.principal('erp-sync');
  return { appId, secretText: sandbox.home.credentials.addSecret(appId, 'test').secretText };
}

const CASES: Readonly<Record<string, readonly [string, Case]>> = {
  'what is no token': ['400 invalid_request 50027', { assertion: 'x' }],
  'a token whose header is no JSON': ['400 invalid_request 50027', { assertion: `${encoded('no JSON')}.${encoded('{"iss":"x"}')}.x` }],
  'a token whose claims are no JSON': ['400 invalid_request 50027', { assertion: `${encoded('{"alg":"PS256"}')}.${encoded('no JSON')}.x` }],
  'a certificate that is not registered': ['401 invalid_client 700027', { header: { 'x5t#S256': 'another' } }],
  'a certificate that signs for the application': ['401 invalid_client 700027', { credential: { usage: 'Sign' } }],
  'a certificate of another type': ['401 invalid_client 700027', { credential: { type: 'X509CertAndPassword' } }],
  'a certificate that was registered for later': ['401 invalid_client 700027', { credential: { startDateTime: later(30) } }],
  'a certificate that was registered until before': [
    '401 invalid_client 700027',
    { madeAt: Date.now() - 60 * DAY_MS, credential: { endDateTime: later(-30) } },
  ],
  'a certificate that is not valid yet': ['401 invalid_client 700027', { madeAt: Date.now() + 2 * DAY_MS }],
  'a certificate that is valid no more': ['401 invalid_client 700027', { madeAt: Date.now() - 366 * DAY_MS }],
  'a signature of another kind of key': ['401 invalid_client 700027', { header: { alg: 'PS384' } }],
  'an assertion for another endpoint': ['401 invalid_client 700023', { claims: { aud: 'https://login.microsoftonline.com/common' } }],
  'an assertion that has ended': ['401 invalid_client 700024', { claims: { exp: 1_000_000_000 } }],
  'an assertion for later': ['401 invalid_client 700024', { claims: { nbf: 4_000_000_000 } }],
  'an assertion without an end': ['401 invalid_client 700027', { claims: { exp: undefined } }],
  'an assertion for another client': ['401 invalid_client 50048', { claims: { sub: 'another' } }],
  'a secret besides': ['400 invalid_request ', { form: (sandbox) => ({ client_secret: secretOf(sandbox).secretText }) }],
  'a secret in the header besides': [
    '400 invalid_request ',
    {
      headers: (sandbox) => {
        const { appId, secretText } = secretOf(sandbox);
        return { authorization: `Basic ${Buffer.from(`${appId}:${secretText}`).toString('base64')}` };
      },
    },
  ],
};

test.each(Object.entries(CASES))('by a certificate, Entra refuses %s', async (_what, [expected, own]) => {
  await within(deployment, async (sandbox) => {
    expect(await answered(sandbox, own)).toBe(expected);
  });
});

test('what all these are made of is no refusal', async () => {
  await within(deployment, async (sandbox) => {
    expect(await answered(sandbox, {})).toBe('a token');
  });
});

test('a certificate that is registered without times is valid for as long as it says', async () => {
  await within(deployment, async ({ entra, clock, home }) => {
    const { cert } = await entra.ca.issueForClient('erp-sync', clock.now());
    const { raw, validFrom, validTo } = new X509Certificate(cert);
    const own = { keyId: guid(1), type: 'AsymmetricX509Cert', usage: 'Verify', key: raw.toString('base64') };
    const [read] = credentialsIn({ keyCredentials: [own] }, home).certificates ?? [];

    expect([read?.startDateTime, read?.endDateTime].map((time) => Date.parse(time ?? ''))).toEqual([validFrom, validTo].map(Date.parse));
    expect(read && credentialsIn({ keyCredentials: [{ keyId: guid(1) }] }, home, [read]).certificates).toEqual([read]);
  });
});
