import { type Sandbox } from '../../lib/sandbox';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { synthesizedDeployment, within } from '../support/sandbox';
import { posted, refusalIn, SignInSteps, type Form } from '../support/sandbox-sign-in';

const deployment = synthesizedDeployment(organisation, dev);
const FORM = 'application/x-www-form-urlencoded';

/** A request of a daemon for a token for itself; each of it can be otherwise. */
class Asking {
  readonly appId: string;
  readonly secret: string;
  readonly api: string;

  constructor(readonly sandbox: Sandbox) {
    this.appId = sandbox.principal('erp-sync').appId;
    this.secret = sandbox.home.credentials.addSecret(this.appId, 'test').secretText;
    this.api = sandbox.principal('orders').appId;
  }

  get form(): Form {
    return { grant_type: 'client_credentials', client_id: this.appId, client_secret: this.secret, scope: `${this.api}/.default` };
  }

  /** What comes of a form at the endpoint of version 2. */
  async asked(form: Form, headers?: Form, place = 'oauth2/v2.0/token'): Promise<string> {
    return refusalIn(await posted(this.sandbox, place, form, headers));
  }

  /** What comes of a body as it stands. */
  async sent(body: string, headers: Form): Promise<string> {
    const url = `https://login.microsoftonline.com/${this.sandbox.home.id}/oauth2/v2.0/token`;
    const { status, body: text } = await this.sandbox.entra.fetcher.fetch(url, { method: 'POST', headers, body });
    return refusalIn({ status, body: text, location: undefined, json: JSON.parse(text) as Form });
  }
}

function asking(run: (asking: Asking) => Promise<void>): Promise<void> {
  return within(deployment, (sandbox) => run(new Asking(sandbox)));
}

const basic = (id: string, secret: string): Form => ({ authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` });

test.each<readonly [string, Form, string]>([
  ['a form', { 'content-type': FORM }, 'a token'],
  ['a form that says its charset', { 'content-type': `${FORM}; charset=UTF-8` }, 'a token'],
  ['a form in capitals', { 'content-type': FORM.toUpperCase() }, 'a token'],
  ['plain text', { 'content-type': 'text/plain' }, '400 invalid_request 900144'],
  ['JSON', { 'content-type': 'application/json' }, '400 invalid_request 900144'],
  ['a form of parts', { 'content-type': 'multipart/form-data; boundary=x' }, '400 invalid_request 900144'],
  ['what begins like a form', { 'content-type': `${FORM}x` }, '400 invalid_request 900144'],
  ['nothing', {}, '400 invalid_request 900144'],
])('of a body that says it is %s comes what comes of it at Entra', async (_what, headers, expected) => {
  await asking(async (one) => {
    expect(await one.sent(new URLSearchParams(one.form).toString(), headers)).toBe(expected);
  });
});

test.each(['scope', 'client_id', 'grant_type', 'client_secret', 'unheard_of'])('no token comes of a form with %s twice', async (name) => {
  await asking(async (one) => {
    const twice = new URLSearchParams({ unheard_of: 'x', ...one.form });
    twice.append(name, twice.get(name) ?? '');
    const empty = new URLSearchParams({ unheard_of: 'x', ...one.form });
    empty.append(name, '');
    const heard = [await one.sent(twice.toString(), { 'content-type': FORM }), await one.sent(empty.toString(), { 'content-type': FORM })];

    expect(heard).toEqual(Array(2).fill('400 invalid_request 9000411'));
  });
});

test.each(['oauth2/v2.0/token', 'oauth2/v2.0/devicecode'])('at %s the API stands in scope, and nothing in resource', async (place) => {
  await asking(async (one) => {
    expect(await one.asked({ ...one.form, resource: one.api }, {}, place)).toBe('400 invalid_request 901002');
  });
});

test('at the endpoint of version 1 the API stands in resource, and OpenID Connect alone in scope', async () => {
  await asking(async (one) => {
    const { scope, ...form } = one.form;
    const [own, other] = [{ resource: one.api }, { scope: scope ?? '' }];
    const heard: string[] = [];
    for (const named of [own, other, { ...own, ...other }]) heard.push(await one.asked({ ...form, ...named }, {}, 'oauth2/token'));

    expect(heard).toEqual(['a token', '400 invalid_scope ', '400 invalid_scope ']);
  });
});

test('who signs in at the endpoint of version 1 does so for what stands in resource', async () => {
  await within(deployment, async (sandbox) => {
    const steps = new SignInSteps(sandbox, 'backoffice', 'orders');
    const asked = new URLSearchParams({
      client_id: steps.client.appId,
      response_type: 'code',
      redirect_uri: steps.redirectUri,
      resource: sandbox.principal('invoices').appId,
      scope: 'openid',
    });
    const url = `https://login.microsoftonline.com/${sandbox.home.id}/oauth2/authorize?${asked.toString()}`;

    expect((await sandbox.entra.fetcher.fetch(url)).body).toContain(`of ${sandbox.principal('invoices').displayName}.`);
  });
});

