import { isFlag, unenforced, unsaid } from '../fields';
import { type PluginKind } from './factory';

/** Counts calls. */
export const prometheus: PluginKind = {
  problems: (where, config) => [
    ...unenforced(where, config, {
      status_code_metrics: [true],
      latency_metrics: [true],
      bandwidth_metrics: [true],
      upstream_health_metrics: isFlag,
      per_consumer: [false],
    }),
    ...unsaid(
      where,
      config,
      ['status_code_metrics', 'latency_metrics', 'bandwidth_metrics'],
      'which Kong does not count by itself, and the embedded gateway does',
    ),
  ],
  create: (_config, { metrics }) => ({
    name: 'prometheus',
    log: (exchange, ended) => {
      metrics.count(exchange, ended);
    },
  }),
};
