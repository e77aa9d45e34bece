import { BlockList, isIPv6 } from 'node:net';
import type { GatewayPlugin } from './gateway-document';
import { setFields, type Config, type Exit, type PluginState } from './gateway-state';
import { runOidc, runOpenidConnect } from './gateway-tokens';

type Run = (config: Config, state: PluginState) => Exit | undefined;

const passes: Run = () => undefined;

const RUN: Readonly<Record<string, Run>> = {
  'openid-connect': runOpenidConnect,
  oidc: runOidc,
  acl: runAcl,
  cors: runCors,
  'ip-restriction': runIpRestriction,
  'pre-function': runPreFunction,
  'request-termination': runTermination,
  'request-transformer': runTransformer,
  'correlation-id': (config, { headers }) => {
    const name = String(config['header_name'] ?? 'Kong-Request-ID').toLowerCase();
    if (!headers.has(name)) headers.set(name, '<generated>');
    return undefined;
  },
  'rate-limiting': passes,
  prometheus: passes,
  'http-log': passes,
  'file-log': passes,
};

/** Runs one plugin; undefined lets the request pass on. */
export function runPlugin(plugin: GatewayPlugin, state: PluginState): Exit | undefined {
  const run = RUN[plugin.name];
  if (run === undefined) throw new Error(`plugin ${plugin.name} is not interpreted`);
  return run(plugin.config, state);
}

function runAcl(config: Config, state: PluginState): Exit | undefined {
  const set = setFields('acl', config, [
    'allow',
    'deny',
    'hide_groups_header',
    'always_use_authenticated_groups',
    'include_consumer_groups',
  ]);
  const { groups, headers } = state;
  if (groups === undefined) return state.identified ? { status: 403, reason: 'no groups' } : { status: 401, reason: 'nobody identified' };
  const [allow, deny] = [set['allow'], set['deny']] as (readonly string[] | undefined)[];
  if (allow !== undefined && !allow.some((group) => groups.includes(group))) return { status: 403, reason: 'no allowed group' };
  if (deny?.some((group) => groups.includes(group)) === true) return { status: 403, reason: 'a denied group' };
  headers.delete('x-consumer-groups');
  headers.delete('x-authenticated-groups');
  if (set['hide_groups_header'] !== true) headers.set('x-authenticated-groups', groups.join(', '));
  return undefined;
}

function runCors(config: Config, state: PluginState): Exit | undefined {
  const set = setFields('cors', config, [
    'origins',
    'methods',
    'headers',
    'exposed_headers',
    'credentials',
    'max_age',
    'preflight_continue',
    'private_network',
    'allow_origin_absent',
  ]);
  if (set['preflight_continue'] === true) throw new Error('cors: preflight_continue is not interpreted');
  const origins = (set['origins'] ?? []) as readonly string[];
  const [first = '*', ...others] = origins;
  const sent = state.headers.get('origin');
  if (others.length === 0 || origins.includes('*')) state.allowedOrigin = origins.includes('*') || origins.length === 0 ? '*' : first;
  else {
    if (origins.some((origin) => !/^[A-Za-z0-9.:/-]+$/.test(origin)))
      throw new Error('cors: an origin as regular expression is not interpreted');
    state.allowedOrigin = sent !== undefined && origins.includes(sent) ? sent : null;
  }
  const preflight = state.request.method === 'OPTIONS' && sent !== undefined && state.headers.has('access-control-request-method');
  if (preflight)
    state.allowedMethods = (set['methods'] ?? [
      'GET',
      'HEAD',
      'PUT',
      'PATCH',
      'POST',
      'DELETE',
      'OPTIONS',
      'TRACE',
      'CONNECT',
    ]) as readonly string[];
  return preflight ? { status: 200, reason: 'answers the preflight' } : undefined;
}

function runIpRestriction(config: Config, state: PluginState): Exit | undefined {
  const set = setFields('ip-restriction', config, ['allow', 'deny', 'status', 'message']);
  const { clientIp } = state.request;
  if (clientIp === undefined) throw new Error('ip-restriction: the request says no clientIp');
  const within = (networks: unknown): boolean => Array.isArray(networks) && contains(networks as readonly string[], clientIp);
  const denied = within(set['deny']) || (set['allow'] !== undefined && !within(set['allow']));
  return denied ? { status: typeof set['status'] === 'number' ? set['status'] : 403, reason: `${clientIp} is not allowed` } : undefined;
}

