import { randomUUID } from 'node:crypto';
import { type Clock, type Tenant, type Tenants } from '../directory';
import { headerOf, jsonAnswer, type ServedAnswer, type ServedRequest } from '../network';
import { beginSignIn, endSignIn } from './authorization';
import { authenticate, type ForeignTokens } from './client-authentication';
import { type CloudHosts } from './cloud';
import { discoveryDocument } from './discovery';
import { basicOf, bodyForm, ofVersion, queryForm, required, type Form } from './form';
import { assertFromNoPage, authorizationCode, onBehalfOf, refreshToken, type Origin } from './person-grants';
import { originsOf } from './redirects';
import { EntraRefusal, refusalAnswer } from './refusal';
import { SignIns } from './sign-ins';
import { type SigningKeys } from './signing-keys';
import { DeviceCodes } from './device-codes';
import { answerDevice, beginDevice, deviceCode } from './device-flow';
import { clientCredentials, type TokenService, type TokenSettings } from './token-endpoint';

/** What the embedded Entra is made of. */
export interface AuthorityOptions {
  readonly tenants: Tenants;
  readonly clock: Clock;
  readonly cloud: CloudHosts;
  readonly keys: SigningKeys;
  readonly settings: TokenSettings;
  readonly foreignTokens: ForeignTokens;
}

/** The sign-in side of the embedded Entra: discovery, keys, tokens. It answers from its directories alone. */
export class Authority {
  private readonly signIns: SignIns;
  private readonly devices: DeviceCodes;

  constructor(private readonly options: AuthorityOptions) {
    this.signIns = new SignIns(options.clock);
    this.devices = new DeviceCodes(options.clock);
  }

  /** Answers a request to one of the login hosts. */
  async answer(request: ServedRequest): Promise<ServedAnswer> {
    const { tenants, keys, cloud } = this.options;
    const [, tenantId = '', ...rest] = request.path.split('/');
    const tenant = tenants.named(tenantId);
    const place = rest.join('/');
    try {
      if (tenant === undefined && OF_SEVERAL.includes(tenantId.toLowerCase())) {
        throw new EntraRefusal(undefined, 'invalid_request', `The sandbox has no endpoint for '${tenantId}': name a tenant.`);
      }
      if (tenant === undefined) {
        throw new EntraRefusal(
          90002,
          'invalid_request',
          `Tenant '${tenantId}' not found. Check to make sure you have the correct tenant ID.`,
        );
      }
      switch (place) {
        case 'v2.0/.well-known/openid-configuration':
          return published(request, tenant, discoveryDocument(cloud, tenant.id, 2, originOf(request, cloud)));
        case '.well-known/openid-configuration':
          return published(request, tenant, discoveryDocument(cloud, tenant.id, 1, originOf(request, cloud)));
        case 'discovery/v2.0/keys':
        case 'discovery/keys':
          return published(request, tenant, keys.keySet());
        case 'oauth2/v2.0/authorize':
        case 'oauth2/authorize':
          return onPage(() => this.authorize(request, tenant, versionOf(place)));
        case 'oauth2/v2.0/devicecode':
          return this.beginDevice(request, tenant);
        case DEVICE_PAGE:
          return onPage(() => {
            assertMethod(request, 'GET', 'POST');
            return answerDevice(bodyForm(request), tenant, this.devices);
          });
        case 'oauth2/v2.0/token':
        case 'oauth2/token':
          return await this.tokenAcrossOrigins(request, tenant, versionOf(place));
        default:
          return jsonAnswer(404, { error: 'not_found' });
      }
    } catch (error) {
      if (error instanceof EntraRefusal) return refusalAnswer(error, this.options.clock.now(), randomUUID());
      throw error;
    }
  }

  private authorize(request: ServedRequest, tenant: Tenant, version: 1 | 2): ServedAnswer {
    assertMethod(request, 'GET', 'POST');
    if (request.method === 'POST') return endSignIn(bodyForm(request), tenant, this.signIns);
    return beginSignIn(ofVersion(queryForm(request), version), tenant, this.signIns);
  }

  private beginDevice(request: ServedRequest, tenant: Tenant): ServedAnswer {
    assertMethod(request, 'POST');
    assertFromNoPage(headerOf(request, 'origin') === undefined ? 'none' : 'foreign');
    const page = `${originOf(request, this.options.cloud)}/${tenant.id}/${DEVICE_PAGE}`;
    return beginDevice(ofVersion(bodyForm(request), 2), tenant, this.devices, page);
  }

