import { type GatewayRoute } from '../../access';
import { valueAt, type Json } from '../../terraform';
import { type ChangeRow, type Effect } from '../report';
import { shownValue } from '../changes/shown-value';
import { type Context } from './context';
import { listed } from './leaf-index';

/** Fields that say who enters, which is told as access; what a route lost or gained of them is no other difference. */
const COMPUTED =
  /^(?:(?:audience|roles|scopes|groups)_required|bearer_jwt_auth_allowed_auds|issuers_allowed|allow|deny|bearer_token_(?:param_type|header_name))$/;

/** Plugins of which all is told as access. */
const TOLD = ['acl', 'ip-restriction'];

/** Plugins that read tokens. */
const SIGN_IN = ['openid-connect', 'oidc'];

/** Plugins that take something from a request or refuse it, and give nothing. */
const LIMITS = ['rate-limiting', 'request-size-limiting', 'correlation-id'];

/**
 * Routes that take requests of another: what else these requests meet there, such as another server, or no limit any more. Of a route
 * that keeps its name the changed values say so.
 */
export function takenOverRows({ access, names }: Context): readonly ChangeRow[] {
  const seen = new Set<string>();
  const found = new Map<string, { readonly row: ChangeRow; readonly routes: string[] }>();
  for (const { was, now } of access.seen) {
    const [before, after] = [was?.name ?? '', now?.name ?? ''];
    const pair = `${after} (before: ${before})`;
    if (was === undefined || now === undefined || before === after || seen.has(pair)) continue;
    seen.add(pair);
    if (!passesOn(was) || !passesOn(now)) continue;
    const differences = [...serverDifference(was, now), ...pluginDifferences(was, now)];
    if (differences.length === 0) continue;
    const [route, other] = [names.route(after, 'head'), names.route(before, 'base')];
    const teams = [...new Set([route, other].flatMap((one) => (one === undefined ? [] : (names.team(one.api) ?? []))))].sort();
    const row: ChangeRow = {
      section: 'hardening',
      subject: '',
      what: `takes requests of another route: ${differences.map(({ what }) => what).join('; ')}`,
      effect: worstOf(differences),
      isBlocking: false,
      notes: teams.length > 0 ? [`must agree: ${teams.join(', ')}`] : [],
      places: [],
    };
    const key = JSON.stringify(row);
    const same = found.get(key) ?? { row, routes: [] };
    same.routes.push(pair);
    found.set(key, same);
  }
  return [...found.values()].map(({ row, routes }) => ({ ...row, subject: listed([...routes].sort()) }));
}

/** Whether what a route lets through reaches anything: what the gateway answers itself is told as access. */
function passesOn(route: GatewayRoute): boolean {
  return route.hasService && !route.plugins.some(({ name }) => name === 'request-termination');
}

interface Difference {
  readonly what: string;
  readonly effect: Effect;
}

function worstOf(differences: readonly Difference[]): Effect {
  return (['broadened', 'unknown'] as const).find((one) => differences.some(({ effect }) => effect === one)) ?? 'narrowed';
}

function serverDifference(was: GatewayRoute, now: GatewayRoute): readonly Difference[] {
  const [before, after] = [serverOf(was), serverOf(now)];
  return before === after ? [] : [{ what: `they go to ${after}, not to ${before}`, effect: 'unknown' }];
}

function serverOf(route: GatewayRoute): string {
  const [protocol, host, port, path, verify] = ['protocol', 'host', 'port', 'path', 'tls_verify'].map((field) =>
    valueAt(route, 'service', field),
  );
  const parts = [
    `${typeof protocol === 'string' ? `${protocol}://` : ''}${typeof host === 'string' ? host : 'a server without a name'}${typeof port === 'number' ? `:${String(port)}` : ''}`,
    ...(typeof path === 'string' ? [`path ${shownValue(path, true)}`] : []),
    ...(verify === true ? [] : ['whose certificate is not verified']),
  ];
  return parts.join(', ');
}

function pluginDifferences(was: GatewayRoute, now: GatewayRoute): readonly Difference[] {
  const [before, after] = [pluginsOf(was), pluginsOf(now)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): readonly Difference[] => {
    if (TOLD.includes(name)) return [];
    const [config, other] = [before.get(name), after.get(name)];
    // Who enters with and without a token is told as access.
    if (config === undefined || other === undefined) return SIGN_IN.includes(name) ? [] : [aloneDifference(name, other !== undefined)];
    const fields = [...new Set([...Object.keys(config), ...Object.keys(other)])].filter(
      (field) => !COMPUTED.test(field) && JSON.stringify(config[field]) !== JSON.stringify(other[field]),
    );
    return fields.length === 0 ? [] : [{ what: `with another ${name} (${listed(fields)})`, effect: 'unknown' }];
  });
}

/** Of a plugin that one of both routes has. */
function aloneDifference(name: string, isNow: boolean): Difference {
  if (name === 'cors') {
    return isNow
      ? { what: 'with cors, so that pages of other origins read it', effect: 'broadened' }
      : { what: 'without cors, so that no page of another origin reads it', effect: 'narrowed' };
  }
  if (!isNow) return { what: `without ${name}`, effect: 'broadened' };
  return { what: `with ${name}`, effect: LIMITS.includes(name) ? 'narrowed' : 'unknown' };
}

function pluginsOf({ plugins }: GatewayRoute): ReadonlyMap<string, Json> {
  return new Map(plugins.map(({ name, config }) => [name, config] as const));
}
