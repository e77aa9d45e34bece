type Config = Readonly<Record<string, unknown>>;

const PERIODS = ['second', 'minute', 'hour', 'day', 'month', 'year'];

/**
 * Rules across fields, which the published schemas leave out. Those of the open-source plugins are checks of
 * their `schema.lua`; the pairs of `openid-connect` are documented.
 */
const RULES: Readonly<Record<string, (config: Config) => readonly string[]>> = {
  acl: (config) => (given(config['allow']) === given(config['deny']) ? [' wants exactly one of allow and deny'] : []),
  'ip-restriction': (config) => (given(config['allow']) || given(config['deny']) ? [] : [' wants allow or deny']),
  'rate-limiting': (config) => {
    const limits = PERIODS.map((period) => ({ period, limit: config[period] })).filter((entry) => typeof entry.limit === 'number');
    const falling = limits.slice(1).filter((entry, index) => (entry.limit as number) < (limits[index]?.limit as number));
    return [
      ...(limits.length === 0 ? [' wants a limit'] : []),
      ...limits.filter((entry) => (entry.limit as number) <= 0).map((entry) => `.${entry.period} is not above 0`),
      ...falling.map((entry) => `.${entry.period} is below the limit of a shorter period`),
      ...(config['policy'] === 'redis' && !given((config['redis'] as Config | undefined)?.['host']) ? ['.redis.host is missing'] : []),
      ...(config['limit_by'] === 'header' && !given(config['header_name']) ? ['.header_name is missing'] : []),
      ...(config['limit_by'] === 'path' && !given(config['path']) ? ['.path is missing'] : []),
    ];
  },
  'request-termination': (config) => [
    ...(given(config['message']) && (given(config['content_type']) || given(config['body']))
      ? ['.message excludes body and content_type']
      : []),
    ...(given(config['content_type']) && !given(config['body']) ? ['.content_type wants a body'] : []),
  ],
  'openid-connect': (config) =>
    ['upstream', 'downstream'].flatMap((side) => {
      const lengths = ['claims', 'names'].map(
        (half) => (config[`${side}_headers_${half}`] as readonly unknown[] | null | undefined)?.length ?? 0,
      );
      return lengths[0] === lengths[1] ? [] : [`.${side}_headers_claims and _names differ in length`];
    }),
  oidc: (config) => {
    const lengths = ['header_names', 'header_claims'].map((half) => (config[half] as readonly unknown[] | null | undefined)?.length ?? 0);
    return lengths[0] === lengths[1] ? [] : ['.header_names and header_claims differ in length'];
  },
};

/** What a plugin refuses although each of its fields is of the right kind. */
export function crossFieldProblems(plugin: string, config: unknown): readonly string[] {
  if (typeof config !== 'object' || config === null) return [];
  return RULES[plugin]?.(config as Config) ?? [];
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}
