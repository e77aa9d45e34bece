import { accessMatrix, decide, defineEnvironment, matrixTable, renderedGateway, TokenIssuer } from '../lib';
import { sales as model } from './sales';

const environment = defineEnvironment({
  name: 'dev', suffix: '-dev', protected: false, tenantId: '0d1e5c3a-7b0f-4c6e-9a43-5b1c0e7d2f11', deployers: ['5f0b7c1d-2a4e-4b8f-8d3c-9e6a1f2b3c01'],
  hosts: { public: 'api.dev.example.com' }, upstreams: { orders: 'https://orders.dev.internal' }, groups: { 'order-managers': '8c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f' },
  gateway: { dialect: 'openid-connect', version: '3.14.0.1', selectTags: ['sales-dev'], applicationCalls: { by: 'host', hosts: { public: ['apps.dev.example.com'] } } },
});
process.stdout.write(matrixTable(accessMatrix({ model, environment })));

const token = new TokenIssuer(model, environment).issue({ caller: 'invoicing', api: 'orders' });
const decision = decide(renderedGateway({ model, environment }), {
  request: { method: 'POST', host: 'apps.dev.example.com', path: '/orders/1/approve' },
  token: 'claims' in token ? { claims: token.claims } : null,
  now: 1_800_000_060,
});
process.stdout.write(`${decision.statuses.join()} ${JSON.stringify(decision.trace.at(-1))}\n`);