  /** Pages of other origins read an answer where a single-page application is registered for their origin, and nowhere else. */
  private async tokenAcrossOrigins(request: ServedRequest, tenant: Tenant, version: 1 | 2): Promise<ServedAnswer> {
    const origin = headerOf(request, 'origin');
    if (request.method === 'OPTIONS') {
      const isKnown = isOfPage(origin, tenant);
      return { status: isKnown ? 200 : 403, ...(isKnown && { headers: crossOrigin(origin, 'POST') }) };
    }
    assertMethod(request, 'POST');
    const form = bodyForm(request);
    const appId = form('client_id');
    const application = appId === undefined ? undefined : tenant.world.applicationOf(appId.toLowerCase())?.application;
    const isOwn = origin !== undefined && application !== undefined && originsOf(application).includes(origin);
    let answer: ServedAnswer;
    try {
      answer = await this.token(
        request,
        ofVersion(form, version),
        tenant,
        origin === undefined ? 'none' : isOwn ? 'registered' : 'foreign',
      );
    } catch (error) {
      if (!(error instanceof EntraRefusal)) throw error;
      answer = refusalAnswer(error, this.options.clock.now(), randomUUID());
    }
    return isOwn ? { ...answer, headers: { ...answer.headers, ...crossOrigin(origin) } } : answer;
  }

  private async token(request: ServedRequest, form: Form, tenant: Tenant, origin: Origin): Promise<ServedAnswer> {
    const { cloud, keys, settings, foreignTokens } = this.options;
    const kind = required(form, 'grant_type');
    const basic = basicOf(request);
    // An assertion is for the endpoint it is sent to, by whatever name that was reached.
    const audiences = [`https://${cloud.login}`, originOf(request, cloud)].flatMap((origin) =>
      ['oauth2/v2.0/token', 'oauth2/token', 'v2.0'].map((path) => `${origin}/${tenant.id}/${path}`),
    );
    const client = await authenticate(form, { tenant, audiences, foreignTokens, ...(basic !== undefined && { basic }) });
    const skew = settings.skews.get(headerOf(request, 'client-request-id') ?? '') ?? 0;
    const service: TokenService = { tenant, cloud, keys, settings: { ...settings, offsetSeconds: settings.offsetSeconds + skew } };
    if (kind === 'authorization_code') return authorizationCode(form, client, service, this.signIns, origin);
    if (kind === 'refresh_token') return refreshToken(form, client, service, this.signIns, origin);
    assertFromNoPage(origin);
    switch (kind) {
      case 'client_credentials':
        return clientCredentials(form, client, service);
      case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
        return onBehalfOf(form, client, service, this.signIns);
      // Libraries of Microsoft ask by the short name.
      case 'device_code':
      case 'urn:ietf:params:oauth:grant-type:device_code':
        return deviceCode(form, client, service, this.signIns, this.devices);
      default:
        throw new EntraRefusal(70003, 'unsupported_grant_type', `The app requested an unsupported grant type '${kind}'.`);
    }
  }
}

/** Where people type the code of a device; the real page is at a name that is not Entra's. */
const DEVICE_PAGE = 'oauth2/deviceauth';

/** What is refused to a person in a browser: a client whose address is in doubt is not sent anything. */
function onPage(answer: () => ServedAnswer): ServedAnswer {
  try {
    return answer();
  } catch (error) {
    if (!(error instanceof EntraRefusal)) throw error;
    return { status: 400, headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }, body: error.message };
  }
}

function assertMethod({ method }: ServedRequest, ...allowed: readonly string[]): void {
  if (allowed.includes(method)) return;
  throw new EntraRefusal(
    900561,
    'invalid_request',
    `The endpoint only accepts ${allowed.join(', ')} requests. Received a ${method} request.`,
  );
}

/** What is published for everybody: pages of single-page applications read it from their origin, and no other page does here. */
function published(request: ServedRequest, tenant: Tenant, document: object): ServedAnswer {
  assertMethod(request, 'GET', 'HEAD');
  const origin = headerOf(request, 'origin');
  const answer = jsonAnswer(200, document);
  return isOfPage(origin, tenant) ? { ...answer, headers: { ...answer.headers, ...crossOrigin(origin) } } : answer;
}

/** Whether an origin is that of a single-page application of a tenant. */
function isOfPage(origin: string | undefined, tenant: Tenant): origin is string {
  return origin !== undefined && tenant.applications.all().some((application) => originsOf(application).includes(origin));
}

/** What stands in the place of a tenant where accounts of several may sign in. */
const OF_SEVERAL = ['common', 'organizations', 'consumers'];

/** Version of an endpoint, by its place. */
function versionOf(place: string): 1 | 2 {
  return place.startsWith('oauth2/v2.0/') ? 2 : 1;
}

function crossOrigin(origin: string, methods?: string): Readonly<Record<string, string>> {
  return {
    'access-control-allow-origin': origin,
    vary: 'Origin',
    ...(methods !== undefined && { 'access-control-allow-methods': methods, 'access-control-allow-headers': '*' }),
  };
}

/** Where a request was sent to: one of Entra's names, or this machine. */
function originOf({ host, headers }: ServedRequest, { login }: CloudHosts): string {
  return LOCAL.includes(host) ? `https://${String(headers['host'])}` : `https://${login}`;
}

const LOCAL = ['localhost', '127.0.0.1'];
