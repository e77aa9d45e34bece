import createPathRouter from 'find-my-way';
import { accessMatrix, checkPolicy } from '../lib/access';
import { checkForeign } from '../lib/gateway/check-foreign';
import { readKongFile, renderGateway } from '../lib/kong';
import { createRouter, type RouterFlavor, type RouterRequest, type RouterRoute } from '../lib/router';
import { matchingRoutes, type RouterRoute as ScannedRoute } from '../test/support/kong-router';
import { sizedEnvironment, sizedModel } from './definition';
import { mixedRequests, mixedRoutes, plainRequests, plainRoutes } from './router-tables';

type Ask = (request: RouterRequest) => boolean;

const ASKS: Readonly<Record<string, (routes: readonly RouterRoute[]) => Ask>> = {
  traditional_compatible: ours('traditional_compatible'),
  traditional: ours('traditional'),
  'find-my-way': (routes) => {
    const router = createPathRouter();
    for (const { paths } of routes) for (const path of paths ?? []) router.on('GET', `${path}/*`, () => undefined);
    return ({ path }) => router.find('GET', path) !== null;
  },
  scan: (routes) => (request) => matchingRoutes(routes as readonly ScannedRoute[], request, 'original').length > 0,
};

function ours(flavor: RouterFlavor): (routes: readonly RouterRoute[]) => Ask {
  return (routes) => {
    const router = createRouter({ flavor, routes });
    return (request) => router.find(request).route !== null;
  };
}

/** Requests answered in a second, each of which is asked once. */
function perSecond(routes: readonly RouterRoute[], requests: readonly RouterRequest[], subject: string): number {
  const ask = ASKS[subject]?.(routes);
  if (ask === undefined) throw new Error(`there is no ${subject}`);
  const warm = requests.length >> 1;
  for (const request of requests.slice(0, warm)) ask(request);
  const start = performance.now();
  let found = 0;
  for (const request of requests.slice(warm)) if (ask(request)) found += 1;
  const took = performance.now() - start;
  if (found !== requests.length - warm) throw new Error(`${subject}: ${found} of ${requests.length - warm} requests found a route`);
  return ((requests.length - warm) / took) * 1_000;
}

/** Seconds for the whole matrix of a definition. */
function matrixSeconds(count: number): number {
  const deployment = { model: sizedModel(count), environment: sizedEnvironment(count) };
  const start = performance.now();
  accessMatrix(deployment);
  return (performance.now() - start) / 1_000;
}

/** Seconds for a policy with an expectation for each route of a definition, half of them by a request, all of which hold. */
function policySeconds(count: number): number {
  const deployment = { model: sizedModel(count), environment: sizedEnvironment(count) };
  const callers = new Map(deployment.model.grants.map(({ api, caller }) => [api, caller]));
  const expectations = deployment.model.routes.map(({ api, key, methods = [], path, access }, at) => {
    const roles = access.kind === 'allow' ? access.alternatives.flatMap((way) => way.roles) : [];
    const who = roles.includes('Items.Read.All') ? [callers.get(api) ?? ''] : [];
    const request = `${methods[0] ?? ''} https://api.example.com${path.replace('{id}', String(at))}`;
    return { ...(at % 2 === 0 ? { route: `${api}.${key}` } : { request }), callers: who };
  });
  const start = performance.now();
  const { holds } = checkPolicy(deployment, { formatVersion: 1, expectations });
  if (!holds) throw new Error('the policy does not hold');
  return (performance.now() - start) / 1_000;
}

/** Seconds to compare the routes of a definition with as many others as it has APIs, five of which catch whatever is left. */
function foreignSeconds(count: number): number {
  const [model, environment] = [sizedModel(count), sizedEnvironment(count)];
  const template = renderGateway(model, environment);
  const routes = Array.from({ length: count }, (_, at) =>
    at < 5
      ? { name: `rest-${at}`, hosts: ['*.example.com'], paths: ['/'] }
      : { name: `other-${at}`, hosts: ['api.example.com'], paths: [`/other-${at}/`] },
  );
  const text = JSON.stringify({ _format_version: '3.0', services: [{ name: 'other', host: 'other.internal', routes }] });
  const file = readKongFile(text, { flavor: 'traditional_compatible' });
  if ('problems' in file) throw new Error('the other routes are none that Kong takes');
  const start = performance.now();
  const problems = checkForeign(model, environment, template, [file.entities]);
  if (problems.length > 0) throw new Error(`the routes stand in each other's way: ${problems[0]?.what}`);
  return (performance.now() - start) / 1_000;
}

const SECONDS: Readonly<Record<string, (count: number) => number>> = {
  matrix: matrixSeconds,
  policy: policySeconds,
  foreign: foreignSeconds,
};

const [, , table = '', subject = '', size = '0', number = '0'] = process.argv;
const [count, requests] = [Number(size), Number(number)];
const timed = SECONDS[table];
const [routes, asked] = table === 'plain' ? [plainRoutes, plainRequests] : [mixedRoutes, mixedRequests];
const result = timed ? { seconds: timed(count) } : { perSecond: perSecond(routes(count), asked(count, requests), subject) };
process.stdout.write(JSON.stringify(result));
