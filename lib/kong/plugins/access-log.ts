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

/**
 * Only letters, digits and "-" of header names enter the text; names were validated as such.
 * The credential is Kong's own word: with `openid-connect` its id is the client, with `oidc` it holds the claims.
 */
function accessFunction(routes: readonly RouteModel[], correlation: string | undefined): string {
  const header = (claim: IdentityClaim): string => {
    const names = new Set(
      routes.flatMap((route) =>
        Object.entries(route.forward.headers)
          .filter(([, carried]) => carried === claim)
          .map(([name]) => name.toLowerCase()),
      ),
    );
    return (
      [...names]
        .sort()
        .map((name) => `h("${name}")`)
        .join(' or ') || 'nil'
    );
  };
  return [
    'local c = kong.client.get_credential()',
    'local r = kong.request',
    // On a request that was refused the header may still be the caller's own.
    'local s = kong.response.get_source() == "service"',
    'local function h(n) return c and s and r.get_header(n) or nil end',
    `return { client = c and (c.azp or c.id) or nil, object = c and c.oid or ${header('object-id')}, tenant = c and c.tid or ${header('tenant-id')},`,
    `correlation = ${correlation === undefined ? 'nil' : `r.get_header("${correlation.toLowerCase()}")`},`,
    'authenticated = c ~= nil, method = r.get_method(), host = r.get_host(), path = r.get_path(), status = kong.response.get_status() }',
  ].join(' ');
}
