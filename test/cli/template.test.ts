import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderGateway } from '../../lib';
import { loadTemplate } from '../../lib/cli/load';
import { sales } from '../../examples/sales';
import { environment } from '../support/organisation';
import { problemsOf } from '../support/problems';

const whole = renderGateway(sales, environment());
const [orders] = Object.values(whole.apis);
if (orders === undefined) throw new Error('the example has lost its API');
const [name = '', route] = Object.entries(orders.service.routes)[0] ?? [];

function problemsOfTemplate(template: unknown): readonly { readonly where: string; readonly code: string }[] {
  const folder = mkdtempSync(join(tmpdir(), 'kong-entra-'));
  const file = join(folder, 'gateway.json');
  writeFileSync(file, JSON.stringify(template));
  const problems = problemsOf(() => loadTemplate(file));
  rmSync(folder, { recursive: true });
  return problems.map(({ where, code }) => ({ where: where.replace(file, 'gateway.json'), code }));
}

const withService = (changes: object): object => ({
  ...whole,
  apis: { orders: { ...orders, service: { ...orders.service, ...changes } } },
});
const withRoute = (changed: unknown): object => withService({ routes: { [name]: changed } });
const place = `gateway.json apis.orders.service.routes.${name}`;

test('a template as it is synthesized has no problems', () => {
  expect(problemsOfTemplate(whole)).toEqual([]);
});

test.each([
  ['no tag, with which decK would manage the whole gateway', { ...whole, selectTags: [] }, 'gateway.json selectTags', 'LIST_EMPTY'],
  ['an empty tag', { ...whole, selectTags: [''] }, 'gateway.json selectTags[0]', 'TAG_INVALID'],
  ['a tag that is null', { ...whole, selectTags: [null] }, 'gateway.json selectTags[0]', 'WRONG_SHAPE'],
  ['a tag that is no list', { ...whole, selectTags: 'test' }, 'gateway.json selectTags', 'WRONG_SHAPE'],
  ['a route that is null', withRoute(null), place, 'WRONG_SHAPE'],
  ['a route without plugins', withRoute({ ...route, plugins: undefined }), `${place}.plugins`, 'WRONG_SHAPE'],
  ['a route without hosts', withRoute({ ...route, hosts: [] }), `${place}.hosts`, 'LIST_EMPTY'],
  ['a route without paths', withRoute({ ...route, paths: undefined }), `${place}.paths`, 'WRONG_SHAPE'],
  ['a plugin that is a number', withRoute({ ...route, plugins: { acl: 5 } }), `${place}.plugins.acl`, 'WRONG_SHAPE'],
  [
    'a plugin of the service that is a list',
    withService({ plugins: { acl: [] } }),
    'gateway.json apis.orders.service.plugins.acl',
    'WRONG_SHAPE',
  ],
  ['a service without a name', withService({ name: null }), 'gateway.json apis.orders.service.name', 'WRONG_SHAPE'],
  ['an API that is null', { ...whole, apis: { orders: null } }, 'gateway.json apis.orders', 'WRONG_SHAPE'],
  ['defaults that are a text', { ...whole, pluginDefaults: { acl: 'x' } }, 'gateway.json pluginDefaults.acl', 'WRONG_SHAPE'],
])('a template with %s is refused', (_, template, where, code) => {
  expect(problemsOfTemplate(template)).toEqual([{ where, code }]);
});

test('a template of another format is refused as such', () => {
  expect(problemsOfTemplate({ ...whole, formatVersion: 2 })).toEqual([{ where: 'gateway.json', code: 'FILE_INVALID' }]);
});
