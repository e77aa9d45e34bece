import type { RouterFlavor } from '../../router';
import { IDENTITY, PROTOCOLS } from './common-rules';
import { rules, type ListCheck, type Rule, type Rules } from './fields';
import { isHeaderName, isIpOrRange, isMethod, isName, isPlainSni, isRouteHost, isRoutePath, isSni } from './texts';
import { listOf, type Value } from './value';

/** Routes of one family have the same fields. */
export type Family = 'http' | 'grpc' | 'stream';

const FAMILIES: ReadonlyMap<Value | undefined, Family> = new Map<Value, Family>([
  ['http', 'http'],
  ['https', 'http'],
  ['grpc', 'grpc'],
  ['grpcs', 'grpc'],
  ['tcp', 'stream'],
  ['tls', 'stream'],
  ['udp', 'stream'],
  ['tls_passthrough', 'stream'],
]);

/** The family of a route: that of the first protocol Kong knows. */
export function familyOf(protocols: Value): Family | undefined {
  if (typeof protocols === 'string') return FAMILIES.get(protocols);
  return FAMILIES.get((listOf(protocols) ?? []).find((protocol) => FAMILIES.has(protocol)));
}

const TOGETHER: readonly (readonly string[])[] = [['http', 'https'], ['tcp', 'tls', 'udp'], ['tls_passthrough'], ['grpc', 'grpcs']];

const compatibleProtocols: ListCheck = (list) => {
  const groups = TOGETHER.filter((group) => group.some((protocol) => list.includes(protocol)));
  return groups.length <= 1 ? undefined : `mixes protocols that exclude each other: ${groups.map((group) => group.join(', ')).join('; ')}`;
};

const texts = (check: Rule & { readonly type: 'text' }, distinct = false): Rule => {
  return { type: 'list', elements: check, ...(distinct ? { distinct: true } : {}) };
};

const NETWORKS: Rule = {
  type: 'list',
  distinct: true,
  elements: {
    type: 'record',
    fields: rules({ ip: { type: 'text', check: isIpOrRange }, port: { type: 'integer', between: [0, 65_535] } }),
    anyOf: ['ip', 'port'],
  },
};

const yes: Rule = { type: 'boolean', required: true, default: true };

const FIELDS: Readonly<Record<string, Rule>> = {
  ...IDENTITY,
  name: { type: 'text', check: isName },
  protocols: {
    type: 'list',
    distinct: true,
    required: true,
    nonEmpty: true,
    default: ['http', 'https'],
    elements: { type: 'text', oneOf: PROTOCOLS },
    check: compatibleProtocols,
  },
  https_redirect_status_code: { type: 'integer', required: true, default: 426, oneOf: [426, 301, 302, 307, 308] },
  strip_path: yes,
  preserve_host: { type: 'boolean', required: true, default: false },
  request_buffering: yes,
  response_buffering: yes,
  service: { type: 'reference', to: 'services' },
  snis: texts({ type: 'text', check: isSni }, true),
  sources: NETWORKS,
  destinations: NETWORKS,
  methods: texts({ type: 'text', check: isMethod }, true),
  hosts: texts({ type: 'text', check: isRouteHost }),
  paths: texts({ type: 'text', check: isRoutePath }),
  headers: { type: 'map', keys: isHeaderName, values: texts({ type: 'text' }) },
  regex_priority: { type: 'integer', default: 0 },
  path_handling: { type: 'text', default: 'v0', oneOf: ['v0', 'v1'] },
};

const OF_EXPRESSIONS: Readonly<Record<string, Rule>> = {
  expression: { type: 'text' },
  priority: { type: 'integer', required: true, default: 0, between: [0, 2 ** 46 - 1] },
};

/** Fields that a family does not have, with why. */
const MISSING: Readonly<Record<Family, { readonly fields: readonly string[]; readonly why: string }>> = {
  http: { fields: ['sources', 'destinations'], why: 'cannot be set where protocols are http or https' },
  grpc: { fields: ['methods', 'sources', 'destinations'], why: 'cannot be set where protocols are grpc or grpcs' },
  stream: {
    fields: ['methods', 'hosts', 'paths', 'headers'],
    why: 'cannot be set where protocols are tcp, tls, tls_passthrough or udp; match sources, destinations or snis',
  },
};

const GRPC_STRIP: Rule = {
  type: 'boolean',
  required: true,
  default: false,
  never: { value: true, why: 'cannot be true where protocols are grpc or grpcs; leave it out' },
};

/** As kong/db/schema/entities/routes.lua and routes_subschemas.lua, for every flavor and family. */
export function routeRules(flavor: RouterFlavor): ReadonlyMap<Family, Rules> {
  const fields = {
    ...FIELDS,
    ...(flavor === 'expressions' ? OF_EXPRESSIONS : {}),
    ...(flavor === 'traditional' ? { snis: texts({ type: 'text', check: isPlainSni }, true) } : {}),
  };
  const networks = flavor === 'expressions' ? ['sources', 'destinations'] : [];
  return new Map(
    (['http', 'grpc', 'stream'] as const).map((family) => {
      const { fields: missing, why } = MISSING[family];
      const forbidden = missing
        .filter((name) => family === 'stream' || !networks.includes(name))
        .map((name) => [name, { ...FIELDS[name], forbidden: why } as Rule] as const);
      return [family, rules({ ...fields, ...(family === 'grpc' ? { strip_path: GRPC_STRIP } : {}), ...Object.fromEntries(forbidden) })];
    }),
  );
}
