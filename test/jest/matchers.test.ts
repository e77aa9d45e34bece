import '../../lib/jest';
import { parsePolicy, type Deployment } from '../../lib';
import { matchers, type PolicyCall } from '../../lib/jest';
import { dev } from '../../stacks/environments/dev';
import { organisation } from '../../stacks/organisation';
import { costOf } from '../support/cost';

const deployment: Deployment = { model: organisation, environment: dev };
const LIST = 'GET https://apps.dev.contoso.example/orders';
const AUDIT = 'GET https://api.dev.contoso.example/invoices/7/audit';
const AUDITOR = { caller: 'backoffice', for: 'group auditors' };

/** Whether each matcher and its negation passes, in the order allow, not allow, deny, not deny. */
function passing(call: PolicyCall): readonly boolean[] {
  return [
    () => expect(deployment).toAllow(call),
    () => expect(deployment).not.toAllow(call),
    () => expect(deployment).toDeny(call),
    () => expect(deployment).not.toDeny(call),
  ].map((assert) => {
    try {
      assert();
      return true;
    } catch {
      return false;
    }
  });
}

const ALLOWED = [true, false, false, true];
const DENIED = [false, true, true, false];
const NEITHER = [false, false, false, false];

test.each<[string, PolicyCall, readonly boolean[]]>([
  ['an application by a request', { caller: 'erp-sync', request: LIST }, ALLOWED],
  ['an application that holds no role', { caller: 'nightly-report', request: LIST }, DENIED],
  ['an application by a route', { caller: 'erp-sync', route: 'orders.list' }, ALLOWED],
  ['a client for a person in a group', { caller: 'backoffice', for: 'group order-managers', route: 'orders.approve' }, ALLOWED],
  ['a client for a person in another', { caller: 'backoffice', for: ['group staff'], route: 'orders.approve' }, DENIED],
  ['one of two groups only', { caller: 'backoffice', for: ['group staff', 'group order-managers'], route: 'orders.approve' }, NEITHER],
  ['nobody in particular', { openSet: 'anonymous', route: 'orders.health' }, ALLOWED],
  ['nobody in particular where a token is asked for', { openSet: 'anonymous', route: 'orders.list' }, DENIED],
  ['a person of whom the address is not known', { ...AUDITOR, request: AUDIT }, NEITHER],
  ['a person at an address that may', { ...AUDITOR, request: AUDIT, clientIp: '192.0.2.8' }, ALLOWED],
  ['a person at another address', { ...AUDITOR, request: AUDIT, clientIp: '203.0.113.8' }, DENIED],
  ['a request that another route takes', { caller: 'erp-sync', request: LIST, route: 'orders.read' }, NEITHER],
])('%s: what is not known, or not for all, passes no matcher and no negation', (_, call, expected) => {
  expect(passing(call)).toEqual(expected);
});

/** What a failing assertion says, without colours. */
function messageOf(assert: () => void): string {
  try {
    assert();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('it passed');
}

test('the message says who, by which request, what was checked, expected and found, and what to change', () => {
  expect(messageOf(() => expect(deployment).toAllow({ caller: 'carrier-hub', route: 'shipments.move' }))).toMatch(
    new RegExp(
      [
        String.raw`^expect\(deployment\)\.toAllow\(…\)\n\n  carrier-hub may, but is refused with 403\n`,
        String.raw`    request   PUT https://apps\.dev\.contoso\.example/shipments/sample/position\n    route     shipments\.move\.applications-dev\n`,
        String.raw`    check     roles \(openid-connect, roles_required\)\n    expected  "Shipments\.Move\.All"\n    found     roles: \["Shipments\.Read\.All"\]\n`,
        String.raw`    change    grant\(carrier-hub, shipments, .*\n    pass    route \(router\): [^]*    fail    roles \(openid-connect\): expected .*$`,
      ].join(''),
    ),
  );
  expect(messageOf(() => expect(deployment).not.toAllow({ caller: 'erp-sync', request: LIST }))).toMatch(
    /^expect\(deployment\)\.not\.toAllow\(…\)\n\n {2}erp-sync may not, but gets in by role Orders\.Read\.All\n/,
  );
});

test('a call that makes no sense is told so, and not taken for one that is refused', () => {
  const wrong = { caller: 'erp-snyc', route: 'orders.list', roles: [] } as unknown as PolicyCall;

  for (const assert of [() => expect(deployment).toDeny(wrong), () => expect(deployment).not.toAllow(wrong)]) {
    expect(messageOf(assert)).toMatch(/has no field "roles"[^]*"erp-snyc" is no client[^]*there is erp-sync, /);
  }
  expect(messageOf(() => expect(organisation).toDeny({ caller: 'erp-sync', route: 'orders.list' }))).toContain(
    'takes a deployment, { model, environment }',
  );
  expect(messageOf(() => expect(null).toAllow({ caller: 'erp-sync', route: 'orders.list' }))).toContain('takes a deployment');
});

test('a whole policy is satisfied or not, with all that does not hold', () => {
  const policy = parsePolicy('formatVersion: 1\nexpectations:\n  - { route: orders.health, callers: [{ openSet: anonymous }] }\n');
  const other = parsePolicy(
    'formatVersion: 1\nexpectations:\n  - { route: orders.health, callers: [] }\n  - { route: orders.list, may: [erp-sync] }\n',
  );

  expect(deployment).toSatisfyPolicy(policy);
  expect(deployment).not.toSatisfyPolicy(other);
  expect(messageOf(() => expect(deployment).toSatisfyPolicy(other))).toMatch(
    /^FAIL orders\.health \(policy expectations\[0\]\)\n {2}\* anonymous may not, but gets in\n/,
  );
  expect(messageOf(() => expect(deployment).not.toSatisfyPolicy(policy))).toBe('expected some of 1 expectations not to hold, but all do');
});

test('a hostile name makes no line or colour of its own in a message', () => {
  const expectations = [{ name: 'a\nFAIL b\u001b[31m', route: 'orders.health', callers: [] }];

  expect(messageOf(() => expect(deployment).toSatisfyPolicy({ formatVersion: 1, expectations }))).toMatch(
    /^FAIL a\\u000aFAIL b\\u001b\[31m \(policy expectations\[0\]\)\n {2}\* anonymous/,
  );
});

test('another environment is another deployment, though the definition is the same', () => {
  const closed = { ...dev, consent: 'request-only' as const };
  const call = { caller: 'erp-sync', route: 'orders.list' };

  expect({ model: organisation, environment: dev }).toAllow(call);
  expect({ model: organisation, environment: closed }).toDeny(call);
  expect({ environment: dev, model: organisation }).toAllow(call);
});

test('the gateway of a deployment is rendered once, whatever object holds its parts', () => {
  const asked = (environment: typeof dev): void => {
    expect({ model: organisation, environment }).toAllow({ caller: 'erp-sync', route: 'orders.list' });
  };
  const apart = costOf(() => {
    for (let at = 0; at < 20; at++) asked({ ...dev });
  });
  const together = costOf(() => {
    for (let at = 0; at < 20; at++) asked(dev);
  });

  expect(together).toBeLessThan(apart / 4);
});

test('other runners extend an expect of their own with the matchers', () => {
  const call = { caller: 'erp-sync', route: 'orders.list' };

  expect(matchers.toAllow.call({}, deployment, call)).toMatchObject({ pass: true });
  expect(matchers.toDeny.call({ isNot: false }, deployment, call)).toMatchObject({ pass: false });
  // A negation passes where the matcher does not.
  expect(matchers.toDeny.call({ isNot: true }, deployment, call)).toMatchObject({ pass: false });
});
