import { type Sandbox } from '../../lib/sandbox';
import { claimsOf } from '../../lib/sandbox/callers';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';
import { client } from '../support/sandbox-client';

const deployment = synthesizedDeployment(organisation, dev);

type Form = Readonly<Record<string, string>>;

async function post(sandbox: Sandbox, place: string, form: Form): Promise<{ readonly status: number; readonly body: string }> {
  const url = `https://login.microsoftonline.com/${sandbox.home.id}/${place}`;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return sandbox.entra.fetcher.fetch(url, { method: 'POST', headers, body: new URLSearchParams(form).toString() });
}

interface Told {
  readonly device_code: string;
  readonly user_code: string;
}

interface Device {
  readonly told: Told;
  /** What the device hears when it asks: `a token`, or the refusal with its number. */
  ask(other?: Form): Promise<string>;
  /** What the person sees of a form. */
  type(form: Form): Promise<string>;
  /** Types the code, and answers. */
  answer(given: Form): Promise<string>;
}

/** A driver's app that is registered for flows without a redirect, as nobody's is by itself. */
function open(sandbox: Sandbox, key = 'field-app'): void {
  const { appId } = sandbox.principal(key);
  const { id = '' } = sandbox.home.applications.ofClientId(appId) ?? {};
  sandbox.home.applications.update(id, { isFallbackPublicClient: true });
}

async function start(sandbox: Sandbox, key = 'field-app', api = 'shipments'): Promise<Device> {
  const { appId } = sandbox.principal(key);
  const scope = `openid offline_access ${sandbox.principal(api).appId}/.default`;
  const begun = await post(sandbox, 'oauth2/v2.0/devicecode', { client_id: appId, scope });
  const told = JSON.parse(begun.body) as Told;
  const type = async (form: Form): Promise<string> => (await post(sandbox, 'oauth2/deviceauth', form)).body;
  return {
    told,
    type,
    ask: async (other = {}) => {
      const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: appId, device_code: told.device_code };
      const { body } = await post(sandbox, 'oauth2/v2.0/token', { ...grant, ...other });
      const { error, error_codes: [code] = [] } = JSON.parse(body) as { readonly error?: string; readonly error_codes?: number[] };
      return error === undefined ? 'a token' : `${error} ${String(code)}`;
    },
    answer: async (given) => type({ transaction: transactionIn(await type({ user_code: told.user_code })), ...given }),
  };
}

function transactionIn(page: string): string {
  return /name="transaction" value="([^"]+)"/.exec(page)?.[1] ?? 'none';
}

const driver = (sandbox: Sandbox): string => sandbox.person({ groups: ['drivers'] }).id;

test('a device waits, and gets a token once somebody has signed in', async () => {
  await within(deployment, async (sandbox) => {
    open(sandbox);
    const device = await start(sandbox);
    const before = await device.ask();
    const said = await device.answer({ user: driver(sandbox), answer: 'approve' });

    expect([before, await device.ask(), said]).toEqual(['authorization_pending 70016', 'a token', expect.stringContaining('signed in')]);
    // Neither of the codes is of use again.
    expect(await device.ask()).toBe('bad_verification_code 70018');
    expect(await device.type({ user_code: device.told.user_code })).toContain('AADSTS70018');
  });
});

test('a device that asks too often is told to slow down, and to wait longer each time', async () => {
  await within(deployment, async (sandbox) => {
    open(sandbox);
    const device = await start(sandbox);
    const heard = [await device.ask(), await device.ask()];
    sandbox.clock.advance(6);
    heard.push(await device.ask());
    sandbox.clock.advance(15);
    heard.push(await device.ask());

    expect(heard).toEqual(['authorization_pending 70016', 'slow_down undefined', 'slow_down undefined', 'authorization_pending 70016']);
  });
});

test('what was declined, or took too long, is no token', async () => {
  await within(deployment, async (sandbox) => {
    open(sandbox);
    const [declined, late] = [await start(sandbox), await start(sandbox)];
    const page = await declined.answer({ answer: 'decline' });
    const heard = [await declined.ask()];
    sandbox.clock.advance(901);
    heard.push(await late.ask());

    expect([page, heard]).toEqual([
      expect.stringContaining('You have declined'),
      ['authorization_declined undefined', 'expired_token 70020'],
    ]);
    expect(await late.type({ user_code: late.told.user_code })).toContain('AADSTS70019');
  });
});

test('a client that its registration does not make a public one gets codes and no token', async () => {
  await within(deployment, async (sandbox) => {
    const heard: string[] = [];
    // The library registers none as public without a redirect: not even the native one.
    for (const key of ['field-app', 'backoffice', 'erp-sync']) heard.push(await (await start(sandbox, key)).ask());
    const { appId } = sandbox.principal('backoffice');
    const { secretText } = sandbox.home.credentials.addSecret(appId, 'test');
    heard.push(await (await start(sandbox, 'backoffice')).ask({ client_secret: secretText }));
    open(sandbox, 'backoffice');
    heard.push(await (await start(sandbox, 'backoffice')).ask({ client_secret: secretText }));

    expect(heard).toEqual([
      ...Array.from({ length: 3 }, () => 'invalid_client 7000218'),
      'unauthorized_client undefined',
      'invalid_client 700025',
    ]);
  });
});

