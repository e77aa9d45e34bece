import { readAccessLog, type AccessLogText } from '../../../kong';
import { isObject, type Json } from '../../../terraform';
import { type Ended, type Exchange } from '../exchange';
import { isShownText, isText, problem, unenforced, type FieldRule } from '../fields';
import { type PluginKind } from './factory';

const isHeaders: FieldRule = (value) => isObject(value) && Object.values(value).every(isShownText);

/** Fields of Kong's record that a function in Lua may leave out. */
const LEFT_OUT = 'return nil';

/** The log of calls on the standard output. */
export const fileLog: PluginKind = logPlugin('file-log', { path: isText, reopen: [false] }, (config) => String(config['path']));

/** The same sent to a server. Nothing is sent from here: the record is shown with where it would go. */
export const httpLog: PluginKind = logPlugin(
  'http-log',
  { http_endpoint: isText, method: ['POST'], content_type: ['application/json'], headers: isHeaders, ssl_verify: [true] },
  (config) => String(config['http_endpoint']),
);

function logPlugin(name: string, fields: Readonly<Record<string, FieldRule>>, target: (config: Json) => string): PluginKind {
  return {
    problems: (where, { custom_fields_by_lua: custom, ...config }) => [
      ...unenforced(where, config, fields),
      ...(custom === undefined || custom === null || readCustom(custom) !== undefined
        ? []
        : [problem(where, 'has a function in Lua other than those that kong-entra renders; none is run')]),
    ],
    create: (config, { log }) => {
      const custom = readCustom(config['custom_fields_by_lua']);
      const to = target(config);
      return {
        name,
        log: (exchange, ended) => {
          const record = Object.entries(serialized(exchange, ended)).filter(([field]) => custom?.leftOut.includes(field) !== true);
          const own = custom?.access === undefined ? {} : { access: accessRecord(custom.access, exchange, ended) };
          log.write({ id: exchange.id, to, record: { ...Object.fromEntries(record), ...own } });
        },
      };
    },
  };
}

interface Custom {
  readonly leftOut: readonly string[];
  readonly access: AccessLogText | undefined;
}

/** What the functions of a log do, read from their exact texts. */
function readCustom(custom: unknown): Custom | undefined {
  if (!isObject(custom)) return { leftOut: [], access: undefined };
  const { access, ...others } = custom;
  const read = typeof access === 'string' ? readAccessLog(access) : undefined;
  const isKnown = Object.values(others).every((text) => text === LEFT_OUT) && (access === undefined) === (read === undefined);
  return isKnown ? { leftOut: Object.keys(others), access: read } : undefined;
}

/** The record of `kong.log.serialize`, as far as it is not about workers and addresses of Kong itself. */
function serialized(exchange: Exchange, ended: Ended): Json {
  const { id, method, scheme, host, target, clientIp, received, route, service, startedAt, credential } = exchange;
  const headers = Object.fromEntries(
    received.all().map(([name, value]) => [name.toLowerCase(), REDACTED.includes(name.toLowerCase()) ? 'REDACTED' : value]),
  );
  const [path = ''] = target.split('?');
  return {
    client_ip: clientIp,
    started_at: startedAt,
    latencies: { request: Math.round(ended.milliseconds) },
    request: { id, method, uri: target, url: `${scheme}://${host}${path}`, headers, size: ended.requestBytes },
    response: { status: ended.status, size: ended.answerBytes },
    upstream_uri: path,
    tries: [],
    route: { id: route.id, name: route.name },
    ...(service !== null && { service: { id: service.id, name: service.name } }),
    ...(credential?.id !== undefined && { authenticated_entity: { id: credential.id } }),
  };
}

const REDACTED = ['authorization', 'proxy-authorization'];

/** What the rendered function returns. */
function accessRecord({ objectHeaders, tenantHeaders, correlationHeader }: AccessLogText, exchange: Exchange, ended: Ended): Json {
  const { credential, headers, method, host, target } = exchange;
  const claims = credential?.holdsClaims === true ? credential.claims : {};
  // Headers say who the person is once the upstream answered: before that they may still be the caller's own.
  const read = (names: readonly string[]): string | undefined =>
    credential !== undefined && ended.source === 'service'
      ? names.map((name) => headers.get(name)).find((value) => value !== undefined)
      : undefined;
  const record = {
    client: claims['azp'] ?? credential?.id,
    object: claims['oid'] ?? read(objectHeaders),
    tenant: claims['tid'] ?? read(tenantHeaders),
    correlation: correlationHeader === undefined ? undefined : headers.get(correlationHeader),
    authenticated: credential !== undefined,
    method,
    host: host.replace(/:\d+$/, ''),
    path: target.split('?')[0],
    status: ended.status,
  };
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
