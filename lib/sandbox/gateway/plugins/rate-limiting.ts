import { message } from '../exchange';
import { isFlag, isPositive, problem, unenforced } from '../fields';
import { type PluginKind } from './factory';

const PERIODS = { second: 1, minute: 60, hour: 3600 } as const;
type Period = keyof typeof PERIODS;

/**
 * Counts calls, per client or per address, in fixed windows of the clock. Counters are this gateway's own also where Kong would share them
 * by Redis: there is one gateway.
 */
export const rateLimiting: PluginKind = {
  problems: (where, config) => [
    ...unenforced(where, config, {
      second: isPositive,
      minute: isPositive,
      hour: isPositive,
      limit_by: ['credential', 'consumer', 'ip'],
      policy: ['local', 'redis'],
      fault_tolerant: isFlag,
      hide_client_headers: isFlag,
      redis: () => true,
    }),
    ...(limitsOf(config).length === 0 ? [problem(where, 'limits nothing')] : []),
  ],
  create: (config, { clock, limits: all }) => {
    const limits = limitsOf(config);
    // Of each period the window that runs: where the next one begins, the counts of the last are forgotten.
    const running = new Map<string, { readonly start: number; readonly counts: Map<string, number> }>();
    all.add(running);
    const countsOf = (period: Period, start: number): Map<string, number> => {
      const known = running.get(period);
      if (known?.start === start) return known.counts;
      const counts = new Map<string, number>();
      running.set(period, { start, counts });
      return counts;
    };
    return {
      name: 'rate-limiting',
      access: (exchange) => {
        const now = Math.floor(clock.now() / 1000);
        const by = config['limit_by'] === 'ip' ? exchange.clientIp : (exchange.credential?.id ?? exchange.clientIp);
        const windows = limits.map(({ period, limit }) => {
          const start = now - (now % PERIODS[period]);
          const counts = countsOf(period, start);
          return { period, limit, counts, used: counts.get(by) ?? 0, resetsIn: start + PERIODS[period] - now };
        });
        const over = windows.find(({ used, limit }) => used >= limit);
        if (config['hide_client_headers'] !== true) exchange.answerHeaders.push(...headersOf(windows));
        for (const { period, limit, used } of windows) {
          exchange.checks.push({
            by: 'rate-limiting',
            what: `calls per ${period}`,
            outcome: used >= limit ? 'fail' : 'pass',
            expected: `at most ${String(limit)}`,
            found: String(used + 1),
            field: period,
          });
        }
        if (over !== undefined) return message(429, 'API rate limit exceeded', [['Retry-After', String(over.resetsIn)]]);
        for (const { counts, used } of windows) counts.set(by, used + 1);
        return undefined;
      },
    };
  },
};

interface Window {
  readonly period: Period;
  readonly limit: number;
  readonly used: number;
  readonly resetsIn: number;
}

function headersOf(windows: readonly Window[]): [string, string][] {
  const left = ({ limit, used }: Window): number => Math.max(0, limit - used - 1);
  const [tightest] = [...windows].sort((a, b) => left(a) - left(b));
  return [
    ...windows.flatMap((window): [string, string][] => {
      const title = `${window.period.charAt(0).toUpperCase()}${window.period.slice(1)}`;
      return [
        [`X-RateLimit-Limit-${title}`, String(window.limit)],
        [`X-RateLimit-Remaining-${title}`, String(left(window))],
      ];
    }),
    ...(tightest === undefined
      ? []
      : ([
          ['RateLimit-Limit', String(tightest.limit)],
          ['RateLimit-Remaining', String(left(tightest))],
          ['RateLimit-Reset', String(tightest.resetsIn)],
        ] satisfies [string, string][])),
  ];
}

function limitsOf(config: Readonly<Record<string, unknown>>): readonly { readonly period: Period; readonly limit: number }[] {
  return (Object.keys(PERIODS) as Period[]).flatMap((period) => {
    const limit = config[period];
    return typeof limit === 'number' ? [{ period, limit }] : [];
  });
}
