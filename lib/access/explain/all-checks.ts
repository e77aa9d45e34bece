import { decide, type Call } from '../decide';
import { type Check, type Decision } from '../decision';
import { type GatewayPlugin } from '../effective-plugins';
import { type Gateway, type GatewayRoute } from '../gateway';
import { issuerOfDiscovery } from '../plugins/claims';

/** More than there are kinds of checks. */
const MOST_ROUNDS = 40;

/**
 * What was checked, and what would have been had the first refusal not ended it: whoever has one thing put right should
 * know what comes next. What failed is taken as met, and the gateway asked again.
 */
export function allChecks(gateway: Gateway, route: GatewayRoute, call: Call, decision: Decision): readonly Check[] {
  const checks = [...decision.trace];
  const known = new Set(checks.map(keyOf));
  let state: Amended = { call, plugins: route.plugins };
  let last = decision;
  for (let round = 0; round < MOST_ROUNDS && last.allowed === false; round++) {
    const amended = last.trace
      .filter(({ outcome }) => outcome === 'fail')
      .reduce<Amended | undefined>((so, check) => so && met(so, check), state);
    if (amended === undefined || amended === state) break;
    state = amended;
    last = decide(withPlugins(gateway, route, state.plugins), state.call);
    const more = last.trace.filter((check) => !known.has(keyOf(check)));
    checks.push(...more);
    for (const check of more) known.add(keyOf(check));
  }
  return checks;
}

interface Amended {
  readonly call: Call;
  readonly plugins: readonly GatewayPlugin[];
}

function keyOf({ by, what, expected }: Check): string {
  return JSON.stringify([by, what, expected]);
}

/** A gateway of one route, which takes every request. */
function withPlugins(gateway: Gateway, route: GatewayRoute, plugins: readonly GatewayPlugin[]): Gateway {
  return { ...gateway, router: { match: gateway.router.match, find: () => ({ route: { ...route, plugins }, status: 200 }) } };
}

/** What remains to be checked once a check is met; undefined where nothing can be said to meet it. */
function met(state: Amended, { by, what, expected }: Check): Amended | undefined {
  const plugin = state.plugins.find(({ name }) => name === by);
  const { token } = state.call;
  if (plugin === undefined || token === null || by === 'request-termination' || what === 'token') return undefined;
  const { config } = plugin;
  const claim = (changes: Readonly<Record<string, unknown>>): Amended => {
    return { ...state, call: { ...state.call, token: { ...token, claims: { ...token.claims, ...changes } } } };
  };
  const { now } = state.call;
  switch (what) {
    case 'signature':
      return { ...state, call: { ...state.call, token: { ...token, signature: 'good' } } };
    case 'issuer':
      return claim({ iss: issuersOf(plugin)[0] });
    case 'expiry':
      return claim({ exp: now + 3600 });
    case 'not before':
      return claim({ nbf: now });
    case 'issued at':
    case 'time of issue':
      return claim({ iat: now });
    case 'subject':
      return claim({ sub: '' });
    case 'forbidden claim':
      return configured(state, plugin, { claims_forbidden: texts(config['claims_forbidden']).filter((name) => `no ${name}` !== expected) });
  }
  if (by === 'oidc') return claim({ aud: texts(config['bearer_jwt_auth_allowed_auds'])[0] });
  if (by === 'openid-connect') return configured(state, plugin, { [`${what}_required`]: null });
  return { ...state, plugins: state.plugins.filter((other) => other !== plugin) };
}

function configured(state: Amended, plugin: GatewayPlugin, changes: Readonly<Record<string, unknown>>): Amended {
  const plugins = state.plugins.map((other) => (other === plugin ? { ...plugin, config: { ...plugin.config, ...changes } } : other));
  return { ...state, plugins };
}

/** The issuers a plugin takes tokens of. */
export function issuersOf({ name, config }: GatewayPlugin): readonly string[] {
  if (name === 'oidc') return [issuerOfDiscovery(String(config['discovery']))];
  const allowed = config['issuers_allowed'];
  return Array.isArray(allowed) ? texts(allowed) : [issuerOfDiscovery(String(config['issuer']))];
}

/** The texts of a list; none of anything else. */
export function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
