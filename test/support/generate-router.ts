import fc from 'fast-check';
import { type RouterRequest, type RouterRoute } from '../../lib/router';

const HOSTS = ['a.com', '*.a.com', 'a.*', 'a.com:8080', '*.com:443', 'b.com', 'sub.a.com', 'xa.com'];
const PATHS = [
  '/',
  '/a',
  '/a/',
  '/ab',
  '/a/b',
  '~/a',
  '~/a$',
  '~/a/[^/]+$',
  '~/(?<id>\\d+)',
  '~/a|/b',
  '~/[ab]{1,2}/?$',
  '/caf\u00e9',
  '~/caf.',
  '~/(?i)A',
  '~/a%2Fb',
];
const VALUES = ['1', '2', 'Foo', '~*^1', '~*FO+$', '~*\\D', '~*é'];
const optional = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => fc.option(arbitrary, { nil: undefined });
const some = (values: readonly string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });

/** A route of criteria that meet those of others often. */
export const route: fc.Arbitrary<RouterRoute> = fc
  .record({
    hosts: optional(some(HOSTS)),
    paths: optional(some(PATHS)),
    methods: optional(some(['GET', 'POST', 'PUT'])),
    headers: optional(fc.dictionary(fc.constantFrom('x-v', 'x-w'), some(VALUES), { minKeys: 1, maxKeys: 2 })),
    snis: optional(some(['a.com', '*.a.com', 'a.*', 'b.com.'])),
  })
  .filter((fields) => Object.values(fields).some((field) => field !== undefined))
  .map((fields) => ({
    name: 'r',
    id: '5f0b7c1d-2a4e-4b8f-8d3c-9e6a1f2b3c01',
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  }));

/** Paths as they are sent, and as the gateway compares them. */
const SENT: readonly (readonly [string, string])[] = [
  ['/', '/'],
  ['/a', '/a'],
  ['/a/', '/a/'],
  ['/ab', '/ab'],
  ['/a/b', '/a/b'],
  ['/a//b', '/a/b'],
  ['/a/./b?x=/b', '/a/b'],
  ['/x/../a', '/a'],
  ['/%61', '/a'],
  ['/a%2fb', '/a%2Fb'],
  ['/caf%C3%A9', '/café'],
  ['/café', '/café'],
  ['/1', '/1'],
  ['/12', '/12'],
  ['/b', '/b'],
  ['/xx/b', '/xx/b'],
  ['/A', '/A'],
  ['/bb/', '/bb/'],
  ['/aa', '/aa'],
];
/** A request near the boundaries of such routes, with its path as the gateway compares it. */
export const request: fc.Arbitrary<RouterRequest & { readonly normalized: string }> = fc
  .record({
    method: fc.constantFrom('GET', 'POST', 'get'),
    scheme: fc.constantFrom('http' as const, 'https' as const),
    host: fc.constantFrom('a.com', 'sub.a.com', 'A.com', 'a.com:8080', 'a.com:443', 'a.org', 'b.com', 'xa.com', '.a.com', 'a.', null),
    port: fc.constantFrom(443, 8080),
    sent: fc.constantFrom(...SENT),
    headers: fc.array(fc.tuple(fc.constantFrom('x-v', 'X-W', 'x_v'), fc.constantFrom('1', '2', 'foo', 'FOO', 'fooo', 'É', '12')), {
      maxLength: 3,
    }),
    sni: fc.constantFrom('a.com', 'x.a.com', 'b.com', undefined),
  })
  // A name in two spellings is looked up in one of them.
  .filter(({ headers }) => new Set(headers.map(([name]) => name).filter((name) => name !== 'X-W')).size < 2)
  .map(({ sent: [path, normalized], sni, ...fields }) => ({ ...fields, path, normalized, ...(sni !== undefined && { sni }) }));

const FIELDS = ['hosts', 'paths', 'methods', 'headers', 'snis'] as const;

/** Routes side by side, each with a name, an id and a time of its own, most of few kinds of criteria. */
export const table: fc.Arbitrary<readonly (RouterRoute & { readonly name: string })[]> = fc
  .array(fc.tuple(route, fc.uuid(), fc.integer({ min: -1, max: 3 }), fc.subarray([...FIELDS], { maxLength: 3 })), {
    minLength: 2,
    maxLength: 5,
  })
  .map((routes) =>
    routes.map(([one, id, priority, left], at) => {
      const kept = Object.fromEntries(Object.entries(one).filter(([field]) => left.length === 0 || !left.includes(field as 'hosts')));
      const isEmpty = FIELDS.every((field) => kept[field] === undefined);
      return { ...(isEmpty ? one : kept), id, name: `r${at}`, created_at: 1_600_000_000 + at, regex_priority: Math.max(priority, 0) };
    }),
  );

const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  '~/a': ['/a', '/ab', '/aa'],
  '~/a$': ['/a'],
  '~/a/[^/]+$': ['/a/b', '/a/x'],
  '~/(?<id>\\d+)': ['/1', '/12'],
  '~/a|/b': ['/a', '/xx/b', '/b'],
  '~/[ab]{1,2}/?$': ['/a', '/bb/', '/ab'],
  '~/caf.': ['/caf%C3%A9', '/cafx'],
  '~/(?i)A': ['/A', '/a'],
  '~/a%2Fb': ['/a%2fb'],
  '~*^1': ['1', '12'],
  '~*FO+$': ['foo', 'FOO'],
  '~*\\D': ['1', '12'],
  '~*\u00e9': ['\u00c9'],
};

/** A request that is likely to match two routes at once: each of its parts is what one of them asks for. */
export function requestBetween(a: RouterRoute, b: RouterRoute, pick: <Value>(values: readonly Value[]) => Value): RouterRequest {
  const either = (of: (route: RouterRoute) => readonly string[], otherwise: readonly string[]): string => {
    const values = [...of(a), ...of(b)];
    return pick(values.length === 0 ? otherwise : values);
  };
  const host = either(({ hosts }) => hosts ?? [], ['a.com', 'sub.a.com']).replace('*', pick(['sub', 'a', 'x.a']));
  const path = either(({ paths }) => paths ?? [], ['/a', '/b']);
  const wanted = [...Object.entries(a.headers ?? {}), ...Object.entries(b.headers ?? {})];
  const port = /:([0-9]+)$/.exec(host)?.[1];
  const scheme = pick(['https', 'https', 'http'] as const);
  return {
    method: either(({ methods }) => methods ?? [], ['GET', 'PATCH']),
    scheme,
    host: port === undefined ? host : pick([host, host.replace(/:.*/, '')]),
    ...(port !== undefined && { port: Number(port) }),
    path: pick(SAMPLES[path] ?? [encodeURI(path), `${encodeURI(path)}x`, `${encodeURI(path)}/b`.replace('//', '/')]),
    headers: wanted.map(([name, values]) => [name, pick(values.flatMap((value) => SAMPLES[value] ?? [value]))]),
    ...(scheme === 'https' && {
      sni: either(({ snis }) => snis ?? [], ['a.com'])
        .replace('*', 'sub')
        .replace(/\.$/, ''),
    }),
  };
}
