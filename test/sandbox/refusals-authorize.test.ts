import { type Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';
import { SignInSteps, type Form } from '../support/sandbox-sign-in';

const deployment = synthesizedDeployment(organisation, dev);

function signingIn(run: (steps: SignInSteps, sandbox: Sandbox) => Promise<void>, client = 'backoffice'): Promise<void> {
  return within(deployment, (sandbox) => run(new SignInSteps(sandbox, client, client === 'field-app' ? 'shipments' : 'orders'), sandbox));
}

const CASES: readonly (readonly [string, Form, RegExp])[] = [
  ['a way to hide the verifier that is none', { code_challenge_method: 'foo' }, /^AADSTS50149: /],
  ['a way to hide the verifier, and none hidden', { code_challenge: '' }, /^'code_challenge' and 'code_challenge_method' go together/],
  ['a challenge that is too short', { code_challenge: 'x'.repeat(42) }, /^AADSTS501491: /],
  ['a challenge that is too long', { code_challenge: 'x'.repeat(129) }, /^AADSTS501491: /],
  ['a way to ask that is none', { prompt: 'always' }, /^AADSTS90023: /],
  ['two ways to ask', { prompt: 'login consent' }, /^AADSTS90023: /],
  ['the API in resource', { resource: 'api://orders' }, /^AADSTS901002: /],
];

test.each(CASES)('nobody signs in with %s', async (_what, changes, expected) => {
  await signingIn(async (steps) => {
    const { status, body } = await steps.authorize(changes);

    expect([status, body]).toEqual([400, expect.stringMatching(expected)]);
  });
});

test('nobody signs in by a query in which a parameter stands twice', async () => {
  await signingIn(async (steps) => {
    const { status, body } = await steps.authorize({}, '&prompt=login&prompt=none');

    expect([status, body]).toEqual([400, "AADSTS9000411: The request is not properly formatted. The parameter 'prompt' is duplicated."]);
  });
});

test('a page says how it hides the verifier', async () => {
  await signingIn(async (steps) => {
    const { status, body } = await steps.authorize({ code_challenge_method: '' });

    expect([status, body]).toEqual([400, expect.stringMatching(/^'code_challenge' and 'code_challenge_method' go together/)]);
  }, 'storefront');
});

test.each(['oauth2/v2.0/authorize', 'oauth2/v2.0/token', 'oauth2/v2.0/devicecode', 'oauth2/deviceauth'])(
  '%s is neither put nor deleted',
  async (place) => {
    await within(deployment, async ({ entra, home }) => {
      for (const method of ['PUT', 'DELETE']) {
        const { status, body } = await entra.fetcher.fetch(`https://login.microsoftonline.com/${home.id}/${place}`, { method });

        expect([status, body]).toEqual([400, expect.stringContaining('AADSTS900561: ')]);
      }
    });
  },
);

test.each(['plain', 'S256'])('a person is asked with a challenge that is %s', async (method) => {
  await signingIn(async (steps) => {
    expect((await steps.authorize({ code_challenge_method: method })).body).toContain('Sign in to backoffice');
  });
});

test.each(['login', 'consent', 'select_account'])('a person is asked with prompt=%s', async (prompt) => {
  await signingIn(async (steps) => {
    expect((await steps.authorize({ prompt })).body).toContain('Sign in to backoffice');
  });
});

test('who must not be asked is not signed in: the client hears so', async () => {
  await signingIn(async (steps) => {
    const { status, location = '' } = await steps.authorize({ prompt: 'none', state: 'mine' });
    const url = new URL(location);

    expect([status, `${url.origin}${url.pathname}`]).toEqual([302, steps.redirectUri]);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      error: 'login_required',
      error_description: 'AADSTS50058: A silent sign-in request was sent but no user is signed in.',
      state: 'mine',
    });
  });
});

test.each([
  ['a fragment', 'http://localhost:4711/#x'],
  ['an empty fragment', 'http://localhost:4711/#'],
  ['a user', 'http://user@localhost:4711/'],
  ['an empty user', 'http://@localhost:4711/'],
  ['a host behind that of this machine', 'http://localhost:4711@evil.example/'],
  ['a path that leads back', 'http://localhost:4711/x/../'],
  ['a port that is none', 'http://localhost:99999/'],
])('an app is not sent to this machine with %s', async (_what, uri) => {
  await signingIn(async (steps) => {
    const { status, body } = await steps.authorize({ redirect_uri: uri });

    expect([status, body]).toEqual([400, expect.stringMatching(/^AADSTS50011: /)]);
  }, 'field-app');
});

test('an app is sent to this machine at any port, with or without a slash', async () => {
  await signingIn(async (steps) => {
    for (const uri of ['http://localhost', 'http://localhost:4711', 'http://localhost:4711/'])
      expect((await steps.authorize({ redirect_uri: uri })).body).toContain('Sign in to field-app');
  }, 'field-app');
});

test.each([
  'https://user@portal.example.com/',
  'https://@portal.example.com/',
  'https://portal.example.com/#x',
  'https://portal.example.com/#',
])('the redirect %s is not registered', async (uri) => {
  await signingIn((steps, sandbox) => {
    const { id = '' } = sandbox.home.applications.ofClientId(steps.client.appId) ?? {};

    expect(() => sandbox.home.applications.update(id, { web: { redirectUris: [uri] } })).toThrow(
      "Invalid value specified for property 'redirectUris' of resource 'Application'.",
    );
    return Promise.resolve();
  });
});

test('an address with an @ behind the host is registered, as are schemes of apps', async () => {
  await signingIn((steps, sandbox) => {
    const { id = '' } = sandbox.home.applications.ofClientId(steps.client.appId) ?? {};
    const redirectUris = ['https://portal.example.com/@me', 'https://portal.example.com/?who=a//b@c'];
    const native = ['msauth.com.example://auth', 'urn:ietf:wg:oauth:2.0:oob'];
    const { web, publicClient } = sandbox.home.applications.update(id, { web: { redirectUris }, publicClient: { redirectUris: native } });

    expect([web.redirectUris, publicClient.redirectUris]).toEqual([redirectUris, native]);
    return Promise.resolve();
  });
});

test('a question mark within a query is part of it', async () => {
  await signingIn(async (steps) => {
    const { location = '' } = await steps.authorize({ prompt: 'none' }, '&state=?a=1?b=2');

    expect(new URL(location).searchParams.get('state')).toBe('?a=1?b=2');
  });
});
