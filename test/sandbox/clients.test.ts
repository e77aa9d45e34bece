import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { type Sandbox } from '../../lib/sandbox';
import { claimsOf } from '../../lib/sandbox/callers';
import { graphTime } from '../../lib/sandbox/directory';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { guid } from '../support/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';
import { client } from '../support/sandbox-client';

const verifier = 'a-verifier-that-is-long-enough-to-be-one-of-rfc-7636';
const challenge = createHash('sha256').update(verifier).digest('base64url');

/** The token of a managed identity, which an application is registered to accept as its own proof. */
function identityToken({ home, entra, clock, deployment }: Sandbox, appId: string): Promise<string> {
  const issuer = `https://login.microsoftonline.com/${home.id}/v2.0`;
  const identity = deployment.access.environment.managedIdentities['nightly-report']?.objectId ?? '';
  home.credentials.addFederated(appId, {
    name: 'identity',
    issuer,
    subject: identity,
    audiences: ['api://AzureADTokenExchange'],
    description: null,
  });
  const now = clock.seconds();
  return entra.keys.sign({ iss: issuer, sub: identity, aud: 'api://AzureADTokenExchange', iat: now, nbf: now, exp: now + 600 }, 2);
}

/** What a client of the sample organisation asks for, in every way there is. */
async function casesFor(sandbox: Sandbox): Promise<readonly object[]> {
  const { home, entra } = sandbox;
  const orders = sandbox.principal('orders');
  const erp = sandbox.principal('erp-sync');
  const portal = sandbox.principal('backoffice');
  const app = sandbox.principal('field-app');
  const invoices = sandbox.principal('invoices');
  const robot = sandbox.principal('warehouse-robot');
  const secret = (appId: string): string => home.credentials.addSecret(appId, 'test').secretText;
  const { cert, key } = await entra.ca.issueForClient('robot', sandbox.clock.now());
  const { raw, validTo } = new X509Certificate(cert);
  home.credentials.setCertificates(robot.appId, [
    {
      keyId: guid(1),
      displayName: null,
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
      startDateTime: sandbox.clock.text(),
      endDateTime: graphTime(Date.parse(validTo)),
      key: raw.toString('base64'),
    },
  ]);
  const scope = (appId: string): readonly string[] => [`${appId}/.default`];
  const staff = sandbox.person({ groups: ['staff'] });
  const person = await sandbox.token({ client: 'backoffice', api: 'invoices', person: { groups: ['staff'] } });
  home.grants.grantScopes({ clientId: invoices.id, resourceId: orders.id, consentType: 'AllPrincipals', scope: 'Orders.Use' });
  const shipments = sandbox.principal('shipments');
  const pem = createPrivateKey(key).export({ type: 'pkcs8', format: 'pem' }).toString();
  return [
    { name: 'a secret', kind: 'secret', clientId: erp.appId, clientSecret: secret(erp.appId), scopes: scope(orders.appId) },
    { name: 'a wrong secret', kind: 'secret', clientId: erp.appId, clientSecret: 'wrong', scopes: scope(orders.appId) },
    {
      name: 'a certificate',
      kind: 'certificate',
      clientId: robot.appId,
      clientCertificate: { thumbprintSha256: createHash('sha256').update(raw).digest('hex'), privateKey: pem },
      scopes: scope(shipments.appId),
    },
    {
      name: 'a code of a website',
      kind: 'code',
      clientId: portal.appId,
      clientSecret: secret(portal.appId),
      redirectUri: 'http://localhost:3000/signin',
      scopes: scope(orders.appId),
      userId: staff.id,
      verifier,
      challenge,
    },
    {
      name: 'a code of an app',
      kind: 'code',
      clientId: app.appId,
      redirectUri: 'http://localhost:53211',
      scopes: scope(shipments.appId),
      userId: sandbox.person({ groups: ['drivers'] }).id,
      verifier,
      challenge,
    },
    {
      name: 'the token of a managed identity',
      kind: 'assertion',
      clientId: erp.appId,
      clientAssertion: await identityToken(sandbox, erp.appId),
      scopes: scope(orders.appId),
    },
    {
      name: 'on behalf of a person',
      kind: 'onBehalfOf',
      clientId: invoices.appId,
      clientSecret: secret(invoices.appId),
      oboAssertion: person.accessToken,
      scopes: scope(orders.appId),
    },
  ];
}

