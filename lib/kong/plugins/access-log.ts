import type { EnvironmentModel, IdentityClaim, ObservabilityModel, RouteModel } from '../../model';
import type { PluginsByName } from '../template';
import { atLeast } from '../versions';

/**
 * The access log: who, what, when, from where. Of what Kong would log only parts without
 * headers, query or upstream address are kept; who is read from headers the gateway itself has set.
 *
 * @see https://developer.konghq.com/support/how-to-modify-the-logging-plugins-output-format/ for fields that are removed by nil
 */
export function accessLog(routes: readonly RouteModel[], observability: ObservabilityModel, environment: EnvironmentModel): PluginsByName {
  const target = environment.gateway.accessLog;
  if (target === undefined) return {};
  const custom_fields_by_lua = {
    // These hold headers, URLs with their query, or what the upstream answered.
    request: 'return nil',
    response: 'return nil',
    upstream_uri: 'return nil',
    tries: 'return nil',
    access: accessFunction(routes, observability.correlationIdHeader),
  };
  if (target.to === 'stdout') return { 'file-log': { path: '/dev/stdout', reopen: false, custom_fields_by_lua } };
  return {
    'http-log': {
      http_endpoint: target.endpoint,
      method: 'POST',
      content_type: 'application/json',
      ...(Object.keys(target.headers).length === 0 ? {} : { headers: target.headers }),
      ...(atLeast(environment.gateway.version, '3.14') ? { ssl_verify: true } : {}),
      custom_fields_by_lua,
    },
  };
}

/** Which headers the record of a call is read from. */
export interface AccessLogText {
  /** Headers that hold the caller's object id, the first that is there. */
  readonly objectHeaders: readonly string[];
  readonly tenantHeaders: readonly string[];
  readonly correlationHeader: string | undefined;
}

/** Reads the function of an access log; undefined for any text but one that {@link accessLog} writes. */
export function readAccessLog(text: string): AccessLogText | undefined {
  const [, object = '', tenant = '', correlation = ''] =
    /c\.oid or (.*?), tenant = c and c\.tid or (.*?), correlation = (.*?), authenticated/.exec(text) ?? [];
  const headers = (part: string): readonly string[] => Array.from(part.matchAll(/h\("([a-z0-9-]+)"\)/g), ([, name = '']) => name);
  const [, correlationHeader] = /^r\.get_header\("([a-z0-9-]+)"\)$/.exec(correlation) ?? [];
  const read = { objectHeaders: headers(object), tenantHeaders: headers(tenant), correlationHeader };
  return text === accessText(read) ? read : undefined;
}

function accessFunction(routes: readonly RouteModel[], correlation: string | undefined): string {
  const headers = (claim: IdentityClaim): readonly string[] => {
    const names = routes.flatMap((route) =>
      Object.entries(route.forward.headers)
        .filter(([, carried]) => carried === claim)
        .map(([name]) => name.toLowerCase()),
    );
    return [...new Set(names)].sort();
  };
  return accessText({
    objectHeaders: headers('object-id'),
    tenantHeaders: headers('tenant-id'),
    correlationHeader: correlation?.toLowerCase(),
  });
}

/**
 * Only letters, digits and "-" of header names enter the text; names were validated as such.
 * The credential is Kong's own word: with `openid-connect` its id is the client, with `oidc` it holds the claims.
 */
function accessText({ objectHeaders, tenantHeaders, correlationHeader }: AccessLogText): string {
  const oneOf = (names: readonly string[]): string => names.map((name) => `h("${name}")`).join(' or ') || 'nil';
  return [
    'local c = kong.client.get_credential()',
    'local r = kong.request',
    // On a request that was refused the header may still be the caller's own.
    'local s = kong.response.get_source() == "service"',
    'local function h(n) return c and s and r.get_header(n) or nil end',
    `return { client = c and (c.azp or c.id) or nil, object = c and c.oid or ${oneOf(objectHeaders)}, tenant = c and c.tid or ${oneOf(tenantHeaders)},`,
    `correlation = ${correlationHeader === undefined ? 'nil' : `r.get_header("${correlationHeader}")`},`,
    'authenticated = c ~= nil, method = r.get_method(), host = r.get_host(), path = r.get_path(), status = kong.response.get_status() }',
  ].join(' ');
}
