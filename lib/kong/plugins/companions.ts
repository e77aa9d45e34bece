import { lookUp, type CorsModel, type EnvironmentModel, type ObservabilityModel, type RateLimitModel } from '../../model';
import type { PluginsByName } from '../template';

const ALL_METHODS = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'];

/** A limit per client; where nobody is identified, per address. */
export function rateLimit(limit: RateLimitModel | undefined, identified: boolean, environment: EnvironmentModel): PluginsByName {
  if (limit === undefined) return {};
  const { redis } = environment.gateway;
  return {
    'rate-limiting': {
      ...(limit.perSecond === undefined ? {} : { second: limit.perSecond }),
      ...(limit.perMinute === undefined ? {} : { minute: limit.perMinute }),
      ...(limit.perHour === undefined ? {} : { hour: limit.perHour }),
      limit_by: identified ? 'credential' : 'ip',
      policy: redis === undefined ? 'local' : 'redis',
      // Losing the counters must not stop every call; access itself does not hang on them.
      fault_tolerant: true,
      hide_client_headers: false,
      ...(redis === undefined ? {} : { redis: { ...redis, ssl: true, ssl_verify: true, server_name: redis.host } }),
    },
  };
}

export function ipRestriction(networks: string | undefined, environment: EnvironmentModel): PluginsByName {
  if (networks === undefined) return {};
  return { 'ip-restriction': { allow: [...(lookUp(environment.networks, networks) ?? [])].sort() } };
}

/** CORS for a path whose routes have these methods; every usual method when one of them is open. */
export function cors(
  settings: CorsModel | undefined,
  methods: readonly string[] | undefined,
  environment: EnvironmentModel,
): PluginsByName {
  if (settings === undefined) return {};
  return {
    cors: {
      origins: [...(lookUp(environment.origins, settings.origins) ?? [])].sort(),
      methods: methods ?? ALL_METHODS,
      // Where none are named the plugin allows whatever a browser asks for; this one is allowed to every page anyway.
      headers: settings.headers.length === 0 ? ['Accept'] : settings.headers,
      ...(settings.exposedHeaders.length === 0 ? {} : { exposed_headers: settings.exposedHeaders }),
      credentials: settings.credentials,
      max_age: settings.maxAgeSeconds,
      preflight_continue: false,
      private_network: false,
    },
  };
}

/** Answers without an upstream. */
export function terminate(status_code: number, message: string): PluginsByName {
  return { 'request-termination': { status_code, message } };
}

/** Correlation ids and metrics: the same for every service. */
export function observe({ correlationIdHeader, metrics }: ObservabilityModel): PluginsByName {
  return {
    ...(correlationIdHeader === undefined
      ? {}
      : { 'correlation-id': { header_name: correlationIdHeader, generator: 'uuid', echo_downstream: true } }),
    ...(metrics
      ? {
          prometheus: {
            status_code_metrics: true,
            latency_metrics: true,
            bandwidth_metrics: true,
            upstream_health_metrics: false,
            per_consumer: false,
          },
        }
      : {}),
  };
}
