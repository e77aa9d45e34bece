import fc from 'fast-check';
import { bind, renderGateway, toDocument, type KongDocument } from '../../lib';
import { decide, gatewayOf, parseRequest, Replay, type Decision, type Gateway, type ReplayReport } from '../../lib/access';
import { type RouterRequest } from '../../lib/router';
import { ByDefinition } from '../support/by-definition';
import { Floors } from '../support/floors';
import { build, organisation, type Organisation } from '../support/generate';
import { guid } from '../support/organisation';

const SEED = Number(process.env['SEED'] ?? 20261125);
const NOW = 1_800_000_000;

type Json = Record<string, unknown>;
type Claims = Readonly<Record<string, unknown>> | null;

interface Recorded {
  readonly request: RouterRequest;
  readonly claims: Claims;
  readonly line: (decision: Decision, withSource: boolean) => string;
}

/** Requests for every route and near it, by callers who may and who may not. */
function recordsOf({ model, environment }: ReturnType<typeof build>, ids: Readonly<Record<string, string>>): readonly Recorded[] {
  const definition = new ByDefinition(model, environment);
  return model.routes.flatMap((route, index) => {
    const api = model.apis.find(({ key }) => key === route.api);
    const values = (declared: readonly { readonly value: string }[] = []): readonly string[] => declared.map(({ value }) => value);
    const whole = {
      iss: `https://login.microsoftonline.com/${environment.tenantId}/v2.0`,
      aud: ids[route.api],
      azp: guid(5),
      oid: guid(6),
      sub: guid(6),
      roles: values(api?.roles),
      scp: values(api?.scopes).join(' '),
      ...{ iat: NOW - 60, nbf: NOW - 60, exp: NOW + 600 },
    };
    const { scp: _scp, ...application } = whole;
    const claims: readonly Claims[] = [
      null,
      whole,
      application,
      { ...whole, roles: undefined },
      { ...whole, exp: NOW - 600 },
      { ...whole, aud: guid(9) },
    ];
    const probes = [
      ...definition.probes(route, 'people', 'x-1', route.methods?.[0] ?? 'PATCH'),
      ...definition.probes(route, 'applications', 'x-1', index % 2 === 0 ? 'OPTIONS' : 'GET'),
    ];
    return probes.flatMap(({ method, host, path, headers, clientIp }) =>
      claims.flatMap((held, at) => {
        const scheme = (at + index) % 5 === 0 ? 'http' : 'https';
        const url = `${scheme}://${host}${path}?q=${at}`;
        const request = parseRequest(`${method} ${url}`, headers);
        if (typeof request === 'string') throw new Error(request);
        const sent = { method, url, headers: Object.fromEntries(headers), clientIp };
        return [{ request, claims: held, clientIp, line: lineOf(sent, held) }];
      }),
    );
  });
}

function lineOf(request: object, claims: Claims): Recorded['line'] {
  return ({ allowed, route, statuses }, withSource) => {
    const seen = allowed === 'unknown' ? {} : { status: statuses[0], ...(withSource && { source: allowed ? 'upstream' : 'kong' }) };
    return JSON.stringify({ time: NOW, request, claims, route, ...seen });
  };
}

function decided(gateway: Gateway, { request, claims }: Recorded, clientIp: string): Decision {
  return decide(gateway, { request, token: claims === null ? null : { claims: JSON.parse(JSON.stringify(claims)) }, now: NOW, clientIp });
}

function replayed(gateway: Gateway, lines: readonly string[]): ReplayReport {
  const replay = new Replay(gateway);
  for (const [index, line] of lines.entries()) replay.add(line, index + 1);
  return replay.report();
}

