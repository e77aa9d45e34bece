import { renderGateway, toDocument, writeDocument } from '../../lib';
import { parse } from 'yaml';
import { expectGolden } from '../support/golden';
import { openSourceShowcase, showcase, showcaseEnvironment } from '../support/showcase';

const VERSIONS = ['3.10.0.12', '3.12.0.6', '3.13.0.4', '3.14.0.1', '3.15.0.0'];

test.each(VERSIONS)('the whole decK file for Kong Enterprise %s is the one that was reviewed', (version) => {
  const document = toDocument(renderGateway(showcase, showcaseEnvironment({ version })), 'deck');

  expectGolden(`kong/enterprise-${version.split('.').slice(0, 2).join('.')}.deck.yaml`, writeDocument(document, 'yaml'));
});

test('the whole DB-less file for open-source Kong is the one that was reviewed', () => {
  const document = toDocument(renderGateway(openSourceShowcase, showcaseEnvironment({ dialect: 'oidc', version: '3.9.3' })), 'db-less');

  expectGolden('kong/open-source-3.9.db-less.yaml', writeDocument(document, 'yaml'));
});

test('the JSON form says the same as the YAML form', () => {
  const document = toDocument(renderGateway(showcase, showcaseEnvironment()), 'deck');

  expect(parse(writeDocument(document, 'yaml'))).toEqual(JSON.parse(writeDocument(document, 'json')));
});

test('a log of an HTTP collector has its token from a vault only', () => {
  const environment = showcaseEnvironment({
    accessLog: { to: 'http', endpoint: 'https://logs.example.com/in', headers: { Authorization: '{vault://env/log-token}' } },
  });
  const plugins = renderGateway(showcase, environment).apis['library']?.service.plugins;

  expect(plugins?.['http-log']).toMatchObject({
    http_endpoint: 'https://logs.example.com/in',
    headers: { Authorization: '{vault://env/log-token}' },
    ssl_verify: true,
  });
});
