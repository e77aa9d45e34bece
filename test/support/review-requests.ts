import type { AccessModel } from '../../lib';
import type { GatewayRequest } from './gateway-oracle';
import { choose, type chance } from './generate-texts';
import { routesIn, type KongRoute, type ReviewSide } from './review-side';

type Choice = Parameters<typeof chance>[0];

/** Requests from anywhere among those that are made up, besides those for each route. */
const STRAYS = 200;

/**
 * Requests for every route of two sides, with each of its methods, at each of its hosts, and beside it: other methods, hosts and
 * headers, a last slash, deeper and shallower paths, encoded slashes, and the words of other paths where a template leaves one open.
 */
export function requestsFor(
  sides: readonly [ReviewSide, ReviewSide],
  models: readonly AccessModel[],
  choice: Choice,
): readonly GatewayRequest[] {
  const routes = sides.flatMap((side) => routesIn(side.document));
  const templates = distinct(models.flatMap((model) => model.routes.map(({ path }) => path)));
  const plain = routes.flatMap(({ paths = [] }) => paths.filter((path) => !path.startsWith('~')));
  const paths = distinct([
    ...templates.flatMap((template) => pathsOf(template, templates)),
    ...plain.flatMap((path) => [path, `${path}x`]),
    '/',
    '/undeclared',
  ]);
  const hosts = [...distinct(routes.flatMap((route) => route.hosts ?? [])), 'other.example.com'];
  const methods = distinct([...routes.flatMap((route) => route.methods ?? []), 'GET', 'PATCH', 'TRACE', 'OPTIONS']);
  const headers = [
    ...new Map([{}, ...routes.map((route) => route.headers ?? {})].map((one) => [JSON.stringify(one), one])).values(),
  ].flatMap(sent);
  const strays = Array.from({ length: STRAYS }, () => ({
    method: choose(choice, methods),
    host: choose(choice, hosts),
    path: choose(choice, paths),
    headers: choose(choice, headers),
  }));
  const meant = new Map(routes.map((route) => [JSON.stringify([route.hosts, route.methods, route.headers, route.paths]), route]));
  return unique([...[...meant.values()].flatMap((route) => meantFor(route, paths)), ...strays]);
}

/** Of the paths those a route could take. */
function meantFor({ hosts = [], methods, headers = {}, paths = [] }: KongRoute, all: readonly string[]): readonly GatewayRequest[] {
  const fitting = all.filter((path) => paths.some((one) => fits(one, path)));
  return fitting.flatMap((path) =>
    hosts.flatMap((host) =>
      (methods ?? ['GET', 'TRACE']).flatMap((method) => sent(headers).map((pairs) => ({ method, host, path, headers: pairs }))),
    ),
  );
}

/** A guess that need not be right: what it leaves out comes by chance. */
function fits(pattern: string, path: string): boolean {
  if (!pattern.startsWith('~')) return path.startsWith(pattern);
  return new RegExp(`^${pattern.slice(1).replace(/\\z$/, '$')}`, 'u').test(decodeURI(path));
}

function pathsOf(template: string, all: readonly string[]): readonly string[] {
  const [, root = ''] = template.split('/');
  const words = distinct(all.filter((one) => one.split('/')[1] === root).flatMap((one) => one.split('/').slice(2)))
    .filter((word) => !/^$|[{*]/.test(word))
    .slice(0, 6);
  const bare = filled(template, 'x-1');
  const below = template.endsWith('**') ? words.map((word) => bare.replace(/x-1$/, `${word}/x-1`)) : [];
  const filledBy = [...words, 'a%2Fb'].map((word) => filled(template, word));
  return [bare, ...filledBy, ...below, `${bare}/`, `${bare}/x-1`, bare.replace(/\/[^/]*$/, '') || '/'].map((path) =>
    encodeURI(path).replaceAll('%25', '%'),
  );
}

function filled(template: string, word: string): string {
  return template.replace(/\{[^}]*\}/g, word).replace(/\*\*$/, word);
}

/** Headers as they are sent: each of the values of the first. */
function sent(headers: Readonly<Record<string, readonly string[]>>): readonly (readonly (readonly [string, string])[])[] {
  const first = Object.entries(headers).map(([name, values]) => [name, values[0] ?? ''] as const);
  const last = Object.entries(headers).map(([name, values]) => [name, values.at(-1) ?? ''] as const);
  return JSON.stringify(first) === JSON.stringify(last) ? [first] : [first, last];
}

function unique(requests: readonly GatewayRequest[]): readonly GatewayRequest[] {
  return [...new Map(requests.map((request) => [JSON.stringify(request), request])).values()];
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
