import { type Decision, type Entrance, type PresentedToken } from '../../access';
import { uuidOf, type AlternativeModel, type IdentityClaim, type RouteModel } from '../../model';
import { type RouterRequest } from '../../router';
import { type SandboxAnswer } from '../call';
import { type Sandbox } from '../sandbox';
import { type Prediction } from './prediction';
import { reasonOf } from './reason';

/** What is tried besides the calls of the definition's own callers. */
export type ProbeKind = 'token' | 'claims' | 'request' | 'message' | 'upstream' | 'sign-in' | 'open set';

/** Something that was tried, and what of it is not as predicted. */
export interface Probe {
  readonly kind: ProbeKind;
  readonly api: string;
  /** What was tried, in words. */
  readonly tried: string;
  /** What disagrees, in words; empty where all agrees. */
  readonly disagreements: readonly string[];
}

/** A sandbox with what is predicted of it. */
export interface Probed {
  readonly sandbox: Sandbox;
  readonly prediction: Prediction;
}

export type Claims = Readonly<Record<string, unknown>>;

/** Claim of an access token that an identity header carries. */
export const CARRIED: Readonly<Record<IdentityClaim, string>> = {
  'client-id': 'azp',
  'object-id': 'oid',
  'tenant-id': 'tid',
  roles: 'roles',
  scopes: 'scp',
};

/** One request of a probe. */
export interface Sent {
  readonly request: RouterRequest;
  readonly clientIp: string;
  /** Besides what the route asks for. */
  readonly headers?: readonly (readonly [string, string])[];
  readonly query?: string;
  /** Whether what was called before counts towards limits. @default - false */
  readonly counts?: boolean;
}

/** Sends a request of a probe. */
export async function send({ sandbox }: Probed, sent: Sent): Promise<SandboxAnswer> {
  const { request, clientIp, headers = [], query, counts = false } = sent;
  // Predictions take limits as not reached.
  if (!counts) sandbox.gateway.resetLimits();
  const { method, scheme = 'https', host, path } = request;
  return sandbox.call({
    method,
    scheme,
    host: host ?? '',
    path: query === undefined ? path : `${path}?${query}`,
    headers: [...(request.headers ?? []), ...headers],
    from: clientIp,
  });
}

/** Sends a request and holds what comes of it against what is predicted. */
export async function probe(
  probed: Probed,
  { kind, api, tried }: Omit<Probe, 'disagreements'>,
  sent: Sent,
  presented: PresentedToken | null,
): Promise<Probe> {
  const answer = await send(probed, sent);
  const { request, clientIp, query } = sent;
  const asked = query === undefined ? request : { ...request, path: `${request.path}?${query}` };
  const decision = probed.prediction.decide({ request: asked, token: presented, clientIp, now: probed.sandbox.clock.seconds() });
  return { kind, api, tried: `${requestText(request)}, ${tried}`, disagreements: disagreementsWith(decision, answer) };
}

/** What the gateway did that was not predicted. */
export function disagreementsWith({ allowed, statuses }: Decision, answer: SandboxAnswer): readonly string[] {
  const { status, observed } = answer;
  const reached = observed?.ended.source === 'service';
  const found = [
    ...(allowed === 'unknown' || allowed === reached
      ? []
      : [`gateway: predicted ${allowed ? 'a way in' : 'no way in'}, but the upstream was ${reached ? '' : 'not '}reached`]),
    ...(allowed !== false || statuses.includes(status) ? [] : [`status: predicted ${statuses.join(' or ')}, observed ${String(status)}`]),
  ];
  return [...found, ...(found.length === 0 ? [] : reasonOf(answer))];
}

export function requestText({ method, host, path }: RouterRequest): string {
  return `${method} ${host ?? ''}${path}`;
}

/** Claims of a token for an API, of nobody whom the definition knows. */
export function claimsOfNobody({ sandbox, prediction }: Probed, api: string, held: Partial<AlternativeModel> = {}): Claims {
  const now = sandbox.clock.seconds();
  const { roles = [], scopes = [] } = held;
  const { oid, ...common } = { oid: uuidOf('sandbox/nobody'), ...prediction.issuer.common(api, undefined) };
  return {
    ...common,
    iat: now,
    nbf: now,
    exp: now + 3_600,
    oid,
    sub: oid,
    ...(roles.length > 0 && { roles }),
    ...(scopes.length > 0 && { scp: scopes.join(' ') }),
  };
}

/** Values of the roles and scopes of an API, by key. */
export function valuesOf(
  { prediction }: Probed,
  { api }: RouteModel,
): (kind: keyof AlternativeModel, keys: readonly string[]) => readonly string[] {
  const found = prediction.deployment.model.apis.find(({ key }) => key === api);
  return (kind, keys) => (found?.[kind] ?? []).filter(({ key }) => keys.includes(key)).map(({ value }) => value);
}

/** Everything that an API can put into a token. */
export function everythingOf({ prediction }: Probed, { api }: RouteModel): AlternativeModel {
  const found = prediction.deployment.model.apis.find(({ key }) => key === api);
  return { roles: (found?.roles ?? []).map(({ value }) => value), scopes: (found?.scopes ?? []).map(({ value }) => value) };
}

/** Claims with which somebody enters by an entrance; undefined where nobody does with any. */
export function admittedClaims(probed: Probed, { route, request, clientIp }: Entrance): Claims | undefined {
  const values = valuesOf(probed, route);
  const alternatives = route.access.kind === 'allow' ? route.access.alternatives : [];
  const held = [
    ...alternatives.map(({ roles, scopes }) => ({ roles: values('roles', roles), scopes: values('scopes', scopes) })),
    everythingOf(probed, route),
  ];
  const now = probed.sandbox.clock.seconds();
  return held
    .map((one) => claimsOfNobody(probed, route.api, one))
    .find((claims) => probed.prediction.decide({ request, clientIp, token: { claims }, now }).allowed === true);
}
