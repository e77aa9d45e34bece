import { decide, entrancesOf, renderedGateway, TokenIssuer } from '../../lib/access';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { FUZZ_CALLERS } from '../support/fuzz-callers';
import { Dice, noise, spoilt, spoiltJson, spoiltMore } from '../support/fuzz-input';
import { FuzzTarget, type Reached } from '../support/fuzz-target';

/** Another seed finds other things; `.ci/run` takes a minute. */
const SEED = Number(process.env['SEED'] ?? 20261126);
const SECONDS = Number(process.env['KONG_ENTRA_FUZZ_SECONDS'] ?? 10);

const NOW = 1_800_000_000;
const gateway = renderedGateway({ model: organisation, environment: dev });
const issuer = new TokenIssuer(organisation, dev, { now: NOW });
const entrances = entrancesOf(organisation, dev, gateway);
const principals = new Map(organisation.assignments.map(({ principal }) => [principal.name, principal]));
const claims = FUZZ_CALLERS.map(({ caller, api, groups }) => {
  const own = (groups ?? []).flatMap((name) => principals.get(name) ?? []);
  const token = issuer.issue({ caller, api, ...(groups !== undefined && { person: { principals: own } }) });
  if (!('claims' in token)) throw new Error(`${caller} has no token`);
  return token.claims;
});

/** Whether the matrix lets in what reached an upstream, for the bearer of any of the tokens that were sent. */
function isLetIn({ method, host, path, clientIp }: Reached, sent: readonly string[], tokens: readonly string[]): boolean {
  const held = [null, ...claims.filter((_claims, at) => sent.some((text) => text.includes(tokens[at] ?? '')))];
  const request = { method, host, path, scheme: 'https', headers: [] } as const;
  return held.some((one) => decide(gateway, { request, token: one && { claims: one }, now: NOW + 60, clientIp }).allowed !== false);
}

function request(dice: Dice, tokens: readonly string[]): string {
  const { route, request: meant } = dice.of(entrances);
  const { method, host, path } = meant;
  const own = tokens.filter((_token, at) => FUZZ_CALLERS[at]?.api === route.api);
  const token = dice.of([...own, ...own, ...own, ...tokens, 'a.b.c', spoilt(dice.of(tokens), dice)]);
  const change = (text: string): string => (dice.once(4) ? spoiltMore(text, dice) : text);
  const lines = [
    `${dice.once(6) ? dice.of(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'BREW']) : method} ${change(path)} HTTP/1.1`,
    `Host: ${dice.once(6) ? change(host ?? '') : (host ?? '')}`,
    ...(dice.once(5)
      ? []
      : [`${dice.of(['Authorization', 'Authorization', 'Authorization', 'access-token', 'X_Access_Token'])}: Bearer ${token}`]),
    ...(dice.once(3) ? [change(dice.of(HEADERS))] : []),
    ...(dice.once(3) ? [change(dice.of(HEADERS))] : []),
    'Connection: close',
  ];
  const whole = [...lines, '', dice.once(4) ? noise(dice) : ''].join('\r\n');
  return `${dice.once(8) ? spoiltMore(whole, dice) : whole}\r\n`;
}

const HEADERS = [
  'Content-Length: 5',
  'Transfer-Encoding: chunked',
  'X-Client-Id: admin',
  'X-Forwarded-For: 10.0.0.1',
  'X-Forwarded-Host: other.example',
  'Connection: X-Client-Id',
  'Upgrade: websocket',
  'Expect: 100-continue',
  'Origin: http://localhost:5173',
  'Access-Control-Request-Method: GET',
  'Cookie: a=b',
  'Content-Type: application/json',
  'Range: bytes=0-1',
  'X-Correlation-Id: a',
  'traceparent: 00-1-1-01',
  'TE: trailers',
];

type Form = Readonly<Record<string, string>>;

