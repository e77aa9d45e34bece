import { type Sandbox } from '../../lib/sandbox';
import { claimsOf } from '../../lib/sandbox/callers';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';
import { posted, refusalIn, SignInSteps, type Form, type Said } from '../support/sandbox-sign-in';

const deployment = synthesizedDeployment(organisation, dev);
const GRAPH = '00000003-0000-0000-c000-000000000000';

const claims = ({ json }: Said, token: 'access_token' | 'id_token'): ReturnType<typeof claimsOf> => claimsOf(String(json[token]));

/** An API that was called, and asks another one for the same person. */
class MiddleTier {
  readonly appId: string;
  readonly scope: string;

  constructor(private readonly sandbox: Sandbox) {
    const [orders, invoices] = ['orders', 'invoices'].map((key) => sandbox.principal(key));
    this.appId = invoices?.appId ?? '';
    this.scope = `${orders?.appId ?? ''}/.default`;
    sandbox.home.grants.grantScopes({
      clientId: invoices?.id,
      resourceId: orders?.id,
      consentType: 'AllPrincipals',
      scope: 'Orders.Use',
    });
  }

  async onBehalf(scope: string): Promise<Said> {
    const asked = { client: 'backoffice', api: 'invoices', person: { groups: ['staff'] } };
    const { accessToken: assertion } = await this.sandbox.token(asked);
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', requested_token_use: 'on_behalf_of' };
    return this.asked({ ...grant, ...this.secret(), assertion, scope });
  }

  asked(form: Form): Promise<Said> {
    return posted(this.sandbox, 'oauth2/v2.0/token', { client_id: this.appId, ...form });
  }

  secret(): Form {
    return { client_secret: this.sandbox.home.credentials.addSecret(this.appId, 'test').secretText };
  }
}

test('on behalf of somebody an API gets what it asks for, and nothing besides', async () => {
  await within(deployment, async (sandbox) => {
    const api = new MiddleTier(sandbox);
    const [plain, signedIn, offline] = [
      await api.onBehalf(api.scope),
      await api.onBehalf(`openid ${api.scope}`),
      await api.onBehalf(`offline_access ${api.scope}`),
    ];
    const keys = [plain, signedIn, offline].map(({ json }) => Object.keys(json).filter((key) => /_token|client_info/.test(key)));

    expect(keys).toEqual([['access_token'], ['access_token', 'id_token', 'client_info'], ['access_token', 'refresh_token']]);
    const own = api.scope.replace('.default', 'Orders.Use');

    expect([plain, signedIn, offline].map(({ json }) => json['scope'])).toEqual([
      `${own} ${api.scope}`,
      `${own} ${api.scope} openid`,
      `${own} ${api.scope}`,
    ]);
    expect(claims(signedIn, 'id_token')).toMatchObject({ aud: api.appId, oid: sandbox.person({ groups: ['staff'] }).id });
  });
});

test('what an API got on behalf of somebody it refreshes for 90 days, proved', async () => {
  await within(deployment, async (sandbox) => {
    const api = new MiddleTier(sandbox);
    const { json } = await api.onBehalf(`offline_access ${api.scope}`);
    const refresh = { grant_type: 'refresh_token', refresh_token: String(json['refresh_token']) };
    sandbox.clock.advance(89 * 86_400);
    const [unproved, proved] = [await api.asked(refresh), await api.asked({ ...refresh, ...api.secret() })];
    sandbox.clock.advance(2 * 86_400);
    const late = await api.asked({ ...refresh, ...api.secret() });

    expect([unproved, late].map(refusalIn)).toEqual(['401 invalid_client 7000218', '400 invalid_grant 700082']);
    expect(claims(proved, 'access_token')).toMatchObject({ azp: api.appId, scp: 'Orders.Use' });
  });
});

test('a refresh that asks for OpenID Connect alone is one for Microsoft Graph, as far as that is consented to', async () => {
  await within(deployment, async (sandbox) => {
    const steps = new SignInSteps(sandbox, 'backoffice', 'orders');
    const { json } = await steps.redeem(await steps.code());
    const refresh = (): Promise<Said> => steps.refresh(json['refresh_token'], { scope: 'openid offline_access' });
    const { grants, servicePrincipals } = sandbox.home;
    const resourceId = servicePrincipals.ofClientId(GRAPH)?.id ?? '';
    for (const { id, resourceId: of } of grants.scopeGrantsOf(steps.client.id)) if (of === resourceId) grants.revokeScopes(id);
    const before = await refresh();
    grants.grantScopes({ clientId: steps.client.id, resourceId, consentType: 'AllPrincipals', scope: 'User.Read' });
    const after = await refresh();

    expect(refusalIn(before)).toBe('400 invalid_grant 65001');
    expect(claims(after, 'access_token')).toMatchObject({ aud: GRAPH, scp: 'User.Read' });
    expect(after.json).toHaveProperty('id_token');
  });
});
