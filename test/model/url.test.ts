import { plainUrl } from '../../lib/model';

test.each([
  ['https://orders.internal', ['https', 'orders.internal', 443, '']],
  ['http://orders.internal/', ['http', 'orders.internal', 80, '']],
  ['https://ORDERS.internal:08443/Api/v1/', ['https', 'orders.internal', 8443, '/Api/v1']],
  ['http://10.0.0.7:80/a', ['http', '10.0.0.7', 80, '/a']],
  ['https://a_b.c', ['https', 'a_b.c', 443, '']],
  // No name in punycode; the gateway does not decode it either.
  ['https://xn--a/', ['https', 'xn--a', 443, '']],
])('%s is taken apart', (url, [protocol, host, port, path]) => {
  expect(plainUrl(url)).toEqual({ protocol, host, port, path });
});
