import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bind, defineEnvironment, gatewayOf, renderGateway, Replay, replayText, toDocument } from '../lib';
import { sales as model } from './sales';

const environment = defineEnvironment({
  name: 'dev', suffix: '-dev', protected: false, tenantId: '0d1e5c3a-7b0f-4c6e-9a43-5b1c0e7d2f11', deployers: ['5f0b7c1d-2a4e-4b8f-8d3c-9e6a1f2b3c01'],
  hosts: { public: 'api.dev.example.com' }, upstreams: { orders: 'https://orders.dev.internal' }, groups: { 'order-managers': '8c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f' },
  gateway: { dialect: 'openid-connect', version: '3.14.0.1', selectTags: ['sales-dev'], applicationCalls: { by: 'host', hosts: { public: ['apps.dev.example.com'] } } },
});
const clientIds = { orders: '7c9e6679-7425-40de-944b-e07fc1f90ae7', invoicing: '16fd2706-8baf-433b-82eb-8c7fada847da' };
const { document } = bind(toDocument(renderGateway(model, environment), 'deck'), clientIds);
const replay = new Replay(gatewayOf(document, environment.gateway), { definition: { model, environment, clientIds } });

const log = readFileSync(join(__dirname, 'replay.jsonl'), 'utf8');
for (const [index, line] of log.split('\n').entries()) replay.add(line, index + 1);
process.stdout.write(replayText(replay.report()));
