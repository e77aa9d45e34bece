import { type Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { guid } from '../support/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';
import { posted, refusalIn, SignInSteps, type Form } from '../support/sandbox-sign-in';

const deployment = synthesizedDeployment(organisation, dev);
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** What somebody hears who asks a tenant, by whatever name, for a token. */
async function heard({ entra }: Sandbox, tenant: string, form: Form): Promise<string> {
  const url = `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`;
  const { status, body } = await entra.fetcher.fetch(url, {
    method: 'POST',
    headers: FORM,
    body: new URLSearchParams({ grant_type: 'client_credentials', ...form }).toString(),
  });
  return refusalIn({ status, body, location: undefined, json: JSON.parse(body) as Form });
}

function daemonOf(sandbox: Sandbox): Form {
  const { appId } = sandbox.principal('erp-sync');
  return { client_id: appId, client_secret: sandbox.home.credentials.addSecret(appId, 'test').secretText };
}

test('a client proves itself in every tenant by what its registration has, and by nothing that a tenant holds besides', async () => {
  await within(deployment, async (sandbox) => {
    const { home, entra } = sandbox;
    const other = entra.tenants.ensure(guid(66));
    const { appId } = home.applications.create({ displayName: 'everywhere', signInAudience: 'AzureADMultipleOrgs' });
    other.servicePrincipals.create({ appId });
    const ask = (secret: string): Promise<string> =>
      heard(sandbox, other.id, { client_id: appId, client_secret: secret, scope: `${appId}/.default` });

    expect(await ask(home.credentials.addSecret(appId, 'own').secretText)).toBe('a token');
    expect(await ask(other.credentials.addSecret(appId, 'of a guest').secretText)).toBe('401 invalid_client 7000215');
  });
});

test('a tenant is known by its domains; where several may be meant, none is', async () => {
  await within(deployment, async (sandbox) => {
    const form = { ...daemonOf(sandbox), scope: `${sandbox.principal('orders').appId}/.default` };
    const names = [sandbox.home.domain, sandbox.home.domain.toUpperCase(), 'elsewhere.example', 'common', 'organizations'];

    expect(await Promise.all(names.map((name) => heard(sandbox, name, form)))).toEqual([
      'a token',
      'a token',
      '400 invalid_request 90002',
      '400 invalid_request ',
      '400 invalid_request ',
    ]);
  });
});

test('clients and APIs are named in whatever case, Microsoft Graph with a slash or without', async () => {
  await within(deployment, async (sandbox) => {
    const { client_id: id = '', ...proof } = daemonOf(sandbox);
    const api = sandbox.principal('orders');
    const uri = api.servicePrincipalNames.find((name) => name.startsWith('api://')) ?? '';
    const ask = (client: string, scope: string): Promise<string> =>
      heard(sandbox, sandbox.home.id, { ...proof, client_id: client, scope: `${scope}/.default` });

    expect(uri).not.toBe(uri.toUpperCase());
    expect([
      await ask(id.toUpperCase(), api.appId.toUpperCase()),
      await ask(id, uri.toUpperCase()),
      await ask(id, `${uri}x`),
      await ask(id, 'https://graph.microsoft.com'),
      await ask(id, 'https://graph.microsoft.com/'),
    ]).toEqual(['a token', 'a token', '400 invalid_resource 500011', 'a token', 'a token']);
  });
});

test('a scope is asked for in whatever case, and told as its API spells it, with the name of the API', async () => {
  await within(deployment, async (sandbox) => {
    const steps = new SignInSteps(sandbox, 'storefront', 'orders');
    const { appId } = sandbox.principal('orders');
    const told = async (scope: string): Promise<unknown> => (await steps.redeem(await steps.code({ scope }))).json['scope'];

    expect(await told(`${appId}/orders.use openid offline_access`)).toBe(`${appId}/Orders.Use openid`);
    expect(await told(`${appId}/.default`)).toBe(`${appId}/Orders.Use ${appId}/.default`);
  });
});

test('who asks for nothing signs nobody in', async () => {
  await within(deployment, async (sandbox) => {
    const { status, body } = await new SignInSteps(sandbox, 'storefront', 'orders').authorize({ scope: '' });

    expect([status, /AADSTS\d+/.exec(body)?.[0]]).toEqual([400, 'AADSTS900144']);
  });
});

test('an answer is by query or fragment; that others are not made is said without a number of Entra', async () => {
  await within(deployment, async (sandbox) => {
    const { status, body } = await new SignInSteps(sandbox, 'storefront', 'orders').authorize({ response_mode: 'form_post' });

    expect([status, body.includes('by query or fragment alone'), body.includes('AADSTS')]).toEqual([400, true, false]);
  });
});

test.each(['v2.0/.well-known/openid-configuration', '.well-known/openid-configuration', 'discovery/v2.0/keys'])(
  'pages of registered origins read %s, and no others do',
  async (place) => {
    await within(deployment, async (sandbox) => {
      const { origin = '' } = new SignInSteps(sandbox, 'storefront', 'orders').origin;
      const allowed = async (headers: Form): Promise<unknown> => {
        const url = `https://login.microsoftonline.com/${sandbox.home.id}/${place}`;
        return (await sandbox.entra.fetcher.fetch(url, { headers })).headers['access-control-allow-origin'];
      };

      expect(origin).toMatch(/^http/);
      expect([await allowed({ origin }), await allowed({ origin: 'https://evil.example' }), await allowed({})]).toEqual([
        origin,
        undefined,
        undefined,
      ]);
      expect(refusalIn(await posted(sandbox, place, {}))).toBe('400 invalid_request 900561');
    });
  },
);
