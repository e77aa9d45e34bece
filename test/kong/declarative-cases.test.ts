import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { defineAccess, defineApi, defineEnvironment, defineRoutes, renderGateway } from '../../lib';
import { checkEnvironment } from '../../lib/model';
import { environmentInput } from '../support/organisation';
import { codesOf, problemsOf } from '../support/problems';

interface Case {
  readonly id: string;
  readonly topic: string;
  readonly yaml: string;
  readonly expect: { readonly traditional_compatible: { readonly ok: boolean; readonly error?: string } };
}

type Fields = Readonly<Record<string, unknown>>;

const TOPICS = ['service', 'route', 'path', 'host', 'method', 'header', 'sni', 'name', 'tags', 'duplicate'];

/** What Kong refuses and a definition cannot say, with the reason. */
const INEXPRESSIBLE: Readonly<Record<string, string>> = {
  d049: 'host and port are parts of one URL',
  d089: 'a definition has no streams: an upstream is http or https',
  d098: 'timeouts are not part of a definition',
  d103: 'a service cannot be switched off in a definition',
  d106: 'a definition has no fields of Kong that pass through',
  d110: 'certificates of an upstream are not part of a definition',
  d111: 'ids of entities are derived',
  d158: 'server names of TLS are not part of a definition',
  d160: 'a route is always https',
  d161: 'a route is always https',
  d162: 'a route is always https',
  d166: 'a route is always https',
  d167: 'a route is always https',
  d171: 'a definition has no streams',
  d180: 'a definition has no streams',
  d182: 'a definition has no streams',
  d272: 'a route has one path, written as a text',
  d336: 'server names of TLS are not part of a definition',
  d337: 'server names of TLS are not part of a definition',
  d368: 'strip_path is always false',
  d372: 'the priority is derived from the path',
  d373: 'the priority is derived from the path',
  d376: 'path_handling is never written',
  d378: 'the status for plain http is always 426',
  d379: 'the status for plain http is always 426',
  d381: 'a definition has no fields of Kong that pass through',
  d398: 'ids of entities are derived',
  d401: 'a definition has no consumers',
  d403: 'plugins are derived, one of each kind',
  d404: 'plugins are derived, one of each kind',
  d407: 'a definition has no upstream entities',
};

const SERVICE_FIELDS = ['name', 'url', 'host', 'port', 'protocol', 'path', 'tags', 'routes'];
const ROUTE_FIELDS = ['name', 'hosts', 'paths', 'methods', 'headers', 'tags'];

const cases = gunzipSync(readFileSync(join(__dirname, '../fixtures/kong/declarative-cases.jsonl.gz')))
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)
  .filter((one) => TOPICS.includes(one.topic));
const refused = cases.filter((one) => !one.expect.traditional_compatible.ok);

test('the cases Kong refuses and a definition cannot express are those that are listed', () => {
  const unsaid = refused.filter((one) => !expressible(parse(one.yaml) as Fields)).map((one) => one.id);

  expect(unsaid.sort()).toEqual(Object.keys(INEXPRESSIBLE).sort());
});

test.each(refused.filter((one) => !Object.hasOwn(INEXPRESSIBLE, one.id)).map((one) => [one.id, one.topic, one] as const))(
  '%s (%s): what Kong refuses is refused before synthesis, with a fix',
  (_, __, one) => {
    const problems = problemsOf(() => deploy(parse(one.yaml) as Fields));

    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems)
      expect([problem.where, problem.what, problem.fix].every((text) => text.length > 3 && !text.includes('undefined'))).toBe(true);
  },
);

test('what Kong accepts is not refused as a whole: plain hosts, paths, methods and headers pass', () => {
  const accepted = cases.filter((one) => one.expect.traditional_compatible.ok && expressible(parse(one.yaml) as Fields));
  const passed = accepted.filter((one) => codesOf(() => deploy(parse(one.yaml) as Fields)).length === 0);

  expect(passed.length).toBeGreaterThan(25);
});

function expressible(file: Fields): boolean {
  const services = file['services'];
  if (!Array.isArray(services)) return false;
  return services.every((service: Fields) => {
    const routes = Array.isArray(service['routes']) ? (service['routes'] as Fields[]) : [];
    return (
      Object.keys(service).every((name) => SERVICE_FIELDS.includes(name)) &&
      !String(service['host'] ?? '').includes(':') &&
      routes.every((route) => typeof route['paths'] !== 'string') &&
      !/^(?:tcp|tls|udp)/.test(String(service['protocol'] ?? '')) &&
      routes.every((route) => Object.keys(route).every((name) => ROUTE_FIELDS.includes(name)))
    );
  });
}

/** The same mistake as a definition and an environment would make it, as an untyped caller. */
function deploy(file: Fields): void {
  const services = file['services'] as Fields[];
  const apis = services.map((service, index) => ({
    service,
    key: `api-${index}`,
    api: defineApi({
      name: `api-${index}`,
      team: 't',
      ...(service['name'] === 's' ? {} : { key: service['name'] as string }),
      upstream: `upstream-${index}`,
    }),
  }));
  const routes = apis.flatMap(({ service, api }, index) =>
    ((service['routes'] ?? []) as Fields[]).map((route, position) =>
      defineRoutes(api, { host: `host-${index}-${position}`, public: 'recorded' }, { [`route-${position}`]: translate(route) as never }),
    ),
  );
  const hosts = Object.fromEntries(
    services.flatMap((service, index) =>
      ((service['routes'] ?? []) as Fields[]).map((route, position) => [
        `host-${index}-${position}`,
        route['hosts'] ?? ['api.example.com'],
      ]),
    ),
  );
  const tags = services
    .flatMap((service) => [service['tags'], ...((service['routes'] ?? []) as Fields[]).map((route) => route['tags'])])
    .flatMap((list) => (list ?? []) as string[]);
  const environment = defineEnvironment({
    ...environmentInput(),
    hosts: hosts as never,
    upstreams: Object.fromEntries(services.map((service, index) => [`upstream-${index}`, upstream(service)])),
    gateway: { dialect: 'openid-connect', version: '3.10.0.20', selectTags: tags.length === 0 ? ['t'] : tags },
  });
  const model = defineAccess({ apis: apis.map(({ api }) => api), routes });
  const problems = checkEnvironment(model, environment);
  if (problems.length > 0) throw Object.assign(new Error('unexpected'), { problems });
  renderGateway(model, environment);
}

function translate(route: Fields): Fields {
  const { hosts: _hosts, tags: _tags, name, paths, ...same } = route;
  const path = Array.isArray(paths) && paths.length === 1 ? (paths as unknown[])[0] : paths;
  return {
    ...same,
    path: paths === undefined && Object.keys(route).length > 1 && !Array.isArray(paths) ? '/' : path,
    ...(name === 'r' ? {} : { key: name }),
  };
}

function upstream(service: Fields): string {
  if (service['url'] !== undefined)
    return service['host'] === undefined ? String(service['url']) : `${String(service['url'])}${String(service['host'])}/:bad`;
  return `${String(service['protocol'] ?? 'http')}://${String(service['host'] ?? '')}${service['port'] === undefined ? '' : `:${String(service['port'])}`}${String(service['path'] ?? '')}`;
}
