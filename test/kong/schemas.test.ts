import { renderGateway, toDocument, type KongDocument } from '../../lib';
import { deckProblems, dblessProblems, pluginProblems } from '../support/kong-schema';
import { openSourceShowcase, showcase, showcaseEnvironment } from '../support/showcase';

const GATEWAYS = [
  ...['3.10.0.12', '3.12.0.6', '3.13.0.4', '3.14.0.1', '3.15.0.0'].map((version) => ({
    dialect: 'openid-connect' as const,
    version,
    model: showcase,
  })),
  { dialect: 'oidc' as const, version: '3.9.3', model: openSourceShowcase },
];

interface Plugin {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

function pluginsOf(document: KongDocument): readonly Plugin[] {
  return JSON.stringify(document) === '{}' ? [] : collect(document);
}

function collect(value: unknown): readonly Plugin[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]) => (name === 'plugins' ? (entry as Plugin[]) : collect(entry)));
}

describe.each(GATEWAYS)('Kong $version with $dialect', ({ dialect, version, model }) => {
  const logs = [
    { to: 'stdout' as const },
    { to: 'http' as const, endpoint: 'https://logs.example.com', headers: { Authorization: '{vault://env/log}' } },
  ];
  const documents = logs.map((accessLog) =>
    toDocument(
      renderGateway(
        model,
        showcaseEnvironment({
          dialect,
          version,
          accessLog,
          redis: { host: 'redis.internal', port: 6379, password: '{vault://env/redis}' },
        }),
      ),
      'deck',
    ),
  );

  test('knows every field of every plugin that is written for it', () => {
    const plugins = documents.flatMap(pluginsOf);

    expect(plugins.length).toBeGreaterThan(30);
    expect(plugins.flatMap(({ name, config }) => pluginProblems(name, version, config))).toEqual([]);
  });

  test('takes the file in both forms', () => {
    const dbless = toDocument(renderGateway(model, showcaseEnvironment({ dialect, version })), 'db-less');

    expect([...documents.flatMap((document) => deckProblems(document)), ...dblessProblems(dbless)]).toEqual([]);
  });

  test('would refuse a field it does not know', () => {
    const [plugin] = pluginsOf(documents[0] ?? {}).filter(({ name }) => name === (dialect === 'oidc' ? 'oidc' : 'openid-connect'));

    expect(pluginProblems(plugin?.name ?? '', version, { ...plugin?.config, unheard_of: true })).not.toEqual([]);
  });
});
