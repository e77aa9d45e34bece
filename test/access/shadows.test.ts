import { findShadows, shadowText } from '../../lib/access/shadows';
import { type RouterFlavor, type RouterRoute } from '../../lib/router';

type Named = RouterRoute & { readonly name: string };

/** Routes of one gateway, with ids. */
function table(routes: Readonly<Record<string, RouterRoute>>): readonly Named[] {
  return Object.entries(routes).map(([name, route], at) => ({ ...route, name, id: `00000000-0000-4000-8000-00000000000${at}` }));
}

function texts(routes: readonly Named[], declared?: readonly string[], flavor: RouterFlavor = 'traditional_compatible'): readonly string[] {
  const own = declared && new Set(routes.filter(({ name }) => declared.includes(name)));
  return findShadows({ flavor, routes, ...(own && { declared: own }) }).map((shadow) => `${shadow.kind}: ${shadowText(shadow)}`);
}

test('a longer prefix beside a shorter one, and one more method, stand in nobody’s way', () => {
  expect(
    texts(
      table({
        all: { hosts: ['a.com'], paths: ['/'] },
        orders: { hosts: ['a.com'], paths: ['/orders/'] },
        write: { hosts: ['a.com'], paths: ['/orders/'], methods: ['POST'] },
      }),
    ),
  ).toEqual([]);
});

test('a prefix without its last slash stands in the way of nothing below it', () => {
  expect(
    texts(table({ pay: { hosts: ['a.com'], paths: ['/pay'] }, list: { hosts: ['a.com'], paths: ['/pay/list'], methods: ['GET'] } })),
  ).toEqual([]);
});

test('a declared route that surely comes after a general one is told', () => {
  const routes = table({ own: { paths: ['/x/y'] }, other: { hosts: ['a.com'], paths: ['/x'], methods: ['GET'] } });

  expect(texts(routes, ['own'])).toEqual(['takes: route "other" takes requests of route "own"; for example GET https://a.com/x/y']);
});

test('a host alone takes requests of a path, whatever the documentation says of the number of criteria', () => {
  expect(texts(table({ host: { hosts: ['a.com'] }, admin: { paths: ['/admin'], methods: ['GET'], headers: { 'x-v': ['1'] } } }))).toEqual([
    'calculation: whether route "host" or route "admin" takes a request depends on how the gateway weighs routes (route_match_calculation); for example GET https://a.com/admin with x-v: 1 ' +
      'goes to: traditional_compatible (original): "host", traditional_compatible (compiled): "host", traditional_compatible (strict): "admin", ' +
      'traditional (original): "admin", expressions (original): "host"',
  ]);
});

test('an expression takes requests of a longer prefix', () => {
  expect(texts(table({ any: { hosts: ['a.com'], paths: ['~/[a-z]+'] }, secret: { hosts: ['a.com'], paths: ['/secret/'] } }))).toEqual([
    'takes: route "any" takes requests of route "secret"; for example GET https://a.com/secret/',
    'never-matches: route "secret" never gets a request: others take all that it matches; for example GET https://a.com/secret/',
  ]);
});

test('a route that several others take everything from together never gets a request', () => {
  const routes = table({
    letters: { hosts: ['a.com'], paths: ['~/x/[a-z]'], regex_priority: 16 },
    rest: { hosts: ['a.com'], paths: ['~/x/[^a-z]', '~/x/$'], regex_priority: 16 },
    buried: { hosts: ['a.com'], paths: ['~/x/.*'] },
    alive: { hosts: ['a.com'], paths: ['~/x'] },
  });

  expect(texts(routes)).toEqual([
    'never-matches: route "buried" never gets a request: others take all that it matches; for example GET https://a.com/x/',
  ]);
});

test('a route without any request is told, and one whose service is switched off', () => {
  expect(texts(table({ dots: { paths: ['~/a/\\.\\./b$'] }, off: { paths: ['/off'], service: { enabled: false } } }))).toEqual([
    'never-matches: no request can match route "dots"',
    'never-matches: no request can match route "off"',
  ]);
});

test('a prefix that ends within a segment takes what begins like another route', () => {
  const pay = { hosts: ['a.com'], paths: ['/pay'] };

  expect(texts(table({ pay, payments: { hosts: ['a.com'], paths: ['/payments'], methods: ['GET'] } }))).toEqual([
    'sibling: the prefix of route "pay" ends within a segment, and takes requests beside route "payments"; for example TRACE https://a.com/payments',
  ]);
  expect(texts(table({ pay, payments: { hosts: ['a.com'], paths: ['/payments'] } }))).toEqual([]);
  expect(
    texts(table({ pay: { ...pay, paths: ['/pay/', '~/pay$'] }, payments: { hosts: ['a.com'], paths: ['/payments'], methods: ['GET'] } })),
  ).toEqual([]);
});

test('digits and words of all alphabets are more general than those of one', () => {
  const routes = table({ any: { paths: ['~/a/\\d+$'] }, one: { paths: ['~/a/7$'], regex_priority: 5 } });

  expect(texts(routes)).toEqual([]);
  expect(texts(table({ one: { paths: ['~/a/7$'] }, any: { paths: ['~/a/\\d+$'], regex_priority: 5 } }))).toEqual([
    'takes: route "any" takes requests of route "one"; for example GET https://other.invalid/a/7',
    'never-matches: route "one" never gets a request: others take all that it matches; for example GET https://other.invalid/a/7',
  ]);
});

