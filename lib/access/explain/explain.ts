import { type Bindings } from '../../model';
import { decide, type Call } from '../decide';
import { type Check, type Decision } from '../decision';
import { type GatewayPlugin } from '../effective-plugins';
import { type Gateway, type GatewayRoute } from '../gateway';
import { allChecks, texts } from './all-checks';
import { changeFor, nameOf, type Subject } from './change';
import { claimPath, foundShown, shownClaims, textOf, type ShownClaim } from './claims';
import { likeRoute, nearestRoutes, type NearRoute } from './nearest';
import { kindOf, ownChecks, versionOf, type TokenKind } from './own-checks';
import { type SignatureFinding } from './signature';

/** A check with what would make it pass. */
export interface ExplainedCheck extends Check {
  /** For one that failed: the property to change, in the words of the definition. */
  readonly change?: string;
}

/** What is known about a presented token. */
export interface ExplainedToken {
  readonly kind: TokenKind;
  readonly version?: string;
  readonly tenant?: string;
  /** Client that asked for it: its key where that is known, and its client id. */
  readonly client?: string;
  readonly signature: SignatureFinding;
  readonly claims: readonly ShownClaim[];
}

/** Why a gateway lets a call in or refuses it. */
export interface Explanation extends Pick<Decision, 'route' | 'allowed' | 'statuses'> {
  /** Null for a call without a token. */
  readonly token: ExplainedToken | null;
  /** Every check, those included that the gateway no longer makes after a refusal; those by `token` are not the gateway's, and tell why others fail. */
  readonly checks: readonly ExplainedCheck[];
  /** Routes the request nearly got, where none takes it. */
  readonly nearest: readonly NearRoute[];
  /** Further advice, each a sentence. */
  readonly hints: readonly string[];
}

/** What an explanation may use besides gateway and call. */
export interface ExplainOptions {
  /** Client ids by the key of the registration, so that it can speak of names. */
  readonly names?: Bindings;
  /** @default - the call's signature is taken as good, and said to be not checked */
  readonly signature?: SignatureFinding;
  /** Also shows the claims that may name a person. @default - false */
  readonly showClaims?: boolean;
}

/** Explains what a gateway does with a call, and for everything that failed which property to change. */
export function explain(gateway: Gateway, asked: Call, options: ExplainOptions = {}): Explanation {
  const { names = {}, showClaims = false, signature = { outcome: 'not checked', why: 'no keys were given' } as const } = options;
  const call =
    asked.token !== null && signature.outcome === 'bad' ? { ...asked, token: { ...asked.token, signature: 'bad' as const } } : asked;
  const decision = decide(gateway, call);
  const route = gateway.routes.find(({ name, id }) => decision.route !== null && (name ?? id ?? '') === decision.route);
  const plugins = route?.plugins ?? [];
  const claims = call.token?.claims ?? null;
  const subject: Subject = { claims, plugins, names, signature };
  const all = route === undefined ? decision.trace : allChecks(gateway, route, call, decision);
  const own =
    claims === null
      ? []
      : plugins.filter(({ name }) => name === 'openid-connect' || name === 'oidc').flatMap((plugin) => ownChecks(plugin, claims));
  const checks = [...all, ...own].map((check) => explained(withSignature(check, signature), subject, plugins, showClaims, call.now));
  return {
    route: decision.route,
    allowed: decision.allowed,
    statuses: decision.statuses,
    token: claims === null ? null : tokenOf(claims, names, signature, showClaims),
    checks,
    nearest: decision.statuses[0] === 404 ? nearestRoutes(gateway, call.request) : [],
    hints: hintsOf(gateway, route, call, decision, signature),
  };
}

function explained(check: Check, subject: Subject, plugins: readonly GatewayPlugin[], showClaims: boolean, now: number): ExplainedCheck {
  const change = check.outcome === 'fail' ? changeFor(check, subject) : undefined;
  const found = subject.claims === null ? check.found : foundShown(check, plugins, subject.claims, showClaims);
  return { ...check, found: timed(check, found, now), ...(change !== undefined && { change }) };
}

