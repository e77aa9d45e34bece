import '../lib/jest';
import { dev } from '../stacks/environments/dev';
import { organisation } from '../stacks/organisation';

const deployment = { model: organisation, environment: dev };

test('orders are placed by erp-sync, and approved for those alone who manage them', () => {
  expect(deployment).toAllow({ caller: 'erp-sync', request: 'POST https://apps.dev.contoso.example/orders' });
  expect(deployment).toAllow({ caller: 'backoffice', for: 'group order-managers', route: 'orders.approve' });
  expect(deployment).toDeny({ caller: 'backoffice', for: 'group staff', route: 'orders.approve' });
  expect(deployment).toDeny({ openSet: 'anonymous', route: 'orders.list' });
});
