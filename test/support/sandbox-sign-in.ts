import { createHash } from 'node:crypto';
import { type Sandbox } from '../../lib/sandbox';
import { type ServicePrincipal, type User } from '../../lib/sandbox/directory';

/** Parameters of a request. */
export type Form = Readonly<Record<string, string>>;

/** An answer of the embedded Entra, and what its JSON says. */
export interface Said {
  readonly status: number;
  /** Where the browser is sent. */
  readonly location: string | undefined;
  readonly body: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Sends a form to the home tenant's Entra. */
export async function posted(sandbox: Sandbox, place: string, form: Form, headers: Form = {}): Promise<Said> {
  const content = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
  const body = new URLSearchParams(form).toString();
  return said(await sandbox.entra.fetcher.fetch(urlOf(sandbox, place), { method: 'POST', headers: content, body }));
}

/** What Entra refuses and by which code: such as `400 invalid_grant 54005`; `a token` where it issues one. */
export function refusalIn({ status, json }: Said): string {
  const { error, error_codes: codes } = json as { readonly error?: string; readonly error_codes?: readonly number[] };
  return error === undefined ? 'a token' : `${String(status)} ${error} ${codes?.join() ?? ''}`;
}

/** A person signs in at a client, step by step: each step can be done otherwise. */
export class SignInSteps {
  readonly client: ServicePrincipal;
  readonly redirectUri: string;
  readonly scope: string;
  user: User;
  private readonly platform: 'spa' | 'web' | 'publicClient';
  private readonly verifier = 'a-verifier-that-is-long-enough-to-be-one-of-rfc-7636';

  constructor(
    private readonly sandbox: Sandbox,
    key: string,
    api: string,
  ) {
    this.client = sandbox.principal(key);
    this.user = sandbox.person({ groups: ['staff', 'drivers'] });
    this.scope = `${sandbox.principal(api).appId}/.default offline_access`;
    const application = sandbox.home.applications.ofClientId(this.client.appId);
    const platform = (['spa', 'web', 'publicClient'] as const).find((one) => (application?.[one].redirectUris.length ?? 0) > 0);
    if (application === undefined || platform === undefined) throw new Error(`${key} signs nobody in`);
    this.platform = platform;
    this.redirectUri = application[platform].redirectUris[0] ?? '';
  }

  /** What the browser is answered that a client sends to sign somebody in. @param raw What the query ends with, as it stands */
  async authorize(changes: Form = {}, raw = ''): Promise<Said> {
    const asked = new URLSearchParams({
      client_id: this.client.appId,
      response_type: 'code',
      redirect_uri: this.redirectUri,
      scope: this.scope,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    });
    return said(await this.sandbox.entra.fetcher.fetch(`${urlOf(this.sandbox, 'oauth2/v2.0/authorize')}?${asked.toString()}${raw}`));
  }

  /** The code for whoever chose to sign in. */
  async code(changes: Form = {}): Promise<string> {
    const [, transaction = ''] = /name="transaction" value="([^"]+)"/.exec((await this.authorize(changes)).body) ?? [];
    const { location = '' } = await posted(this.sandbox, 'oauth2/v2.0/authorize', { transaction, user: this.user.id });
    return new URL(location).searchParams.get('code') ?? '';
  }

  /** What comes of redeeming a code. */
  redeem(code: string, changes: Form = {}, headers?: Form): Promise<Said> {
    const form = { grant_type: 'authorization_code', code, redirect_uri: this.redirectUri, code_verifier: this.verifier };
    return this.asked({ ...form, ...changes }, headers);
  }

  /** What comes of a refresh token. */
  refresh(token: unknown, changes: Form = {}, headers?: Form): Promise<Said> {
    return this.asked({ grant_type: 'refresh_token', refresh_token: String(token), ...changes }, headers);
  }

  /** The origin of the page, as its browser says it; nothing where no page asks. */
  get origin(): Form {
    return this.platform === 'spa' ? { origin: new URL(this.redirectUri).origin } : {};
  }

  private asked(form: Form, headers = this.origin): Promise<Said> {
    const { appId } = this.client;
    const secret = this.platform === 'web' && { client_secret: this.sandbox.home.credentials.addSecret(appId, 'test').secretText };
    return posted(this.sandbox, 'oauth2/v2.0/token', { client_id: appId, ...secret, ...form }, headers);
  }
}

function urlOf(sandbox: Sandbox, place: string): string {
  return `https://login.microsoftonline.com/${sandbox.home.id}/${place}`;
}

function said({ status, headers, body }: Awaited<ReturnType<Sandbox['entra']['fetcher']['fetch']>>): Said {
  const isJson = headers['content-type']?.startsWith('application/json') === true;
  return { status, location: headers.location, body, json: isJson ? (JSON.parse(body) as Said['json']) : {} };
}
