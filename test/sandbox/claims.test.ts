import { type Sandbox } from '../../lib/sandbox';
import { claimsOf } from '../../lib/sandbox/callers';
import { type Application } from '../../lib/sandbox/directory';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { edited, shop } from '../support/review-shop';
import { deploymentIn, startAndEnd, synthesizedDeployment, within } from '../support/sandbox';
import { SignInSteps } from '../support/sandbox-sign-in';

const deployment = synthesizedDeployment(organisation, dev);

type Claims = ReturnType<typeof claimsOf>;

/** Changes the registration of an API or a client. */
function change(sandbox: Sandbox, key: string, changes: Readonly<Record<string, unknown>>): Application {
  const { id = '' } = sandbox.home.applications.ofClientId(sandbox.principal(key).appId) ?? {};
  return sandbox.home.applications.update(id, changes);
}

/** Tokens of somebody of the staff and the drivers who signs in at the back office. */
async function signedIn(sandbox: Sandbox, scope: string): Promise<{ readonly access: Claims; readonly id: Claims }> {
  const steps = new SignInSteps(sandbox, 'backoffice', 'orders');
  const { json } = await steps.redeem(await steps.code({ scope: `${steps.scope} ${scope}` }));
  return { access: claimsOf(String(json['access_token'])), id: claimsOf(String(json['id_token'] ?? 'x.e30')) };
}

/** Those claims of a token that are asked about, as far as it has them. */
function only(claims: Claims, ...names: readonly string[]): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => names.includes(name)));
}

const NAMES = ['name', 'preferred_username', 'upn', 'unique_name'];

test('tokens of version 2 name a person by what the client asked for, and those of version 1 always and otherwise', async () => {
  await within(deployment, async (sandbox) => {
    const { displayName: name, userPrincipalName: upn } = sandbox.person({ groups: ['staff', 'drivers'] });
    const [plain, profile] = [await signedIn(sandbox, 'openid'), await signedIn(sandbox, 'openid profile')];
    change(sandbox, 'orders', { api: { requestedAccessTokenVersion: 1 } });
    const old = await signedIn(sandbox, 'openid');

    expect([plain.access, profile.access, old.access].map((claims) => only(claims, ...NAMES))).toEqual([
      { preferred_username: upn },
      { preferred_username: upn, name },
      { name, upn, unique_name: upn },
    ]);
    expect([plain.id, profile.id].map((claims) => only(claims, ...NAMES))).toEqual([{}, { name, preferred_username: upn }]);
  });
});

test('an application’s own token of version 1 says by whom it was identified, and no other does', async () => {
  await within(deployment, async (sandbox) => {
    const own = async (): Promise<Claims> => (await sandbox.token({ client: 'erp-sync', api: 'orders' })).claims;
    const issued = [await own()];
    change(sandbox, 'orders', { api: { requestedAccessTokenVersion: null } });
    issued.push(await own(), (await signedIn(sandbox, '')).access);

    expect(issued.map(({ idp }) => idp)).toEqual([undefined, `https://sts.windows.net/${sandbox.home.id}/`, undefined]);
    expect(issued[1]).toMatchObject({ iss: issued[1]?.['idp'], ver: '1.0', idtyp: 'app' });
  });
});

const claim = (name: string, additionalProperties: readonly string[] = []): object => ({ name, essential: false, additionalProperties });

test('an API’s optional claims are in its access tokens, and a client’s in its id tokens', async () => {
  await within(deployment, async (sandbox) => {
    const { userPrincipalName: upn } = sandbox.person({ groups: ['staff', 'drivers'] });
    const before = await signedIn(sandbox, 'openid');
    change(sandbox, 'orders', {
      optionalClaims: { accessToken: [claim('idtyp', ['include_user_token']), claim('upn')], idToken: [claim('acct')] },
    });
    change(sandbox, 'backoffice', { optionalClaims: { accessToken: [claim('upn')], idToken: [claim('acct'), claim('email')] } });
    const after = await signedIn(sandbox, 'openid');
    const own = await sandbox.token({ client: 'erp-sync', api: 'orders' });

    const asked = [before.access, before.id, after.access, after.id, own.claims].map((claims) =>
      only(claims, 'idtyp', 'upn', 'acct', 'email'),
    );
    expect(asked).toEqual([{}, {}, { idtyp: 'user', upn }, { acct: 0 }, { idtyp: 'app' }]);
  });
});

