import { createHash } from 'node:crypto';
import { type Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';
import { refusalIn, SignInSteps } from '../support/sandbox-sign-in';

const deployment = synthesizedDeployment(organisation, dev);

/** Somebody signs in at the shop (a page), the back office (a website) or the drivers' app. */
const SHOP = ['storefront', 'orders'] as const;
const OFFICE = ['backoffice', 'orders'] as const;
const APP = ['field-app', 'shipments'] as const;

function signingIn([client, api]: readonly [string, string], run: (steps: SignInSteps, sandbox: Sandbox) => Promise<void>): Promise<void> {
  return within(deployment, (sandbox) => run(new SignInSteps(sandbox, client, api), sandbox));
}

const NOWHERE = { origin: 'https://evil.example' };
const HOUR = 3_600;
const DAY = 24 * HOUR;

test.each([SHOP, OFFICE, APP])('%s redeems a code once', async (...kind) => {
  await signingIn(kind, async (steps) => {
    const code = await steps.code();
    const heard = [refusalIn(await steps.redeem(code)), refusalIn(await steps.redeem(code))];

    expect(heard).toEqual(['a token', '400 invalid_grant 54005']);
  });
});

test('a code that waited for longer than ten minutes is of no use', async () => {
  await signingIn(OFFICE, async (steps, sandbox) => {
    const [soon, late] = [await steps.code(), await steps.code()];
    sandbox.clock.advance(9 * 60);
    const heard = [refusalIn(await steps.redeem(soon))];
    sandbox.clock.advance(61);
    heard.push(refusalIn(await steps.redeem(late)));

    expect(heard).toEqual(['a token', '400 invalid_grant 70008']);
  });
});

test.each([
  ['another verifier', 'another-verifier-that-is-long-enough-to-be-one-of-rfc'],
  ['no verifier', ''],
])('a code with %s is not redeemed', async (_what, verifier) => {
  await signingIn(APP, async (steps) => {
    expect(refusalIn(await steps.redeem(await steps.code(), { code_verifier: verifier }))).toBe('400 invalid_grant 501481');
  });
});

test('a verifier is refused that no challenge was given for', async () => {
  await signingIn(OFFICE, async (steps) => {
    const asked = { code_challenge: '', code_challenge_method: '' };
    const heard = [await steps.redeem(await steps.code(asked)), await steps.redeem(await steps.code(asked), { code_verifier: '' })];

    expect(heard.map(refusalIn)).toEqual(['400 invalid_grant 501481', 'a token']);
  });
});

test('a verifier that is too short is refused, though its challenge is the one that was given', async () => {
  await signingIn(APP, async (steps) => {
    const verifier = 'x'.repeat(42);
    const code = await steps.code({ code_challenge: createHash('sha256').update(verifier).digest('base64url') });

    expect(refusalIn(await steps.redeem(code, { code_verifier: verifier }))).toBe('400 invalid_grant 501481');
  });
});

test('a code is redeemed for the API that somebody signed in for, and for no other', async () => {
  await signingIn(OFFICE, async (steps, sandbox) => {
    const [orders, invoices] = ['orders', 'invoices'].map((key) => sandbox.principal(key).appId);
    const redeem = async (scope: string): Promise<string> => refusalIn(await steps.redeem(await steps.code(), { scope }));
    const own = await redeem(`openid profile offline_access ${orders ?? ''}/.default`);
    const other = await redeem(`${invoices ?? ''}/.default`);
    const signedIn = await steps.redeem(await steps.code());
    const refreshed = refusalIn(await steps.refresh(signedIn.json['refresh_token'], { scope: `${invoices ?? ''}/.default` }));

    expect([own, other, refreshed]).toEqual(['a token', '400 invalid_grant ', 'a token']);
    expect(await redeem('openid')).toBe('400 invalid_grant ');
    expect(await redeem(`${orders ?? ''}/Orders.Nothing`)).toBe('401 invalid_client 650053');
  });
});

test('of OpenID Connect a code gives what somebody signed in with, whatever it is redeemed with', async () => {
  await signingIn(OFFICE, async (steps) => {
    const { json } = await steps.redeem(await steps.code({ scope: steps.scope.replace('offline_access', '') }), { scope: steps.scope });

    expect(json).toHaveProperty('access_token');
    expect(json).not.toHaveProperty('refresh_token');
  });
});

test('who asks from a page that is not registered as one gets no token, by code or by refresh token', async () => {
  await signingIn(OFFICE, async (steps) => {
    const code = await steps.redeem(await steps.code(), {}, NOWHERE);
    const { json } = await steps.redeem(await steps.code());
    const refreshed = await steps.refresh(json['refresh_token'], {}, NOWHERE);

    expect([code, refreshed].map(refusalIn)).toEqual(Array(2).fill('400 invalid_request 9002326'));
  });
});

test.each([
  ['no page', {}],
  ['a page of another origin', NOWHERE],
])('what a page signed in to is refreshed by that page, and not by %s', async (_what, headers) => {
  await signingIn(SHOP, async (steps) => {
    const { json } = await steps.redeem(await steps.code());
    const heard = [await steps.refresh(json['refresh_token'], {}, headers), await steps.refresh(json['refresh_token'])];

    expect(heard.map(refusalIn)).toEqual(['400 invalid_request 9002327', 'a token']);
  });
});

test('a page refreshes for a day from the sign-in, however often it does so', async () => {
  await signingIn(SHOP, async (steps, sandbox) => {
    let { json } = await steps.redeem(await steps.code());
    const heard: string[] = [];
    for (const seconds of [23 * HOUR, HOUR - 30, 60]) {
      sandbox.clock.advance(seconds);
      const refreshed = await steps.refresh(json['refresh_token']);
      heard.push(refusalIn(refreshed));
      if (refreshed.status === 200) ({ json } = refreshed);
    }

    expect(heard).toEqual(['a token', 'a token', '400 invalid_grant 700084']);
  });
});

test.each([OFFICE, APP])('%s refreshes for 90 days from the last time', async (...kind) => {
  await signingIn(kind, async (steps, sandbox) => {
    let { json } = await steps.redeem(await steps.code());
    const heard: string[] = [];
    for (const seconds of [89 * DAY, 89 * DAY, 90 * DAY]) {
      sandbox.clock.advance(seconds);
      const refreshed = await steps.refresh(json['refresh_token']);
      heard.push(refusalIn(refreshed));
      if (refreshed.status === 200) ({ json } = refreshed);
    }

    expect(heard).toEqual(['a token', 'a token', '400 invalid_grant 700082']);
  });
});

test('a page does not sign people in without a challenge', async () => {
  await signingIn(SHOP, async (steps) => {
    const { status, body } = await steps.authorize({ code_challenge: '' });

    expect([status, body]).toEqual([400, expect.stringContaining('AADSTS9002325: ')]);
  });
});
