import { App } from 'cdktf';
import { AuditStack } from '../lib/azure/audit';
import { accessStacks } from '../lib/gateway';
import { dev } from './environments/dev';
import { prod } from './environments/prod';
import { organisation } from './organisation';

const app = new App();
for (const environment of [dev, prod]) {
  accessStacks(app, { name: 'trading', model: organisation, environment });
  if (environment.audit !== undefined) new AuditStack(app, `trading-${environment.key}-audit`, { environment });
}
app.synth();
