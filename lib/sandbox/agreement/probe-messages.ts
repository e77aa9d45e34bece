import { type Entrance } from '../../access';
import { lookUp, type RouteModel } from '../../model';
import { isObject } from '../../terraform';
import { type SandboxAnswer } from '../call';
import { tokenWord } from '../echo';
import { admittedClaims, CARRIED, requestText, send, type Claims, type Probe, type Probed } from './probe';
import { logDisagreements } from './probe-log';
import { ELSEWHERE, originsOf } from './probe-preflights';
import { bearer } from './tried-tokens';

/** What no message must hold. */
const SPOOFED = 'said-by-the-caller';
const QUERY = 'said=in-the-query';

/** Headers by which an upstream may be told who calls, whatever the definition hands on. */
const ABOUT_CALLERS = [
  'X-Consumer-ID',
  'X-Consumer-Username',
  'X-Consumer-Custom-ID',
  'X-Consumer-Groups',
  'X-Credential-Identifier',
  'X-Credential-Username',
  'X-Anonymous-Consumer',
  'X-Authenticated-Groups',
  'Access-Token',
  'X-Access-Token',
];

/** By an entrance: what the upstream gets, what the caller gets back, and what is logged and counted; where nobody enters, what is logged of that. */
export async function probeMessages(probed: Probed, entrance: Entrance): Promise<readonly Probe[]> {
  const { sandbox, prediction } = probed;
  const { route } = entrance;
  const isPublic = route.access.kind === 'public';
  const claims = admittedClaims(probed, entrance);
  const token = claims === undefined ? undefined : await sandbox.entra.keys.sign(claims, 2);
  const names = new Set([...prediction.deployment.model.routes.flatMap(({ forward }) => Object.keys(forward.headers)), ...ABOUT_CALLERS]);
  const headers = [
    ...(token === undefined ? [] : bearer(token)),
    ...[...names].flatMap((name) => spellings(name).map((spelling) => [spelling, SPOOFED] as const)),
  ];
  if (claims === undefined && !isPublic) return [await probeDenied(probed, entrance, headers)];
  const [page] = originsOf(probed, route);
  const probes: Probe[] = [];
  for (const origin of page === undefined ? [undefined] : [page, ELSEWHERE]) {
    const own = origin === undefined ? headers : [...headers, ['Origin', origin] as const];
    probes.push(await probeMessage({ probed, entrance, claims: isPublic ? undefined : claims, token, origin }, own));
  }
  return probes;
}

/** What is logged of a caller who is kept out: nothing that they say of themselves. */
async function probeDenied(probed: Probed, entrance: Entrance, headers: readonly (readonly [string, string])[]): Promise<Probe> {
  const { route, request, clientIp } = entrance;
  const answer = await send(probed, { request, clientIp, headers, query: QUERY });
  const disagreements = logDisagreements(probed, { entrance, claims: undefined, answer, kept: [SPOOFED, QUERY] });
  return { kind: 'message', api: route.api, tried: `${requestText(request)}, kept out`, disagreements };
}

async function probeMessage(tried: Tried, headers: readonly (readonly [string, string])[]): Promise<Probe> {
  const { probed, entrance, claims, token, origin } = tried;
  const { route, request, clientIp, gatewayRoute } = entrance;
  const { gateway, deployment } = probed.sandbox;
  const counted = (): number => countOf(gateway.metrics.text(), gatewayRoute.name ?? '');
  const before = counted();
  const answer = await send(probed, { request, clientIp, headers, query: QUERY });
  const made: Made = { ...tried, answer };
  const isCounted = counted() === before + 1 || !deployment.access.model.observability.metrics;
  return {
    kind: 'message',
    api: route.api,
    tried: `${requestText(request)}${origin === undefined ? '' : `, from a page of ${origin}`}`,
    disagreements: [
      ...upstreamDisagreements(made),
      ...answerDisagreements(made),
      ...logDisagreements(probed, { entrance, claims, answer, kept: [SPOOFED, QUERY, ...(token === undefined ? [] : [token])] }),
      ...(isCounted ? [] : ['metrics: the call was not counted']),
    ],
  };
}

interface Tried {
  readonly probed: Probed;
  readonly entrance: Entrance;
  /** Of the caller, where the route asks who it is. */
  readonly claims: Claims | undefined;
  readonly token: string | undefined;
  /** Page from which a browser calls. */
  readonly origin: string | undefined;
}