function contains(networks: readonly string[], address: string): boolean {
  const blocks = new BlockList();
  for (const network of networks) {
    const [base = '', bits] = network.split('/');
    const family = isIPv6(base) ? 'ipv6' : 'ipv4';
    if (bits === undefined) blocks.addAddress(base, family);
    else blocks.addSubnet(base, Number(bits), family);
  }
  return blocks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

function runTermination(config: Config): Exit {
  const set = setFields('request-termination', config, ['status_code', 'message', 'body', 'content_type', 'echo']);
  return { status: (set['status_code'] as number | undefined) ?? 503, reason: 'terminated' };
}

const GUARD = new RegExp(
  [
    String.raw`^local own = \{ (?<own>(?:\["[a-z0-9-]+"\] = true(?:, )?)+) \} local token = \{ (?<token>(?:\["[a-z0-9-]+"\] = true(?:, )?)+) \}`,
    String.raw`local headers, truncated = kong\.request\.get_headers\((?<most>\d+)\)`,
    String.raw`if truncated then return kong\.response\.exit\((?<status>\d+), \{ message = "[A-Za-z ]+" \}\) end`,
    String.raw`local connections = headers\["connection"\] or \{\} if type\(connections\) == "string" then connections = \{ connections \} end`,
    String.raw`for _, connection in ipairs\(connections\) do for name in string\.gmatch\(string\.lower\(connection\), "\[\^%s,\]\+"\) do`,
    String.raw`if own\[\(string\.gsub\(name, "_", "-"\)\)\] then return kong\.response\.exit\((?<named>\d+), \{ message = "[A-Za-z ]+" \}\) end end end`,
    String.raw`for name in pairs\(headers\) do local folded = string\.gsub\(string\.lower\(name\), "_", "-"\)`,
    String.raw`if own\[folded\] or \(token\[folded\] and string\.find\(name, "_", 1, true\)\) then kong\.service\.request\.clear_header\(name\) end end$`,
  ].join(' '),
);

/** What the one function this project writes is told. */
interface Guard {
  readonly own: ReadonlySet<string>;
  readonly token: ReadonlySet<string>;
  readonly most: number;
  readonly status: number;
  readonly named: number;
}

const guards = new WeakMap<Config, Guard>();

/** Only the one function this project writes is understood; what its Lua does is proved where it is run. */
function guardOf(config: Config): Guard {
  const set = setFields('pre-function', config, ['access']);
  const [text = '', ...others] = list(set['access']);
  const read = GUARD.exec(text)?.groups;
  if (read === undefined || others.length > 0) throw new Error(`pre-function: this function is not interpreted: ${text}`);
  const names = (part: string | undefined): ReadonlySet<string> =>
    new Set([...(part ?? '').matchAll(/\["([a-z0-9-]+)"\]/g)].map(([, name = '']) => name));
  return {
    own: names(read['own']),
    token: names(read['token']),
    most: Number(read['most']),
    status: Number(read['status']),
    named: Number(read['named']),
  };
}

function runPreFunction(config: Config, { headers, request }: PluginState): Exit | undefined {
  const guard = guards.get(config) ?? guardOf(config);
  guards.set(config, guard);
  const { own, token, most, status, named } = guard;
  // The Host header counts like any other.
  if ((request.headers ?? []).length + 1 > most) return { status, reason: 'too many headers' };
  const connection = (headers.get('connection') ?? '').toLowerCase().split(/[\s,]+/);
  if (connection.some((name) => own.has(name.replaceAll('_', '-')))) return { status: named, reason: 'a header is hop-by-hop' };
  for (const name of [...headers.keys()]) {
    const folded = name.replaceAll('_', '-');
    if (own.has(folded) || (token.has(folded) && name.includes('_'))) headers.delete(name);
  }
  return undefined;
}

type Step = (name: string, value: string, headers: Map<string, string>) => void;

/** In the order in which the plugin takes them. */
const STEPS: Readonly<Record<string, Step>> = {
  remove: (name, _value, headers) => headers.delete(name),
  rename: (name, value, headers) => {
    const before = headers.get(name);
    if (before === undefined) return;
    headers.delete(name);
    headers.set(value.toLowerCase(), before);
  },
  replace: (name, value, headers) => headers.has(name) && headers.set(name, value),
  add: (name, value, headers) => headers.has(name) || headers.set(name, value),
  append: (name, value, headers) => headers.set(name, [headers.get(name), value].filter((part) => part !== undefined).join(', ')),
};

/** As many headers as the plugin reads; those after them it overlooks. */
const MOST_READ = 100;

function runTransformer(config: Config, { headers, request }: PluginState): undefined {
  if ((request.headers ?? []).length + 1 > MOST_READ) throw new Error('request-transformer: so many headers are not interpreted');
  const set = setFields('request-transformer', config, Object.keys(STEPS));
  for (const [kind, step] of Object.entries(STEPS)) {
    const part = setFields(`request-transformer.${kind}`, (set[kind] ?? {}) as Config, ['headers', 'querystring', 'body']);
    if (kind !== 'remove' && [...list(part['querystring']), ...list(part['body'])].length > 0)
      throw new Error(`request-transformer.${kind} of query or body is not interpreted`);
    for (const entry of list(part['headers'])) {
      if (entry.includes('$(')) throw new Error(`request-transformer: the template ${entry} is not interpreted`);
      const [, name = entry, value = ''] = /^([^:]*):?(.*)$/s.exec(entry) ?? [];
      step(name.toLowerCase(), value, headers);
    }
  }
  return undefined;
}

function list(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
