import { defineAccess, defineRoutes } from '../../lib';
import { isReservedHeader } from '../../lib/model/headers';
import { orders } from '../../examples/sales';
import { environment, GATEWAY } from '../support/organisation';
import { codesOf } from '../support/problems';

/** Each is read as something by HTTP, a proxy, a framework or the gateway. */
const TAKEN = [
  'Host',
  'Authorization',
  'Cookie',
  'Set-Cookie',
  'Content-Length',
  'Transfer-Encoding',
  'Connection',
  'Expect',
  'Origin',
  'Referer',
  'User-Agent',
  'Accept',
  'Accept-Encoding',
  'Range',
  'If-Match',
  'If-None-Match',
  'Date',
  'Location',
  'Via',
  'Warning',
  'WWW-Authenticate',
  'Access-Control-Request-Method',
  'Access-Control-Allow-Origin',
  'Cache-Control',
  'Sec-Fetch-Site',
  'Proxy',
  'Proxy-Authorization',
  'traceparent',
  'X-HTTP-Method-Override',
  'X-Method-Override',
  'X-HTTP-Method',
  'X-Original-URL',
  'X-Original-Method',
  'X-Rewrite-URL',
  'X-Forwarded',
  'X-Forwarded-For',
  'X-Forwarded-Prefix',
  'X-Accel-Redirect',
  'X-Middleware-Subrequest',
  'X-Real-IP',
  'X-Client-IP',
  'True-Client-IP',
  'CF-Connecting-IP',
  'Remote-User',
  'X-Remote-User',
  'X-MS-Client-Principal',
  'X-Amzn-Oidc-Identity',
  'X-Client-Cert',
  'X-Auth-Request-User',
  'X-Userinfo',
  'AuthCode',
  'X-Id-Token',
  'X-Consumer-Id',
  'X-Credential-Identifier',
  'X-Access-Token',
  'X-Kong-Request-Id',
  'Kong-Admin-Token',
  'ApiKey',
  'X-Api-Key',
  'X-CSRF-Token',
  'X-Session-Id',
];

test.each(TAKEN)('%s has a meaning already, in any case', (name) => {
  expect([name, name.toUpperCase(), name.toLowerCase()].map(isReservedHeader)).toEqual([true, true, true]);
});

test.each([
  'X-Client-Id',
  'X-Object-Id',
  'X-Tenant-Id',
  'X-Roles',
  'X-Scopes',
  'X-User-Id',
  'X-Caller',
  'Caller',
  'X-Correlation-ID',
  'X-Request-ID',
  'Kong-Request-ID',
  'X-Accepted',
  'Tokens',
  'X-Hosting',
])('%s is free', (name) => {
  expect(isReservedHeader(name)).toBe(false);
});

const routes = (route: object): ReturnType<typeof defineRoutes> =>
  defineRoutes(orders, { host: 'h', allow: [{ roles: ['Orders.Read.All'] }] }, { list: { path: '/orders', ...route } });

test.each([
  ["a caller's identity", () => defineAccess({ apis: [orders], routes: routes({ forward: { headers: { Origin: 'client-id' } } }) })],
  ['a correlation id', () => defineAccess({ apis: [orders], observability: { correlationId: 'X-HTTP-Method-Override' } })],
  [
    "the mark of applications' calls",
    () => environment({ gateway: { ...GATEWAY, applicationCalls: { by: 'header', name: 'X-Original-URL', value: '/' } } }),
  ],
])('a header with a meaning of its own does not carry %s', (_, define) => {
  expect(codesOf(define)).toEqual(['HEADER_NAME_INVALID']);
});

test.each([
  'Authorization',
  'Proxy-Authorization',
  'Cookie',
  'X-Api-Key',
  'apikey',
  'X-Auth-Token',
  'Ocp-Apim-Subscription-Key',
  'X-Webhook-Secret',
])('a route is not found by %s: its values would be secrets in the definition', (name) => {
  expect(codesOf(() => defineAccess({ apis: [orders], routes: routes({ headers: { [name]: ['Bearer x'] } }) }))).toEqual([
    'HEADER_NAME_INVALID',
  ]);
});

test('a route may be found by what a caller asks for', () => {
  expect(codesOf(() => defineAccess({ apis: [orders], routes: routes({ headers: { Accept: ['text/csv'], 'X-Kind': ['a'] } }) }))).toEqual(
    [],
  );
});
