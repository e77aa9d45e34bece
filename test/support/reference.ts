import type { AccessModel, EnvironmentModel } from '../../lib';

type RouteModel = AccessModel['routes'][number];
type ApiModel = AccessModel['apis'][number];

/** A request as a definition speaks of it: the path decoded, without anything the gateway would resolve. */
export interface DefinedRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers?: readonly (readonly [string, string])[];
}

/** Which calls a door is for. */
export type Caller = 'person' | 'application';

/**
 * The most specific route of a definition that covers a request, by the rules of its words: literal segments before
 * `{x}`, `{x}` before `/**`. Knows nothing of priorities or regular expressions.
 */
export function definedRoute(model: AccessModel, environment: EnvironmentModel, request: DefinedRequest): RouteModel | undefined {
  const covering = model.routes.filter((route) => coversHost(route, environment, request) && coversMethod(route, request) && coversHeaders(route, request) && coversPath(route.path, request.path));
  return [...covering].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0];
}

/** Whether the definition lets a caller with these roles and scopes, by value, use a route. */
export function letsIn(route: RouteModel, api: ApiModel, held: { readonly roles: readonly string[]; readonly scopes: readonly string[] }): boolean {
  if (route.access.kind === 'public') return true;
  return route.access.alternatives.some(
    (alternative) =>
      alternative.roles.every((key) => held.roles.includes(valueOf(api.roles, key))) && alternative.scopes.every((key) => held.scopes.includes(valueOf(api.scopes, key))),
  );
}

/** Where a caller of that kind goes: hosts and headers of the door meant for him. */
export function doorFor(route: RouteModel, environment: EnvironmentModel, caller: Caller): { readonly hosts: readonly string[]; readonly headers: readonly (readonly [string, string])[] } {
  const calls = environment.gateway.applicationCalls;
  const hosts = environment.hosts[route.host] ?? [];
  if (caller === 'person' || calls === undefined || route.access.kind === 'public' || route.access.alternatives.length === 0) return { hosts, headers: [] };
  return calls.by === 'host' ? { hosts: calls.hosts[route.host] ?? hosts, headers: [] } : { hosts, headers: [[calls.name, calls.value]] };
}

function coversHost(route: RouteModel, environment: EnvironmentModel, { host }: DefinedRequest): boolean {
  const calls = environment.gateway.applicationCalls;
  const own = calls?.by === 'host' ? (calls.hosts[route.host] ?? []) : [];
  return [...(environment.hosts[route.host] ?? []), ...own].includes(host);
}

function coversMethod({ methods }: RouteModel, { method }: DefinedRequest): boolean {
  return methods === undefined || methods.includes(method);
}

function coversHeaders({ headers: wanted }: RouteModel, { headers = [] }: DefinedRequest): boolean {
  return Object.entries(wanted).every(([name, values]) => headers.some(([sent, value]) => sent.toLowerCase() === name.toLowerCase() && values.some((one) => one.toLowerCase() === value.toLowerCase())));
}

function coversPath(template: string, path: string): boolean {
  const wanted = template.split('/');
  const sent = path.split('/');
  const rest = wanted.at(-1) === '**';
  if (rest ? sent.length < wanted.length : sent.length !== wanted.length) return false;
  // "Everything below" needs something below.
  if (rest && sent.slice(wanted.length - 1).join('/') === '') return false;
  return wanted.slice(0, rest ? -1 : undefined).every((segment, index) => (segment.startsWith('{') ? sent[index] !== '' : segment === sent[index]));
}

function rank({ path, methods, headers }: RouteModel): string {
  const segments = path.split('/').map((segment) => (segment === '**' ? '2' : segment.startsWith('{') ? '1' : '0'));
  return `${segments.join('')}${methods === undefined ? '1' : '0'}${9 - Object.keys(headers).length}`;
}

function valueOf(permissions: readonly { readonly key: string; readonly value: string }[], key: string): string {
  const found = permissions.find((permission) => permission.key === key);
  if (found === undefined) throw new Error(`no role or scope ${key}`);
  return found.value;
}