test('codes are of use to the client and in the tenant that asked for them, and nowhere else', async () => {
  await within(deployment, async (sandbox) => {
    for (const key of ['field-app', 'backoffice']) open(sandbox, key);
    const device = await start(sandbox);
    await device.answer({ user: driver(sandbox), answer: 'approve' });
    const other = await device.ask({ client_id: sandbox.principal('backoffice').appId });

    expect([other, await device.ask()]).toEqual(['bad_verification_code 70018', 'a token']);
  });
});

test('a device gets a token for the API that it asked for at first, and for no other', async () => {
  await within(deployment, async (sandbox) => {
    open(sandbox);
    const heard: string[] = [];
    for (const api of ['shipments', 'orders']) {
      const device = await start(sandbox);
      await device.answer({ user: driver(sandbox), answer: 'approve' });
      heard.push(await device.ask({ scope: `openid offline_access ${sandbox.principal(api).appId}/.default` }));
    }

    expect(heard).toEqual(['a token', 'invalid_grant undefined']);
  });
});

test('who is not assigned, or does not exist, is told so, and the device waits on', async () => {
  await within(deployment, async (sandbox) => {
    open(sandbox);
    const device = await start(sandbox);
    const nobody = await device.answer({ user: 'nobody', answer: 'approve' });
    const noAnswer = await device.answer({ user: driver(sandbox) });
    const forged = await device.type({ transaction: 'forged', user: driver(sandbox), answer: 'approve' });

    expect([nobody, noAnswer, forged]).toEqual([
      expect.stringContaining('AADSTS50034'),
      expect.stringContaining('AADSTS900144'),
      expect.stringContaining('AADSTS165000'),
    ]);
    expect(await device.ask()).toBe('authorization_pending 70016');
  });
});

test('codes of people are not to be guessed: after twenty wrong ones none is looked at for a minute', async () => {
  await within(deployment, async (sandbox) => {
    open(sandbox);
    const device = await start(sandbox);
    const wrong = await Promise.all(Array.from({ length: 20 }, (_, at) => device.type({ user_code: `WRONG${String(at)}` })));
    const right = await device.type({ user_code: device.told.user_code });
    sandbox.clock.advance(61);
    const later = await device.type({ user_code: device.told.user_code.toLowerCase().replace(/^(.{4})/, '$1-') });

    expect(new Set(wrong.map((page) => page.slice(0, 11)))).toEqual(new Set(['AADSTS70018']));
    expect(right).toContain('Too many wrong codes');
    expect(transactionIn(later)).not.toBe('none');
    expect(device.told.user_code).toMatch(/^[A-HJ-NP-Z2-9]{9}$/);
  });
});

test('a thousand devices wait at once, and no more until these have ended', async () => {
  await within(deployment, async (sandbox) => {
    open(sandbox);
    const waiting = await Promise.all(Array.from({ length: 1_000 }, () => start(sandbox)));
    const { told } = await start(sandbox);
    sandbox.clock.advance(1_801);

    expect(new Set(waiting.map((one) => one.told.user_code)).size).toBe(1_000);
    expect(told).toMatchObject({ error: 'temporarily_unavailable' });
    expect(await (await start(sandbox)).ask()).toBe('authorization_pending 70016');
  });
}, 30_000);

test('text of the directory stays text on the page, which stands in no frame', async () => {
  await within(deployment, async (sandbox) => {
    open(sandbox);
    const { id } = sandbox.principal('field-app');
    sandbox.home.servicePrincipals.update(id, { displayName: '<img src=x onerror=alert(1)>' });
    const device = await start(sandbox);
    const url = `https://login.microsoftonline.com/${sandbox.home.id}/oauth2/deviceauth`;
    const { headers, body } = await sandbox.entra.fetcher.fetch(url);

    expect(body).toContain('name="user_code"');
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(await device.type({ user_code: device.told.user_code })).not.toContain('<img');
    expect(await device.answer({ answer: 'decline' })).not.toContain('<img');
  });
});

test('Microsoft’s own library and openid-client sign in by device code, and are told when somebody declines', async () => {
  await within(deployment, async (sandbox) => {
    open(sandbox);
    const { appId } = sandbox.principal('field-app');
    const api = `${sandbox.principal('shipments').appId}/.default`;
    const own = { kind: 'device', clientId: appId, scopes: [api], scope: `openid offline_access ${api}` };
    const cases = [
      { ...own, name: 'approved', given: { user: driver(sandbox), answer: 'approve' } },
      { ...own, name: 'declined', given: { answer: 'decline' } },
      { ...own, name: 'confidential', clientId: sandbox.principal('backoffice').appId, given: { answer: 'decline' } },
    ];
    const origin = sandbox.urls.entra.replace('127.0.0.1', 'localhost');
    const issuer = `https://login.microsoftonline.com/${sandbox.home.id}/v2.0`;
    const [msal, openid] = await Promise.all([
      client(sandbox, 'msal.mjs', { origin, tenantId: sandbox.home.id, cases }),
      client(sandbox, 'openid.mjs', { origin, issuer, cases }),
    ]);

    for (const came of [msal, openid]) {
      expect(claimsOf(came['approved']?.accessToken ?? '')).toMatchObject({ scp: 'Shipments.Deliver', azpacr: '0' });
    }
    expect(claimsOf(openid['approved']?.refreshed ?? '')).toMatchObject({ scp: 'Shipments.Deliver', azpacr: '0' });
    expect(msal['declined']?.error).toContain('authorization_declined');
    expect(openid['declined']?.error).toContain('declined');
    expect([msal['confidential']?.error, openid['confidential']?.error]).toEqual([
      expect.stringContaining('invalid_client'),
      expect.stringContaining('AADSTS7000218'),
    ]);
  });
}, 60_000);
