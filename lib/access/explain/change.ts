import { type Bindings } from '../../model';
import { type Check } from '../decision';
import { type GatewayPlugin } from '../effective-plugins';
import { wordsOf, type Claims } from '../plugins/claims';
import { texts } from './all-checks';
import { claimPath, textOf } from './claims';
import { kindOf, versionOf } from './own-checks';
import { type SignatureFinding } from './signature';

/** What the words about a failed check rest on. */
export interface Subject {
  readonly claims: Claims | null;
  readonly plugins: readonly GatewayPlugin[];
  /** Client ids by the key of the registration, as far as they are known. */
  readonly names: Bindings;
  readonly signature: SignatureFinding | undefined;
}

type Change = (check: Check, subject: Subject) => string;

const TENANT =
  "take the token from the environment's `tenantId`, or accept this tenant: name it in the environment's `tenants` and in `tenants` of the API";
const NEW_TOKEN = 'get a new token; those of Entra last 60 to 90 minutes';
const CLOCK = "set the clocks right; the gateway forgives what the environment's `tokens.leewaySeconds` says";

const CHANGES: Readonly<Record<string, Change>> = {
  token: () => 'send the access token as `Authorization: Bearer …`, and nowhere else',
  signature: (_, { signature }) =>
    `get a new token from the issuer${signature?.outcome === 'bad' ? `: ${signature.why}` : ''}; if the key is new, pass the tenant's current keys`,
  issuer: (_, { claims }) => (versionOf(textOf(claims ?? {}, 'iss') ?? '') === '1.0' ? version() : TENANT),
  version,
  tenant: () => TENANT,
  kind,
  audience,
  scopes: (check, subject) => scopes(check, subject),
  roles: (check, subject) => roles(check, subject),
  groups: (check) =>
    `present one of ${check.expected.replace(/^one of /, '')}; which claim holds them is \`${check.field ?? 'groups'}\` of ${check.by}`,
  'forbidden claim': ({ expected }) => `present a token with ${expected}: the route is not for those that have it`,
  expiry: () => NEW_TOKEN,
  'not before': () => CLOCK,
  'issued at': () => CLOCK,
  subject: () => 'present an access token of Entra; each has it',
  'time of issue': () => 'present an access token of Entra; each has it',
  address: () => "call from a network the route's `networks` names, or add this one to the environment's `networks`",
  'number of headers': () => 'send fewer headers',
  Connection: () => "do not name the gateway's own headers in `Connection`",
  request: () => "the gateway answers every request of this route itself: in the definition the route's `allow` is empty",
  service: () => 'put a service behind the route, or take the route away',
};

/** The property to change so that a failed check would pass, in the words of the definition. */
export function changeFor(check: Check, subject: Subject): string | undefined {
  return Object.hasOwn(CHANGES, check.what) ? CHANGES[check.what]?.(check, subject) : undefined;
}

function version(): string {
  return 'the API must ask for tokens of version 2 (`requestedAccessTokenVersion`); registrations made by `defineApi` do, whatever endpoint the client uses';
}

function kind(_: Check, { claims }: Subject): string {
  return kindOf(claims ?? {}) === 'application'
    ? "call on behalf of a signed-in person, or let applications in by a role in the route's `allow`"
    : "call as an application (client credentials), or let people in by a scope in the route's `allow`";
}

/** Well-known audiences that a token is often taken for by mistake. */
const WELL_KNOWN: Readonly<Record<string, string>> = {
  '00000003-0000-0000-c000-000000000000': 'Microsoft Graph',
  'https://graph.microsoft.com': 'Microsoft Graph',
  'https://management.azure.com': 'Azure Resource Manager',
  'https://management.core.windows.net': 'Azure Resource Manager',
};

function audience(_: Check, { claims, plugins, names }: Subject): string {
  const wanted = plugins.flatMap(({ config }) => [...texts(config['audience_required']), ...texts(config['bearer_jwt_auth_allowed_auds'])]);
  const found = textOf(claims ?? {}, 'aud') ?? '';
  const other = nameOf(found, names) ?? WELL_KNOWN[found.replace(/\/$/, '')];
  const api = wanted.map((id) => nameOf(id, names)).find((name) => name !== undefined);
  const is =
    other !== undefined
      ? `the token is for ${other}; `
      : found.includes('://')
        ? 'the token has an identifier URI for audience, as those of version 1 do; '
        : '';
  return `${is}request a token for the API ${api === undefined ? '' : `"${api}" `}with the scope ${wanted[0] ?? '<client id of the API>'}/.default (\`key\` of the API decides whose client id this is)`;
}

function scopes(check: Check, subject: Subject): string {
  const { api, caller } = partiesOf(subject);
  if (kindOf(subject.claims ?? {}) === 'application') {
    return "the token is an application's, which has no scopes: call on behalf of a signed-in person, or let applications in by a role in the route's `allow`";
  }
  return `grant(${caller}, ${api}, { scopes: [${wantedOf(check)}] })${spelling(check, subject)}, or change the route's \`allow\``;
}

function roles(check: Check, subject: Subject): string {
  const { api, caller } = partiesOf(subject);
  const isPerson = kindOf(subject.claims ?? {}) === 'person';
  const given = isPerson ? `assign(group(…), ${api}, [${wantedOf(check)}])` : `grant(${caller}, ${api}, { roles: [${wantedOf(check)}] })`;
  return `${given}${spelling(check, subject)}, or change the route's \`allow\`; a role given now is in the next token`;
}

function wantedOf({ expected }: Check): string {
  return expected.replace(/^one of /, '').replaceAll(', ', ' or ');
}

/** A value that differs in case alone is the likeliest mistake. */
function spelling({ what, by }: Check, { claims, plugins }: Subject): string {
  const config = plugins.find(({ name }) => name === by)?.config ?? {};
  const required = texts(config[`${what}_required`]).flatMap((item) => item.split(/\s+/));
  const [claim = ''] = claimPath(config, what);
  const held = wordsOf(claims !== null && Object.hasOwn(claims, claim) ? claims[claim] : undefined);
  const near = required.find((wanted) => held.some((word) => word !== wanted && word.toLowerCase() === wanted.toLowerCase()));
  return near === undefined ? '' : ` (the token has it in another case: write it ${JSON.stringify(near)})`;
}

function partiesOf({ claims, plugins, names }: Subject): { readonly api: string; readonly caller: string } {
  const wanted = plugins.flatMap(({ config }) => texts(config['audience_required']));
  const client = textOf(claims ?? {}, 'azp') ?? textOf(claims ?? {}, 'appid') ?? '';
  return {
    api: wanted.map((id) => nameOf(id, names)).find((name) => name !== undefined) ?? '<the API>',
    caller: nameOf(client, names) ?? '<the client>',
  };
}

/** Key of the registration that has a client id. */
export function nameOf(clientId: string, names: Bindings): string | undefined {
  return Object.entries(names).find(([, id]) => id.toLowerCase() === clientId.toLowerCase())?.[0];
}