function form(dice: Dice, { told }: FuzzTarget): string {
  const { clientId, clientSecret, tenantId } = told.graph;
  const usual: Form = { client_id: clientId, client_secret: clientSecret, grant_type: 'client_credentials', scope: `${GRAPH}/.default` };
  const more: readonly Form[] = [
    {},
    { grant_type: 'authorization_code', code: 'x', code_verifier: 'y', redirect_uri: 'http://localhost' },
    { grant_type: 'refresh_token', refresh_token: 'x' },
    { grant_type: 'device_code', device_code: 'x' },
    { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', requested_token_use: 'on_behalf_of', assertion: dice.of(told.tokens) },
    {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: dice.of(told.tokens),
      client_secret: '',
    },
    { user_code: 'ABCDEFGHJ', transaction: 'x', answer: 'approve', user: 'x' },
    { response_type: 'code', redirect_uri: 'http://localhost', code_challenge: 'x', response_mode: 'fragment', state: '\r\n' },
  ];
  const fields = Object.entries({ ...usual, ...dice.of(more) }).filter(() => !dice.once(8));
  const text = fields
    .map(([name, value]) => [name, dice.once(4) ? spoilt(value, dice) : value].map(encodeURIComponent).join('='))
    .join('&');
  const body = dice.once(5) ? spoiltMore(text, dice) : text;
  const place = dice.of([
    'oauth2/v2.0/token',
    'oauth2/token',
    'oauth2/v2.0/devicecode',
    'oauth2/deviceauth',
    'oauth2/v2.0/authorize',
    'discovery/v2.0/keys',
  ]);
  const isPosted = !dice.once(4);
  const path = `/${dice.once(8) ? spoilt(tenantId, dice) : tenantId}/${dice.once(8) ? spoilt(place, dice) : place}`;
  const lines = [
    `${isPosted ? 'POST' : 'GET'} ${path.replace(/[^\x21-\xff]/g, '')}${isPosted ? '' : `?${body.replace(/[^\x21-\xff]/g, '')}`} HTTP/1.1`,
    'Host: localhost',
    ...(dice.once(4) ? [`Authorization: Basic ${spoilt(Buffer.from(`${clientId}:${clientSecret}`).toString('base64'), dice)}`] : []),
    ...(dice.once(4) ? [dice.of(['Origin: http://localhost:5173', 'Origin: null', 'Cookie: a'])] : []),
    `Content-Type: ${dice.once(8) ? spoilt(FORM, dice).replace(/[^\x20-\xff]/g, '') : FORM}`,
    `Content-Length: ${String(Buffer.byteLength(body, 'latin1'))}`,
    'Connection: close',
  ];
  return [...lines, '', body].join('\r\n');
}

const FORM = 'application/x-www-form-urlencoded';
const GRAPH = '00000003-0000-0000-c000-000000000000';

function graphCall(dice: Dice, { told }: FuzzTarget, token: string): string {
  const id = told.graph.applicationId;
  const place = dice.of([
    'applications',
    `applications/${id}`,
    `applications/${id}/addPassword`,
    `applications/${id}/owners/$ref`,
    'servicePrincipals',
    `servicePrincipals/${id}/appRoleAssignedTo`,
    'oauth2PermissionGrants',
    'directoryObjects/x',
    `applications/${id}/federatedIdentityCredentials`,
    `applications?$filter=displayName eq 'x'&$select=id`,
    `directory/deletedItems/microsoft.graph.application/${id}`,
  ]);
  const body = JSON.stringify(spoiltJson(dice.of(BODIES), dice));
  const path = encodeURI(dice.once(5) ? spoilt(place, dice) : place).replace(/[^\x21-\xff]/g, '');
  const lines = [
    `${dice.of(['GET', 'POST', 'PATCH', 'DELETE', 'PUT'])} /v1.0/${path} HTTP/1.1`,
    'Host: localhost',
    `Authorization: Bearer ${dice.once(8) ? spoilt(token, dice).replace(/[^\x21-\x7e]/g, '') : token}`,
    `Content-Length: ${String(Buffer.byteLength(body))}`,
    'Connection: close',
  ];
  return [...lines, '', Buffer.from(body).toString('latin1')].join('\r\n');
}

const ROLE = {
  id: '00000000-0000-4000-8000-000000000001',
  value: 'A',
  displayName: 'a',
  description: 'a',
  allowedMemberTypes: ['User'],
  isEnabled: true,
};
const BODIES: readonly unknown[] = [
  { displayName: 'x', appRoles: [ROLE], identifierUris: ['api://x'], api: { oauth2PermissionScopes: [], preAuthorizedApplications: [] } },
  {
    displayName: 'x',
    web: { redirectUris: ['https://x'], implicitGrantSettings: {} },
    requiredResourceAccess: [{ resourceAppId: 'x', resourceAccess: [] }],
  },
  {
    displayName: 'x',
    keyCredentials: [{ key: 'eA==', keyId: 'x' }],
    optionalClaims: { accessToken: [{ name: 'idtyp' }] },
    'owners@odata.bind': ['x/y'],
  },
  { appId: GRAPH, passwordCredential: { displayName: 'x', endDateTime: '2030-01-01T00:00:00Z' } },
  { principalId: 'x', resourceId: 'y', appRoleId: 'z', clientId: 'x', consentType: 'AllPrincipals', scope: 'a b' },
  { name: 'xyz', issuer: 'https://x', subject: 'y', audiences: ['z'], '@odata.id': 'https://graph/x' },
];

/** What the deployer's token for Graph is, asked for as anybody does. */
async function graphToken(target: FuzzTarget): Promise<string> {
  const { tenantId, clientId, clientSecret } = target.told.graph;
  const body = new URLSearchParams({
    client_id: clientId,
    client_secret: clientSecret,
    grant_type: 'client_credentials',
    scope: `${GRAPH}/.default`,
  }).toString();
  const lines = [
    `POST /${tenantId}/oauth2/v2.0/token HTTP/1.1`,
    'Host: localhost',
    `Content-Type: ${FORM}`,
    `Content-Length: ${String(body.length)}`,
    'Connection: close',
    '',
    body,
  ];
  const answer = await target.send('entra', lines.join('\r\n'), 'localhost');
  return /"access_token":"([^"]+)"/.exec(answer)?.[1] ?? '';
}

