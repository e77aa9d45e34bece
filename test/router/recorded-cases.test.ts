import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createRouter, type RouterAnswer, type RouterFlavor, type RouterRequest, type RouterRoute } from '../../lib/router';

interface Recorded {
  readonly id: string;
  readonly flavor: RouterFlavor;
  readonly routes: readonly (RouterRoute & { readonly name: string; readonly service: { readonly host: string; readonly port: number } })[];
  readonly request: RouterRequest;
  readonly expect: {
    readonly route: string | null;
    readonly status: number;
    readonly upstream_path?: string;
    readonly upstream_query?: string;
    readonly upstream_host?: string;
    readonly forwarded_prefix?: string;
    readonly location?: string;
    readonly captures?: Readonly<Record<string, string | false>>;
    readonly candidates?: readonly string[];
    readonly ambiguous?: readonly (string | null)[];
    readonly unstable?: boolean;
  };
}

const recorded = gunzipSync(readFileSync(join(__dirname, '..', 'fixtures', 'kong', 'router-cases.jsonl.gz')))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

/** More wrong cases than these tell nothing more, and take long to print. */
const MOST_SHOWN = 20;

/** What the answer says, in the words of the recording. */
function inItsWords(answer: RouterAnswer, { routes }: Recorded): Recorded['expect'] {
  const service = routes.find(({ name }) => name === answer.route)?.service;
  const host = answer.upstreamHost === `${service?.host}:${service?.port}` ? undefined : answer.upstreamHost;
  return {
    route: answer.route,
    status: answer.status ?? -1,
    ...(answer.upstreamPath !== undefined && { upstream_path: answer.upstreamPath }),
    ...(answer.upstreamQuery !== undefined && { upstream_query: answer.upstreamQuery }),
    ...(host !== undefined && { upstream_host: host }),
    ...(answer.forwardedPrefix !== undefined && { forwarded_prefix: answer.forwardedPrefix }),
    ...(answer.location !== undefined && { location: answer.location }),
    ...(answer.captures !== undefined && { captures: answer.captures }),
  };
}

function alone({ flavor, routes, request }: Recorded): readonly string[] {
  return routes.filter((route) => createRouter({ flavor, routes: [route] }).match(request).route !== null).map(({ name }) => name);
}

test('every recorded case is answered as the real gateway did: route, status, and what the upstream received', () => {
  const wrong = recorded.flatMap((one) => {
    const answer = createRouter(one).match(one.request);
    const { candidates: _candidates, ambiguous: _ambiguous, unstable: _unstable, ...expected } = one.expect;
    const found = inItsWords(answer, one);
    return answer.unknown === undefined && JSON.stringify(inOrder(found)) === JSON.stringify(inOrder(expected))
      ? []
      : [{ id: one.id, expected, found }];
  });

  expect(recorded.length).toBe(7737);
  expect(wrong.slice(0, MOST_SHOWN)).toEqual([]);
});

test('the routes that match a recorded request when they are alone are those that the real gateway found', () => {
  const wrong = recorded.flatMap((one) => {
    const { candidates, route } = one.expect;
    const found = alone(one);
    // Not recorded where that is at most the one taken: in the older flavor a route may match only thanks to another.
    const isRight =
      candidates === undefined ? found.every((name) => name === route) : [...found].sort().join() === [...candidates].sort().join();
    return isRight ? [] : [{ id: one.id, candidates, route, found }];
  });

  expect(wrong.slice(0, MOST_SHOWN)).toEqual([]);
});

test('the order in which routes are listed is of no importance', () => {
  const wrong = recorded.filter((one) => {
    const reversed = createRouter({ flavor: one.flavor, routes: [...one.routes].reverse() }).match(one.request);
    return JSON.stringify(reversed) !== JSON.stringify(createRouter(one).match(one.request));
  });

  expect(wrong.slice(0, MOST_SHOWN).map(({ id }) => id)).toEqual([]);
});

test('the documented calculation is another one: it fails cases that the real one passes', () => {
  const compatible = recorded.filter(({ flavor }) => flavor === 'traditional_compatible');
  const wrong = compatible.filter((one) => createRouter({ ...one, calculation: 'strict' }).match(one.request).route !== one.expect.route);

  expect(wrong.length).toBeGreaterThan(50);
});

test('compiled and interpreted calculation differ in nothing but cases recorded as unstable', () => {
  const compatible = recorded.filter(({ flavor }) => flavor === 'traditional_compatible');
  const differing = compatible.filter(
    (one) => createRouter({ ...one, calculation: 'compiled' }).match(one.request).route !== one.expect.route,
  );

  expect(differing.filter(({ expect: { unstable } }) => unstable !== true)).toEqual([]);
  expect(differing.length).toBeGreaterThan(0);
});

function inOrder(value: object): unknown {
  return Object.entries(value)
    .map(([key, one]) => [key, typeof one === 'object' && one !== null ? inOrder(one as object) : one])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}
