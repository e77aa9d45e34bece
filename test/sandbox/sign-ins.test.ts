import { type Sandbox } from '../../lib/sandbox';
import { Clock, type ServicePrincipal, type User } from '../../lib/sandbox/directory';
import { EntraRefusal } from '../../lib/sandbox/entra/refusal';
import { SignIns, type AuthorizationRequest } from '../../lib/sandbox/entra/sign-ins';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';

test('of sign-ins that nobody ends a bounded number is kept: the oldest go', () => {
  const signIns = new SignIns(new Clock());
  const request = { tenantId: 'home', redirectUri: 'https://portal.example.com/' } as AuthorizationRequest;
  const all = Array.from({ length: 10_001 }, () => signIns.begin(request));
  const [first = '', second = ''] = all;

  expect(() => signIns.request(first, 'home')).toThrow(EntraRefusal);
  expect(signIns.request(second, 'home')).toBe(request);
  expect(signIns.request(all.at(-1) ?? '', 'home')).toBe(request);
});

/** Somebody of the staff signs in at the back office, step by step. */
class SteppedSignIn {
  readonly client: ServicePrincipal;
  readonly user: User;
  private readonly redirectUri: string;

  constructor(
    private readonly sandbox: Sandbox,
    private readonly other: string,
  ) {
    this.client = sandbox.principal('backoffice');
    this.user = sandbox.person({ groups: ['staff'] });
    const application = sandbox.home.applications.all().find(({ appId }) => appId === this.client.appId);
    this.redirectUri = application?.web.redirectUris[0] ?? '';
  }

  /** A name for what was asked, at one's own tenant. */
  async begun(): Promise<string> {
    const asked = new URLSearchParams({
      client_id: this.client.appId,
      response_type: 'code',
      redirect_uri: this.redirectUri,
      scope: `${this.sandbox.principal('orders').appId}/.default offline_access`,
    });
    const { body } = await this.sandbox.entra.fetcher.fetch(`${this.authorize(this.sandbox.home.id)}?${asked.toString()}`);
    return /name="transaction" value="([^"]+)"/.exec(body)?.[1] ?? '';
  }

  async code(): Promise<string> {
    const { headers } = await this.post(this.authorize(this.sandbox.home.id), { transaction: await this.begun(), user: this.user.id });
    return new URL(String(headers.location)).searchParams.get('code') ?? '';
  }

  /** What comes of choosing somebody at the other tenant. */
  async chosenElsewhere(transaction: string): Promise<string> {
    const { status, body } = await this.post(this.authorize(this.other), { transaction, user: this.user.id });
    return `${String(status)} ${/AADSTS\d+/.exec(body)?.[0] ?? 'no code'}`;
  }

  async redeemed(form: Readonly<Record<string, string>>, tenant = this.sandbox.home.id): Promise<Readonly<Record<string, unknown>>> {
    const secret = this.sandbox.home.credentials.addSecret(this.client.appId, 'test').secretText;
    const { body } = await this.post(`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`, {
      client_id: this.client.appId,
      client_secret: secret,
      redirect_uri: this.redirectUri,
      ...form,
    });
    return JSON.parse(body) as Readonly<Record<string, unknown>>;
  }

  private authorize(tenant: string): string {
    return `https://login.microsoftonline.com/${tenant}/oauth2/v2.0/authorize`;
  }

  private post(url: string, form: Readonly<Record<string, string>>): ReturnType<Sandbox['entra']['fetcher']['fetch']> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return this.sandbox.entra.fetcher.fetch(url, { method: 'POST', headers, body: new URLSearchParams(form).toString() });
  }
}

function signingIn(run: (signIn: SteppedSignIn, sandbox: Sandbox) => Promise<void>): Promise<void> {
  return within(synthesizedDeployment(organisation, dev), (sandbox) => {
    const other = sandbox.entra.tenants.all().find(({ id }) => id !== sandbox.home.id);
    if (other === undefined) throw new Error('there is one tenant');
    // The client is of several tenants, and stands in both.
    other.servicePrincipals.addOutside({
      id: sandbox.principal('shipments').id,
      appId: sandbox.principal('backoffice').appId,
      displayName: 'backoffice',
    });
    return run(new SteppedSignIn(sandbox, other.id), sandbox);
  });
}

const CODE = { grant_type: 'authorization_code' };

test('a sign-in that is begun at a tenant is ended at no other', async () => {
  await signingIn(async (signIn) => {
    expect(await signIn.chosenElsewhere(await signIn.begun())).toBe('400 AADSTS165000');
  });
});

test('codes and refresh tokens of a tenant are of no use at another', async () => {
  await signingIn(async (signIn, sandbox) => {
    const other = sandbox.entra.tenants.all().find(({ id }) => id !== sandbox.home.id)?.id ?? '';
    const code = await signIn.code();
    const elsewhere = await signIn.redeemed({ ...CODE, code }, other);
    const { refresh_token: token } = await signIn.redeemed({ ...CODE, code });
    const refreshed = await signIn.redeemed({ grant_type: 'refresh_token', refresh_token: String(token) }, other);

    expect([elsewhere['error_codes'], refreshed['error_codes']]).toEqual([[700005], [70000]]);
    expect(await signIn.redeemed({ grant_type: 'refresh_token', refresh_token: String(token) })).toHaveProperty('access_token');
  });
});

test('what a person signed in to is what it is by the time of the token: codes and refresh tokens are no snapshot', async () => {
  await signingIn(async (signIn, sandbox) => {
    const [code, later] = [await signIn.code(), await signIn.code()];
    const { refresh_token: token } = await signIn.redeemed({ ...CODE, code });
    sandbox.home.servicePrincipals.update(sandbox.principal('orders').id, { accountEnabled: false });
    const refreshed = await signIn.redeemed({ grant_type: 'refresh_token', refresh_token: String(token) });
    const redeemed = await signIn.redeemed({ ...CODE, code: later });

    expect([refreshed['error_codes'], redeemed['error_codes']]).toEqual([[500014], [500014]]);
  });
});

test('who was disabled after the sign-in gets no token, by code or by refresh token', async () => {
  await signingIn(async (signIn, sandbox) => {
    const [code, later] = [await signIn.code(), await signIn.code()];
    const { refresh_token: token } = await signIn.redeemed({ ...CODE, code });
    sandbox.home.people.addUser({ ...signIn.user, accountEnabled: false });
    const refreshed = await signIn.redeemed({ grant_type: 'refresh_token', refresh_token: String(token) });
    const redeemed = await signIn.redeemed({ ...CODE, code: later });

    expect([refreshed['error_codes'], redeemed['error_codes']]).toEqual([[50057], [50057]]);
  });
});

test('whom the client wants assigned and who is not any more gets no token, by code or by refresh token', async () => {
  await signingIn(async (signIn, sandbox) => {
    const [code, later] = [await signIn.code(), await signIn.code()];
    const { refresh_token: token } = await signIn.redeemed({ ...CODE, code });
    sandbox.home.servicePrincipals.update(sandbox.principal('backoffice').id, { appRoleAssignmentRequired: true });
    const refreshed = await signIn.redeemed({ grant_type: 'refresh_token', refresh_token: String(token) });
    const redeemed = await signIn.redeemed({ ...CODE, code: later });

    expect([refreshed['error_codes'], redeemed['error_codes']]).toEqual([[50105], [50105]]);
  });
});