test('a route by server name is told to depend on the calculation without TLS, and in the older router never to be dead', () => {
  const name = { hosts: ['a.com'], snis: ['a.com'] };

  expect(texts(table({ name })).map((text) => text.replace(/ goes to.*/, ''))).toEqual([
    'calculation: whether route "name" takes a request depends on how the gateway weighs routes (route_match_calculation); for example GET http://a.com/',
  ]);
  const company = table({ name: { snis: ['a.com'] }, other: { methods: ['OPTIONS'], paths: ['/b'] } });
  expect(texts(company, undefined, 'traditional').filter((text) => text.startsWith('never-matches'))).toEqual([]);
});

test('siblings are looked for on every host, whatever the order of the routes', () => {
  const routes = {
    pay: { hosts: ['a.com', 'b.com'], paths: ['/pay'] },
    first: { hosts: ['a.com'], paths: ['/payments'] },
    second: { hosts: ['b.com'], paths: ['/payments'], methods: ['GET'] },
    guard: { hosts: ['a.com'], paths: ['/paymen'] },
  };
  const { pay, first, second, guard } = routes;
  const siblings = (of: Readonly<Record<string, RouterRoute>>): readonly string[] =>
    texts(table(of)).filter((text) => text.includes('route "second"'));

  expect(siblings({ pay, first, second, guard })).toEqual(siblings({ pay, second, first, guard }));
  expect(siblings(routes)).toHaveLength(1);
  expect(texts(table({ pay: { hosts: ['b.com'], paths: ['~/pay'], methods: ['POST'] }, second }))).toHaveLength(1);
});

test('who goes first can depend on the flavor alone', () => {
  const routes = table({ wild: { hosts: ['*.a.com'] }, plain: { paths: ['~/x.'] } });

  expect(texts(routes)).toEqual([
    `flavor: whether route "plain" or route "wild" takes a request depends on the gateway's router_flavor; for example GET https://other.a.com/xx ` +
      'goes to: traditional_compatible (original): "plain", traditional_compatible (compiled): "plain", traditional_compatible (strict): "plain", ' +
      'traditional (original): "wild", expressions (original): "plain"',
  ]);
  expect(texts(routes, undefined, 'traditional')).toEqual([
    `flavor: whether route "wild" or route "plain" takes a request depends on the gateway's router_flavor; for example GET https://other.a.com/xx ` +
      'goes to: traditional (original): "wild", traditional_compatible (original): "plain", expressions (original): "plain"',
  ]);
});

test('declared routes must win from routes that are not, even from more specific ones, and need not beat each other', () => {
  const routes = table({
    other: { hosts: ['a.com'], paths: ['~/orders/.+'], methods: ['GET', 'PUT'] },
    own: { hosts: ['a.com'], paths: ['~/orders/.+$'], methods: ['GET'] },
    special: { hosts: ['a.com'], paths: ['~/orders/special$'], methods: ['GET'], regex_priority: 1 },
    rest: { hosts: ['a.com'], paths: ['/'] },
  });

  expect(texts(routes, ['own', 'other'])).toEqual([
    'takes: route "special" takes requests of route "other"; for example GET https://a.com/orders/special',
    'takes: route "special" takes requests of route "own"; for example GET https://a.com/orders/special',
  ]);
  expect(texts(routes, ['own', 'other', 'special'])).toEqual([]);
});

test('a declared route that takes from a more specific one which is not declared is told too', () => {
  const routes = table({
    own: { hosts: ['a.com'], paths: ['~/orders/.+$'], methods: ['GET'] },
    admin: { hosts: ['a.com'], paths: ['/orders/admin'] },
  });

  expect(texts(routes, ['own'])).toEqual([
    'takes: route "own" takes requests of route "admin"; for example GET https://a.com/orders/admin',
  ]);
});

test('what cannot be read is told, and does not hide the rest', () => {
  const routes = table({
    own: { hosts: ['a.com'], paths: ['/x'] },
    written: { expression: 'http.path == "/x"' },
    any: { hosts: ['a.com'] },
  });

  expect(texts(routes, ['own'])).toEqual(['not-judged: what route "written" matches cannot be told']);
});

test('hostile names are data', () => {
  const hostile = 'a"\n::error::x';
  const [text = ''] = texts([{ name: hostile, id: '00000000-0000-4000-8000-000000000000', paths: ['~/\\.\\.$'] }]);

  expect(text).toBe('never-matches: no request can match route "a\\"\\n::error::x"');
});

test('routes that would take minutes to compare are told as not judged, and the others as they are', () => {
  const routes = Array.from({ length: 400 }, (_, at): readonly [string, RouterRoute] => [
    `r${at}`,
    { paths: [`~/.*a.{12}b${at}`, `~/.*c.{12}d${at}`] },
  ]);
  const found = findShadows({ flavor: 'traditional_compatible', routes: table(Object.fromEntries(routes)) });

  expect(found.filter(({ kind, by }) => kind === 'not-judged' && by === undefined).length).toBeGreaterThan(300);
});