test('openid-client gets tokens, and verifies who it was that signed in', async () => {
  await within(synthesizedDeployment(organisation, dev), async (sandbox) => {
    const [erp, shop, orders] = ['erp-sync', 'storefront', 'orders'].map((key) => sandbox.principal(key));
    const scope = `${orders?.appId ?? ''}/.default`;
    const signIn = { kind: 'code', clientId: shop?.appId, redirectUri: 'http://localhost:5173/', scope: `openid offline_access ${scope}` };
    const userId = sandbox.person({ groups: ['staff'] }).id;
    const came = await client(sandbox, 'openid.mjs', {
      origin: sandbox.urls.entra.replace('127.0.0.1', 'localhost'),
      issuer: `https://login.microsoftonline.com/${sandbox.home.id}/v2.0`,
      cases: [
        {
          name: 'a secret',
          kind: 'secret',
          clientId: erp?.appId,
          clientSecret: sandbox.home.credentials.addSecret(erp?.appId ?? '', 'test').secretText,
          scope,
        },
        { name: 'a page', ...signIn, userId, origin: 'http://localhost:5173' },
        { name: 'a page of nowhere', ...signIn, userId, origin: 'https://evil.example' },
        { name: 'no page', ...signIn, userId },
      ],
    });

    expect(claimsOf(came['a secret']?.accessToken ?? '')).toMatchObject({ roles: ['Orders.Read.All', 'Orders.Write.All'] });
    expect(claimsOf(came['a page']?.accessToken ?? '')).toMatchObject({ scp: 'Orders.Use', azpacr: '0' });
    expect(claimsOf(came['a page']?.refreshed ?? '')).toMatchObject({ scp: 'Orders.Use' });
    expect([came['a page of nowhere']?.error, came['no page']?.error]).toEqual([
      expect.stringContaining('AADSTS9002327'),
      expect.stringContaining('AADSTS9002327'),
    ]);
  });
}, 60_000);

test('Microsoft’s own library gets tokens in every way, and is refused what it should be', async () => {
  await within(synthesizedDeployment(organisation, dev), async (sandbox) => {
    const origin = sandbox.urls.entra.replace('127.0.0.1', 'localhost');
    const came = await client(sandbox, 'msal.mjs', { origin, tenantId: sandbox.home.id, cases: await casesFor(sandbox) });
    const claims = (name: string, field: 'accessToken' | 'refreshed' = 'accessToken'): unknown => {
      const { [field]: token, error } = came[name] ?? {};
      return token === undefined ? error : claimsOf(token);
    };

    expect(claims('a secret')).toMatchObject({ roles: ['Orders.Read.All', 'Orders.Write.All'], azpacr: '1', idtyp: 'app' });
    expect(claims('a wrong secret')).toContain('AADSTS7000215');
    expect(claims('a certificate')).toMatchObject({ roles: ['Shipments.Move.All'], azpacr: '2' });
    expect(claims('the token of a managed identity')).toMatchObject({ roles: ['Orders.Read.All', 'Orders.Write.All'], azpacr: '2' });
    expect(claims('a code of a website')).toMatchObject({ scp: 'Orders.Use', azpacr: '1' });
    expect(claims('a code of a website', 'refreshed')).toMatchObject({ scp: 'Orders.Use', azpacr: '1' });
    expect(came['a code of a website']?.isKept).toBe(true);
    expect(came['a code of an app']?.isKept).toBe(true);
    expect(claims('a code of an app')).toMatchObject({ scp: 'Shipments.Deliver', azpacr: '0' });
    expect(claims('on behalf of a person')).toMatchObject({ scp: 'Orders.Use', azpacr: '1' });
  });
}, 60_000);