/** What a client asks for without a page: the form, and where it goes. */
const WITHOUT_PAGE: Readonly<Record<string, readonly [Form, string?]>> = {
  'a token for itself': [{}],
  'a token on behalf of somebody': [{ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'x' }],
  'a token for a device': [{ grant_type: 'device_code', device_code: 'x' }],
  'codes for a device': [{}, 'oauth2/v2.0/devicecode'],
};

test.each(Object.entries(WITHOUT_PAGE))('no page asks for %s, whether or not the client has one', async (_what, [changes, place]) => {
  await asking(async (one) => {
    const { sandbox } = one;
    const { id = '' } = sandbox.home.applications.ofClientId(one.appId) ?? {};
    sandbox.home.applications.update(id, { spa: { redirectUris: ['https://page.example/'] } });
    const heard: string[] = [];
    for (const origin of ['https://evil.example', 'null', 'https://page.example'])
      heard.push(await one.asked({ ...one.form, ...changes }, { origin }, place));

    expect(heard).toEqual(Array(3).fill('400 invalid_request 9002326'));
    expect(await one.asked({ ...one.form, ...changes }, {}, place)).not.toContain('9002326');
  });
});

test('a client proves itself by the header, or by the form, as one and the same', async () => {
  await asking(async (one) => {
    const { client_secret: _secret, client_id: _id, ...form } = one.form;
    const header = basic(one.appId, one.secret);
    const heard: string[] = [];
    for (const own of [{}, { client_id: one.appId }, { client_id: one.appId.toUpperCase() }])
      heard.push(await one.asked({ ...form, ...own }, header));
    for (const own of [{ client_id: one.sandbox.principal('backoffice').appId }, { client_secret: one.secret }])
      heard.push(await one.asked({ ...form, ...own }, header));

    expect(heard).toEqual([...Array<string>(3).fill('a token'), ...Array<string>(2).fill('400 invalid_request ')]);
  });
});

test.each(['Basic', 'Basic ', 'Basic !', 'Basic eA==', 'Basic Onk=', 'Basic JTp5', 'basic x y'])(
  'a proof in the form is of no use beside a header that cannot be read: %s',
  async (authorization) => {
    await asking(async (one) => {
      expect(await one.asked(one.form, { authorization })).toBe('400 invalid_request ');
    });
  },
);

test('a secret is of use from its first second on', async () => {
  await asking(async (one) => {
    const { clock, home } = one.sandbox;
    const { secretText } = home.credentials.addSecret(one.appId, 'later', { startsAt: clock.now() + 3_600_000 });
    const before = await one.asked({ ...one.form, client_secret: secretText });
    clock.advance(3_601);

    expect([before, await one.asked({ ...one.form, client_secret: secretText })]).toEqual(['401 invalid_client 7000215', 'a token']);
  });
});

test.each([
  ['refresh_token', 'refresh_token'],
  ['authorization_code', 'code'],
  ['urn:ietf:params:oauth:grant-type:jwt-bearer', 'assertion'],
])('who asks by %s says by which %s', async (grant, name) => {
  await asking(async (one) => {
    const form = { ...one.form, grant_type: grant, requested_token_use: 'on_behalf_of', [name]: '' };

    expect(await one.asked(form)).toBe('400 invalid_request 900144');
  });
});
