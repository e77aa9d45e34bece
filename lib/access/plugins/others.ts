import { BlockList, isIP } from 'node:net';
import { readGuard, type HeaderGuard } from '../../kong';
import { type RouterRequest } from '../../router';
import { type Check, type PluginVerdict } from '../decision';
import { type PluginConfig } from '../effective-plugins';
import { oneOf, shown } from './claims';
import { headerOf, type PluginState } from './state';

/** The groups an authentication plugin found, against those allowed and denied. @see docs/kong.md, "acl" */
export function acl(config: PluginConfig, { groups, identified }: PluginState): PluginVerdict {
  const beyond = otherFields(config, ['allow', 'deny', 'hide_groups_header', 'always_use_authenticated_groups', 'include_consumer_groups']);
  if (beyond !== undefined) return { checks: [], unknown: `acl: the field ${beyond} is not judged` };
  const [allow, deny] = [texts(config['allow']), texts(config['deny'])];
  const expected = allow === undefined ? `none of ${(deny ?? []).map(shown).join(', ')}` : oneOf(allow);
  const isAllowed = allow === undefined || allow.some((group) => groups?.includes(group) === true);
  const isDenied = deny?.some((group) => groups?.includes(group) === true) === true;
  const holds = groups !== undefined && isAllowed && !isDenied;
  const check = {
    by: 'acl',
    what: 'groups',
    outcome: holds ? 'pass' : 'fail',
    expected,
    found: shown(groups),
    field: allow === undefined ? 'deny' : 'allow',
  } as const;
  if (holds) return { checks: [check] };
  return { checks: [check], ends: [groups === undefined && !identified ? 401 : 403] };
}

/** Answers a browser's preflight, and lets everything else pass. */
export function cors(config: PluginConfig, { request }: PluginState): PluginVerdict {
  const isPreflight =
    request.method === 'OPTIONS' &&
    headerOf(request, 'origin') !== undefined &&
    headerOf(request, 'access-control-request-method') !== undefined;
  if (!isPreflight) return { checks: [] };
  if (config['preflight_continue'] === true) return { checks: [] };
  return {
    checks: [
      { by: 'cors', what: 'preflight', outcome: 'pass', expected: 'a preflight', found: 'a preflight', field: 'preflight_continue' },
    ],
    ends: [200],
  };
}

/** The caller's address, against networks. */
export function ipRestriction(config: PluginConfig, { clientIp }: PluginState): PluginVerdict {
  const beyond = otherFields(config, ['allow', 'deny', 'status', 'message']);
  if (beyond !== undefined) return { checks: [], unknown: `ip-restriction: the field ${beyond} is not judged` };
  const [allow, deny] = [texts(config['allow']), texts(config['deny'])];
  const status = typeof config['status'] === 'number' ? config['status'] : 403;
  const expected = allow === undefined ? `not in ${(deny ?? []).join(', ')}` : `in ${allow.join(', ')}`;
  const base = { by: 'ip-restriction', what: 'address', expected, field: allow === undefined ? 'deny' : 'allow' } as const;
  if (clientIp === undefined || isIP(clientIp) === 0) {
    return {
      checks: [{ ...base, outcome: 'unknown', found: 'no address of the caller' }],
      unknown: 'ip-restriction: the address of the caller is not known',
    };
  }
  const denied = contains(deny ?? [], clientIp) || (allow !== undefined && !contains(allow, clientIp));
  const check = { ...base, outcome: denied ? 'fail' : 'pass', found: clientIp } as const;
  return denied ? { checks: [check], ends: [status] } : { checks: [check] };
}

function contains(networks: readonly string[], address: string): boolean {
  const blocks = new BlockList();
  for (const network of networks) {
    const [base = '', bits] = network.split('/');
    const family = isIP(base) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(base) === 0) continue;
    if (bits === undefined) blocks.addAddress(base, family);
    else blocks.addSubnet(base, Number(bits), family);
  }
  return blocks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Answers every request. */
export function requestTermination(config: PluginConfig): PluginVerdict {
  if (config['trigger'] !== undefined && config['trigger'] !== null)
    return { checks: [], unknown: 'request-termination: the field trigger is not judged' };
  const status = typeof config['status_code'] === 'number' ? config['status_code'] : 503;
  return {
    checks: [{ by: 'request-termination', what: 'request', outcome: 'fail', expected: 'none', found: 'a request', field: 'status_code' }],
    ends: [status],
  };
}

/** A function in Lua: only the one that this project renders is understood. */
export function preFunction(config: PluginConfig, { request }: PluginState): PluginVerdict {
  const guard = guardOf(config);
  if (guard === 'nothing') return { checks: [] };
  if (guard === 'not judged') return { checks: [], unknown: 'pre-function: a function in Lua is not judged' };
  // The Host header counts like any other.
  const sent = (request.headers ?? []).length + 1;
  const base = { by: 'pre-function', field: 'access' };
  const number = { ...base, what: 'number of headers', expected: `at most ${guard.mostHeaders}`, found: String(sent) };
  if (sent > guard.mostHeaders) return { checks: [{ ...number, outcome: 'fail' }], ends: [guard.tooMany] };
  const claimed = connectionOptions(request).find((name) => guard.own.has(name));
  const checks: readonly Check[] = [{ ...number, outcome: 'pass' }];
  if (claimed === undefined) return { checks };
  const connection: Check = { ...base, what: 'Connection', outcome: 'fail', expected: "none of the gateway's own headers", found: claimed };
  return { checks: [...checks, connection], ends: [guard.hopByHop] };
}

const guardByConfig = new WeakMap<PluginConfig, HeaderGuard | 'nothing' | 'not judged'>();

/** The guard of headers that a configuration is; it is the same for every request. */
function guardOf(config: PluginConfig): HeaderGuard | 'nothing' | 'not judged' {
  const known = guardByConfig.get(config) ?? readConfig(config);
  guardByConfig.set(config, known);
  return known;
}

function readConfig(config: PluginConfig): HeaderGuard | 'nothing' | 'not judged' {
  const [first, ...others] = Object.entries(config).filter(([, code]) => Array.isArray(code) && code.length > 0) as [
    string,
    readonly unknown[],
  ][];
  if (first === undefined) return 'nothing';
  const [phase, [text, ...more]] = first;
  const guard = phase === 'access' && typeof text === 'string' && others.length + more.length === 0 ? readGuard(text) : undefined;
  return guard ?? 'not judged';
}

/** What a request's `Connection` headers name, as the guard reads them. */
function connectionOptions({ headers = [] }: RouterRequest): readonly string[] {
  const values = headers.filter(([name]) => name.toLowerCase() === 'connection').map(([, value]) => value.toLowerCase());
  return values.flatMap((value) => value.split(/[\s,]+/)).map((name) => name.replaceAll('_', '-'));
}

function otherFields(config: PluginConfig, known: readonly string[]): string | undefined {
  return Object.entries(config).find(([field, value]) => value !== null && value !== undefined && !known.includes(field))?.[0];
}

function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
}