test('an API that asks for idtyp alone has it in the tokens of applications alone', async () => {
  await within(deployment, async (sandbox) => {
    change(sandbox, 'orders', { optionalClaims: { accessToken: [{ name: 'idtyp' }] } });

    expect((await signedIn(sandbox, '')).access).not.toHaveProperty('idtyp');
  });
});

test('groups of a person are in tokens as the registration asks: all, those that are assigned, or none', async () => {
  await within(deployment, async (sandbox) => {
    const { staff = '', drivers = '' } = sandbox.deployment.access.environment.groups;
    const claims: unknown[] = [];
    for (const asked of [null, 'None', 'SecurityGroup', 'ApplicationGroup']) {
      change(sandbox, 'orders', { groupMembershipClaims: asked });
      claims.push(only((await signedIn(sandbox, '')).access, 'groups'));
    }
    change(sandbox, 'backoffice', { groupMembershipClaims: 'SecurityGroup' });
    claims.push(only((await signedIn(sandbox, 'openid')).id, 'groups'));
    claims.push(only((await sandbox.token({ client: 'erp-sync', api: 'orders' })).claims, 'groups'));

    const all = { groups: [staff, drivers].sort() };
    expect(claims).toEqual([{}, {}, all, { groups: [staff] }, all, {}]);
  });
});

test.each([
  [200, ['groups']],
  [201, ['_claim_names', '_claim_sources']],
])('of %s groups a token has %s', async (count, expected) => {
  await within(deployment, async (sandbox) => {
    change(sandbox, 'orders', { groupMembershipClaims: 'SecurityGroup' });
    const steps = new SignInSteps(sandbox, 'backoffice', 'orders');
    const { id } = steps.user;
    for (let index = 2; index < count; index += 1)
      sandbox.home.people.addGroup({ id: `group-${String(index)}`, displayName: 'x', members: [id] });
    const { json } = await steps.redeem(await steps.code());
    const claims = only(claimsOf(String(json['access_token'])), 'groups', '_claim_names', '_claim_sources');

    expect(Object.keys(claims).sort()).toEqual(expected);
  });
});

const BILLING = ['resource', 'azuread_application', 'billing_081fd692'];

test.each<readonly [string, unknown, RegExp]>([
  [
    'optional_claims',
    { access_token: [{ name: 'ipaddr' }] },
    /no tokens with the claim "ipaddr" in access tokens; those that can be asked/,
  ],
  ['optional_claims', { access_token: [{ name: 'toString' }] }, /no tokens with the claim "toString" in access tokens/],
  ['optional_claims', { access_token: [{ name: 'upn', source: 'user' }] }, /no tokens with the claim "upn" in access tokens/],
  ['optional_claims', { id_token: [{ name: 'idtyp' }] }, /no tokens with the claim "idtyp" in id tokens/],
  [
    'optional_claims',
    { access_token: [{ name: 'groups', additional_properties: ['emit_as_roles'] }] },
    /no tokens with the claim "groups" in access tokens with "emit_as_roles"/,
  ],
  [
    'group_membership_claims',
    ['All'],
    /no tokens with group membership claims "All"; those are one of None, SecurityGroup, ApplicationGroup/,
  ],
  ['group_membership_claims', ['SecurityGroup', 'DirectoryRole'], /no tokens with group membership claims "SecurityGroup,DirectoryRole"/],
])(
  'claims that tokens would be without are refused where a stack asks for them [SANDBOX_STACK]: %s %j',
  async (argument, value, expected) => {
    await expect(startAndEnd(deploymentIn(edited(shop(), 'cdk.tf.json', [...BILLING, argument], value)))).rejects.toThrow(expected);
  },
);

test('claims of tokens that are not issued here are not held against anybody', async () => {
  const claims = { saml2_token: [{ name: 'whatever' }] };

  await within(deploymentIn(edited(shop(), 'cdk.tf.json', [...BILLING, 'optional_claims'], claims)), ({ home }) => {
    expect(home.applications.all().some(({ optionalClaims }) => optionalClaims?.saml2Token?.[0]?.name === 'whatever')).toBe(true);
    return Promise.resolve();
  });
});
