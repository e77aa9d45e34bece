import { isFlag, unenforced } from '../fields';
import { type PluginKind } from './factory';

/** Counts calls. */
export const prometheus: PluginKind = {
  problems: (where, config) =>
    unenforced(where, config, {
      status_code_metrics: [true],
      latency_metrics: [true],
      bandwidth_metrics: [true],
      upstream_health_metrics: isFlag,
      per_consumer: [false],
    }),
  create: (_config, { metrics }) => ({
    name: 'prometheus',
    log: (exchange, ended) => {
      metrics.count(exchange, ended);
    },
  }),
};