function withSignature(check: Check, { outcome, why }: SignatureFinding): Check {
  if (check.what !== 'signature') return check;
  return {
    ...check,
    outcome: outcome === 'not checked' ? 'unknown' : check.outcome,
    found: outcome === 'good' ? why : `${outcome}: ${why}`,
  };
}

/** A time beside its number, and how far it is from now. */
function timed({ what }: Check, found: string, now: number): string {
  const seconds = Number(found);
  if (!['expiry', 'not before', 'issued at'].includes(what) || !/^[0-9.]+$/.test(found) || seconds > 8.64e12) return found;
  const away = Math.round(Math.abs(seconds - now));
  return `${found} (${new Date(seconds * 1000).toISOString()}, ${away} s ${seconds > now ? 'from now' : 'ago'})`;
}

function tokenOf(
  claims: Readonly<Record<string, unknown>>,
  names: Bindings,
  signature: SignatureFinding,
  showClaims: boolean,
): ExplainedToken {
  const client = textOf(claims, 'azp') ?? textOf(claims, 'appid');
  const name = client === undefined ? undefined : nameOf(client, names);
  const version = textOf(claims, 'ver') ?? versionOf(textOf(claims, 'iss') ?? '');
  const tenant = textOf(claims, 'tid');
  return {
    kind: kindOf(claims),
    ...(version !== undefined && { version: version.slice(0, 100) }),
    ...(tenant !== undefined && { tenant: tenant.slice(0, 100) }),
    ...(client !== undefined && { client: (name === undefined ? client : `${name} (${client})`).slice(0, 200) }),
    signature,
    claims: shownClaims(claims, showClaims),
  };
}

function hintsOf(
  gateway: Gateway,
  route: GatewayRoute | undefined,
  call: Call,
  { allowed, statuses }: Decision,
  signature: SignatureFinding,
): readonly string[] {
  const hints: string[] = [];
  if (call.token !== null && allowed === true && signature.outcome === 'not checked')
    hints.push('the signature was not checked: the call is let in only if it is good; pass the keys of the tenant to check it');
  if (statuses[0] === 426 || (statuses[0] ?? 0) === 415)
    hints.push('the request reached the route by a protocol it does not take; in the definition all routes take HTTPS alone');
  if (allowed === false && route !== undefined && call.token === null) hints.push(...wanted(route));
  if (allowed === false && route !== undefined && call.token !== null) hints.push(...otherDoors(gateway, route, call));
  return hints;
}

/** What a token for a route must have, for a caller that has none yet. */
function wanted({ plugins }: GatewayRoute): readonly string[] {
  const config = plugins.find(({ name }) => name === 'openid-connect')?.config ?? {};
  const needs = ['audience', 'scopes', 'roles', 'groups'].flatMap((what) => {
    const values = texts(config[`${what}_required`]);
    return values.length === 0 ? [] : [`${claimPath(config, what).join('.')} ${values.join(' or ')}`];
  });
  return needs.length === 0 ? [] : [`the route wants a token with ${needs.join(', and ')}`];
}

/** Entrances at the same path that would let the call in. */
function otherDoors(gateway: Gateway, route: GatewayRoute, call: Call): readonly string[] {
  const paths = new Set(route.paths ?? []);
  const doors = gateway.routes.filter((other) => other !== route && (other.paths ?? []).some((path) => paths.has(path))).slice(0, 50);
  return doors.flatMap((door) => {
    const request = likeRoute(door, call.request);
    if (request.method !== call.request.method) return [];
    const decision = decide(gateway, { ...call, request });
    if (decision.allowed !== true || decision.route !== (door.name ?? door.id)) return [];
    const headers = Object.entries(door.headers ?? {}).map(([name, values]) => ` with the header ${name}: ${values[0] ?? ''}`);
    return [`the same call is let in at the host ${request.host ?? ''}${headers.join('')} (route ${decision.route})`];
  });
}