interface Made extends Tried {
  readonly answer: SandboxAnswer;
}

/** A header in the ways in which an upstream may take it for the same. */
function spellings(name: string): readonly string[] {
  return [name, name.replaceAll('-', '_')];
}

function upstreamDisagreements({ probed, entrance, claims, token, answer }: Made): readonly string[] {
  const { model, environment } = probed.prediction.deployment;
  const { route, request } = entrance;
  const got = upstreamGot(answer);
  if (got === undefined) return [`upstream: was not reached, status ${String(answer.status)}`];
  const api = model.apis.find(({ key }) => key === route.api);
  const url = new URL(lookUp(environment.upstreams, api?.upstream ?? '') ?? 'https://missing.invalid');
  const header = (name: string): string | undefined => got.headers[name.toLowerCase()];
  const expect = (what: string, predicted: string | undefined, observed: string | undefined): readonly string[] =>
    predicted === observed ? [] : [`upstream: predicted ${what} ${predicted ?? 'absent'}, observed ${observed ?? 'absent'}`];
  const handedOn = route.forward.token && token !== undefined ? tokenWord(`Bearer ${token}`) : undefined;
  const correlation = model.observability.correlationIdHeader;
  const spoofed = Object.entries(got.headers).filter(([, value]) => value.includes(SPOOFED));
  return [
    ...expect('host', url.host, header('host')),
    ...expect('path', `${url.pathname.replace(/\/$/, '')}${request.path}`, got.path),
    ...expect('authorization', handedOn, header('authorization')),
    ...spoofed.map(([name]) => `upstream: gets ${name} as the caller said it`),
    ...ABOUT_CALLERS.filter((name) => !handsOn(route, name)).flatMap((name) => expect(name, undefined, header(name))),
    ...Object.entries(route.forward.headers).flatMap(([name, carried]) => {
      const value = claims?.[CARRIED[carried]];
      // How Kong writes a list into a header is not established: each of its texts stands in it.
      return Array.isArray(value) && value.every((one) => header(name)?.includes(String(one)) === true)
        ? []
        : expect(name, value === undefined ? undefined : String(value), header(name));
    }),
    ...(correlation === undefined || (header(correlation) ?? '') !== '' ? [] : [`upstream: gets no ${correlation}`]),
    ...(correlation === undefined ? [] : expect(correlation, answer.headers[correlation.toLowerCase()], header(correlation))),
  ];
}

function handsOn({ forward }: RouteModel, name: string): boolean {
  return Object.keys(forward.headers).some((own) => own.toLowerCase() === name.toLowerCase());
}

interface UpstreamGot {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What the echo of the sandbox tells of the request it got; undefined where it was not asked. */
function upstreamGot({ observed, body }: SandboxAnswer): UpstreamGot | undefined {
  if (observed?.ended.source !== 'service') return undefined;
  const told: unknown = JSON.parse(body);
  const headers = isObject(told) && isObject(told['headers']) ? told['headers'] : {};
  return {
    path: isObject(told) ? String(told['path']) : '',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
  };
}

function answerDisagreements({ probed, entrance, answer, origin }: Made): readonly string[] {
  const { route } = entrance;
  const expect = (name: string, predicted: string | undefined): readonly string[] => {
    const observed = answer.headers[name];
    return predicted === observed ? [] : [`answer: predicted ${name} ${predicted ?? 'absent'}, observed ${observed ?? 'absent'}`];
  };
  const { perSecond, perMinute, perHour } = route.rateLimit ?? {};
  const limits = Object.entries({ second: perSecond, minute: perMinute, hour: perHour });
  const page = origin !== undefined && originsOf(probed, route).includes(origin) ? origin : undefined;
  const cors = page === undefined ? undefined : route.cors;
  return [
    ...limits.flatMap(([period, limit]) => expect(`x-ratelimit-limit-${period}`, limit === undefined ? undefined : String(limit))),
    ...expect('access-control-allow-origin', page),
    ...expect('access-control-allow-credentials', cors?.credentials === true ? 'true' : undefined),
    ...expect('access-control-expose-headers', (cors?.exposedHeaders.length ?? 0) === 0 ? undefined : cors?.exposedHeaders.join(',')),
  ];
}

/** Calls that the metrics count for a route. */
function countOf(metrics: string, route: string): number {
  const lines = metrics
    .split('\n')
    .filter((line) => line.startsWith('kong_http_requests_total{') && line.includes(`route=${JSON.stringify(route)}`));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