/** The document with one thing changed that decides. */
function changed(document: KongDocument, choice: number): KongDocument {
  const copy = JSON.parse(JSON.stringify(document)) as { services: { routes: Json[]; plugins: Json[] }[] };
  const services = copy.services.filter(({ routes }) => routes.length > 0);
  const service = services[choice % Math.max(services.length, 1)];
  if (service === undefined) return document;
  const { routes } = service;
  const at = choice % routes.length;
  const route = routes[at] as Json & { plugins: (Json & { name: string; config: Json })[] };
  const authentication = [...route.plugins, ...service.plugins].find(({ name }) => name === 'openid-connect' || name === 'oidc') as
    { config: Json } | undefined;
  const changes: readonly (() => void)[] = [
    () => routes.splice(at, 1),
    () => (route['methods'] = ['PURGE']),
    () => (route.plugins = []),
    () => (route['name'] = 'renamed'),
    () => (route['hosts'] = ['elsewhere.example.com']),
    () => (route.plugins = [...route.plugins, { name: 'request-termination', config: { status_code: 410 } }]),
    () => (route.plugins = [...route.plugins, { name: 'nobody-knows', config: {} }]),
    () => Object.assign(authentication?.config ?? {}, { audience_required: [guid(9)], bearer_jwt_auth_allowed_auds: [guid(9)] }),
    () => Object.assign(authentication?.config ?? {}, { roles_required: null, scopes_required: null }),
  ];
  changes[Math.floor(choice / 7) % changes.length]?.();
  return copy as unknown as KongDocument;
}

/** Whether the change of a decision is one, said in other words than the replay's. */
function differs(was: Decision, now: Decision): boolean {
  const known = (decision: Decision): boolean => decision.allowed !== 'unknown';
  if (known(now) || now.route !== null) if (was.route !== now.route) return true;
  if (!known(was) || !known(now)) return false;
  return was.allowed !== now.allowed || !now.statuses.includes(was.statuses[0] ?? 0);
}

function compare(generated: Organisation, choice: number, floors: Floors): void {
  const built = build(generated);
  const ids = Object.fromEntries(built.model.apis.map(({ key }, index) => [key, guid(1000 + index)]));
  const { document } = bind(toDocument(renderGateway(built.model, built.environment), 'deck'), ids);
  const { flavor, version, dialect } = built.environment.gateway;
  const settings = { flavor, version, dialect };
  const [before, after] = [gatewayOf(document, settings), gatewayOf(changed(document, choice), settings)];
  const records = recordsOf(built, ids);
  const was = records.map((record) => decided(before, record, '10.1.2.3'));
  const now = records.map((record) => decided(after, record, '10.1.2.3'));
  const lines = (withSource: boolean): readonly string[] =>
    records.flatMap((record, at) => (was[at] ? [record.line(was[at], withSource)] : []));

  for (const withSource of [true, false]) {
    const { totals } = replayed(before, lines(withSource));
    const unknown = was.filter(({ allowed }) => allowed === 'unknown').length;
    expect({ ...totals, same: 0 }).toMatchObject({ records: records.length, changed: 0, unknown, unreadable: 0 });
  }
  const report = replayed(after, lines(true));
  const expected = records.flatMap((_, at) => (was[at] && now[at] && differs(was[at], now[at]) ? [at] : []));
  const unknown = now.filter(({ allowed }) => allowed === 'unknown').length;

  expect([report.totals.changed, report.totals.unknown]).toEqual([expected.length, unknown]);
  expect(report.changes.groups.reduce((sum, { count }) => sum + count, report.changes.beyond)).toBe(expected.length);
  expect(report.changes.groups.every(({ example }) => expected.includes(example.line - 1))).toBe(true);
  for (const { key } of report.changes.groups) {
    if (key.routeWas !== key.routeNow) floors.count('another route');
    if (key.verdictWas !== undefined)
      floors.count(key.verdictNow === 'let in' ? 'newly let in' : key.verdictWas === 'let in' ? 'newly refused' : 'refused otherwise');
  }
  if (unknown > 0) floors.count('unknown');
  if (expected.length === 0) floors.count('nothing changed');
}

test(`a replay against the same configuration changes nothing, and against another exactly what differs (seed ${SEED})`, () => {
  const floors = new Floors();

  fc.assert(
    fc.property(organisation, fc.nat(10_000), (generated, choice) => compare(generated, choice, floors)),
    { numRuns: 80, seed: SEED, endOnFailure: true },
  );

  floors.assertAtLeast(['another route', 'newly let in', 'newly refused', 'refused otherwise', 'unknown', 'nothing changed'], 5);
});
