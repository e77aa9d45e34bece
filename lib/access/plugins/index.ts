import { type PluginVerdict } from '../decision';
import { type GatewayPlugin, type PluginConfig } from '../effective-plugins';
import { oidc } from './oidc';
import { openidConnect } from './openid-connect';
import { acl, cors, ipRestriction, preFunction, requestTermination } from './others';
import { type PluginState } from './state';

type Judge = (config: PluginConfig, state: PluginState) => PluginVerdict;

/** Of no consequence for who gets in; limits are taken as not reached. */
const passes: Judge = () => ({ checks: [] });

const JUDGES: Readonly<Record<string, Judge>> = {
  'openid-connect': openidConnect,
  oidc,
  acl,
  cors,
  'ip-restriction': ipRestriction,
  'request-termination': requestTermination,
  'pre-function': preFunction,
  ...Object.fromEntries(
    `correlation-id datadog file-log http-log kafka-log loggly opentelemetry prometheus rate-limiting rate-limiting-advanced request-transformer
    request-transformer-advanced response-ratelimiting response-transformer response-transformer-advanced statsd statsd-advanced syslog tcp-log
    tls-handshake-modifier udp-log zipkin`
      .split(/\s+/)
      .map((name) => [name, passes]),
  ),
};

/** What a plugin does with a request. A plugin nobody here knows makes it unknown. */
export function judge({ name, config, bound }: GatewayPlugin, state: PluginState): PluginVerdict {
  const known = Object.hasOwn(JUDGES, name) ? JUDGES[name] : undefined;
  if (known === undefined) return { checks: [], unknown: `the plugin ${name} is not judged` };
  if (bound !== undefined && known !== passes) return { checks: [], unknown: `${name}: ${bound}` };
  return known(config, state);
}
