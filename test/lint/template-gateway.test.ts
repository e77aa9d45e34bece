import { lintInput, runLint, type LintParts } from '../../lib';
import { gatewayOf } from '../../lib/access';
import { renderGateway, toDocument, writeDocument } from '../../lib/kong';
import { gatewayOfTemplate } from '../../lib/lint';
import { openSourceShowcase, showcase, showcaseEnvironment } from '../support/showcase';
import { entitiesOf, type Json } from './foreign-case';

const enterprise = { model: showcase, environment: showcaseEnvironment() };
const openSource = {
  model: openSourceShowcase,
  environment: showcaseEnvironment({ dialect: 'oidc', version: '3.9.1', accessLog: { to: 'stdout' } }),
};

describe.each([
  ['Enterprise', enterprise],
  ['open source', openSource],
])('a template for %s', (_, { model, environment }) => {
  const template = renderGateway(model, environment);
  const document = toDocument(template, 'deck');
  const { flavor, version, dialect } = environment.gateway;
  const settings = { flavor, version, dialect };

  test('is looked at with the plugins that its document has for each route', () => {
    const plugins = (routes: ReturnType<typeof gatewayOf>['routes']): unknown =>
      Object.fromEntries(
        routes.map(({ name, hasService, plugins: all }) => [
          name,
          { hasService, plugins: all.map((plugin) => JSON.stringify([plugin.name, plugin.config])).sort() },
        ]),
      );

    expect(plugins(gatewayOfTemplate(template).routes)).toEqual(plugins(gatewayOf(document, settings).routes));
  });

  test('breaks the same rules as the file that is written of it, on the same subjects', () => {
    const keys = (gateway: NonNullable<LintParts['gateway']>): readonly string[] =>
      // Standards that everything breaks.
      runLint([lintInput({ name: 'test', gateway, definition: { model, environment } })], {
        organisation: { allowedHosts: [], leewaySeconds: 1 },
      }).findings.map(({ key }) => key);
    const file = JSON.parse(
      writeDocument(document, 'json').replaceAll(/@@client_id:[a-z-]+@@/g, '11111111-2222-4333-8444-555555555555'),
    ) as Json;

    expect(keys(gatewayOfTemplate(template))).toEqual(keys({ content: entitiesOf(file), settings }));
    expect(keys(gatewayOfTemplate(template)).length).toBeGreaterThan(model.routes.length);
  });
});