test(
  `nothing that anybody can send brings the sandbox down, or reaches an upstream that the matrix denies (seed ${String(SEED)})`,
  async () => {
    const target = await FuzzTarget.start();
    const { tokens } = target.told;
    const dice = new Dice(SEED);
    const counts = { sent: 0, reached: 0, denied: 0, answeredByEntra: 0 };
    const faults: string[] = [];
    try {
      const token = await graphToken(target);
      const until = Date.now() + SECONDS * 1000;
      while (Date.now() < until && faults.length === 0) {
        const shots = Array.from({ length: 24 }, () => (dice.once(5) ? noise(dice) : request(dice, tokens)));
        const answers = await Promise.all(
          shots.map((shot) => target.send('gateway', shot, dice.of(['apps.dev.contoso.example', 'api.dev.contoso.example']))),
        );
        const others = Array.from({ length: 16 }, (_, at) => (at % 2 === 0 ? form(dice, target) : graphCall(dice, target, token)));
        const told = await Promise.all(others.map((shot) => target.send('entra', shot, 'localhost')));
        const reached = target.taken();
        for (const one of reached)
          if (!isLetIn(one, shots, tokens)) faults.push(`let in: ${JSON.stringify(one)} of ${JSON.stringify(shots)}`);
        [...answers, ...told].forEach((answer, at) => {
          if (/^HTTP\/1\.1 5\d\d /.test(answer)) faults.push(`${answer.slice(0, 300)} to ${JSON.stringify([...shots, ...others][at])}`);
        });
        await target.resetLimits();
        const usual = `GET /orders HTTP/1.1\r\nHost: apps.dev.contoso.example\r\nAuthorization: Bearer ${tokens[0] ?? ''}\r\nConnection: close\r\n\r\n`;
        const normal = await target.send('gateway', usual, 'apps.dev.contoso.example');
        if (!normal.startsWith('HTTP/1.1 200 '))
          faults.push(`a normal call: ${target.ended ?? normal} after ${JSON.stringify([...shots, ...others])}`);
        if (target.taken().length !== 1) faults.push('a normal call did not reach the upstream once');
        counts.sent += shots.length + others.length;
        counts.reached += reached.length;
        counts.denied += answers.filter((answer) => /^HTTP\/1\.1 40[13] /.test(answer)).length;
        counts.answeredByEntra += told.filter((answer) => /^HTTP\/1\.1 [24]/.test(answer)).length;
      }
    } finally {
      await target.end();
    }

    expect({ seed: SEED, faults }).toEqual({ seed: SEED, faults: [] });
    expect(target.ended).toBe('ended with 0: ');
    // Enough came through, and enough did not.
    expect([counts.reached > 20, counts.denied > 20, counts.answeredByEntra > 100, counts]).toEqual([true, true, true, counts]);
  },
  (SECONDS + 60) * 1000,
);
