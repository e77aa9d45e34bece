import { readFileSync } from 'node:fs';
import { App } from 'cdktf';
import { defineEnvironment, readKongFile } from '../lib';
import { accessStacks } from '../lib/gateway';
import { sales as model } from './sales';

// Dumped from the gateway, for example with `deck gateway dump`; what carries this deployment's tags is left out.
const file = readKongFile(readFileSync(`${__dirname}/beside-others.yaml`, 'utf8'), { flavor: 'traditional_compatible', edition: 'enterprise' });
if ('problems' in file) throw new Error(JSON.stringify(file.problems));

const environment = defineEnvironment({
  name: 'dev', suffix: '-dev', protected: false, tenantId: '0d1e5c3a-7b0f-4c6e-9a43-5b1c0e7d2f11', deployers: ['5f0b7c1d-2a4e-4b8f-8d3c-9e6a1f2b3c01'],
  hosts: { public: 'api.dev.example.com' }, upstreams: { orders: 'https://orders.dev.internal' }, groups: { 'order-managers': '8c1d2e3f-4a5b-4c6d-8e7f-9a0b1c2d3e4f' },
  gateway: { dialect: 'openid-connect', version: '3.14.0.1', selectTags: ['sales-dev'], applicationCalls: { by: 'host', hosts: { public: ['apps.dev.example.com'] } } },
});
const app = new App();
accessStacks(app, { name: 'sales', model, environment, foreign: [file.entities] });
app.synth();
