import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import fc from 'fast-check';
import { bind, renderGateway, toDocument, type AccessModel, type EnvironmentModel } from '../../lib';
import { accessStacks } from '../../lib/gateway';
import { EntraOracle, type HeldPermissions } from '../support/entra-oracle';
import { Floors } from '../support/floors';
import { call, DEFAULT_NOW, type TestToken } from '../support/gateway-oracle';
import { build, organisation } from '../support/generate';
import { allPlugins, dblessProblems, deckProblems, pluginProblems } from '../support/kong-schema';
import { definedRoute, doorFor, letsIn, type Caller } from '../support/reference';
import { azureadProblems } from '../support/terraform-schema';

const SEED = Number(process.env['SEED'] ?? 20261123);
const LOGIN = { global: 'login.microsoftonline.com', usgovernmentl4: 'login.microsoftonline.us', usgovernmentl5: 'login.microsoftonline.us', china: 'login.partner.microsoftonline.cn' };

test(`grants and positions read back from Terraform are those of the definition, and every block conforms (seed ${SEED})`, () => {
  fc.assert(
    fc.property(organisation, (generated) => {
      const { model, environment } = build(generated);
      const stacks = synthesized(model, environment);
      const oracle = new EntraOracle(stacks, outsideOf(model, environment));

      expect(stacks.flatMap(azureadProblems)).toEqual([]);
      expect(oracle.problems()).toEqual([]);
      expect([...oracle.grants()].sort(byText)).toEqual(environment.consent === 'request-only' ? [] : model.grants.map((entry) => inValues(entry, model)).sort(byText));
      expect([...oracle.assignments()].sort(byText)).toEqual(positionsOf(model, environment).sort(byText));
    }),
    { numRuns: 60, seed: SEED },
  );
}, 120_000);

test(`the rendered file conforms, and lets in whom the definition lets in and nobody else (seed ${SEED})`, () => {
  const floors = new Floors();

  fc.assert(
    fc.property(organisation, (generated) => {
      const { model, environment } = build(generated);
      const clientIds = Object.fromEntries([...model.apis, ...model.clients].map(({ key }) => [key, `id-of-${key}`]));
      const documents = (['deck', 'db-less'] as const).map((form) => bind(toDocument(renderGateway(model, environment), form), clientIds).document);
      const [deck, dbless] = documents;

      expect([...deckProblems(deck), ...dblessProblems(dbless)]).toEqual([]);
      expect(documents.flatMap((file) => allPlugins(file)).flatMap(({ plugin }) => pluginProblems(String(plugin['name']), environment.gateway.version, plugin['config']))).toEqual([]);
      for (const probe of probesOf(model, environment)) {
        const route = definedRoute(model, environment, probe.request);
        const api = model.apis.find((candidate) => candidate.key === route?.api);
        const expected = route !== undefined && api !== undefined && letsIn(route, api, probe);
        const verdict = call(dbless, { ...probe.request, path: encodeURI(probe.request.path), clientIp: '10.1.2.3' }, token(probe, environment), { flavor: 'traditional_compatible', calculation: probe.calculation, version: environment.gateway.version });

        floors.count(`${probe.caller} ${expected ? 'let in' : 'kept out'}`);
        if (verdict.reachesUpstream !== expected) throw new Error(`definition ${expected}, gateway ${JSON.stringify(verdict)} for ${JSON.stringify(probe)} of ${JSON.stringify(route)}`);
        if (verdict.tokenReachesUpstream && route?.forward.token !== true) throw new Error(`the token reaches the upstream: ${JSON.stringify(probe)}`);
      }
    }),
    { numRuns: 60, seed: SEED },
  );

  floors.assertAtLeast(['person let in', 'person kept out', 'application let in', 'application kept out'], 500);
}, 120_000);

interface Probe {
  readonly request: { readonly method: string; readonly host: string; readonly path: string; readonly headers: readonly (readonly [string, string])[] };
  readonly caller: Caller;
  readonly api: AccessModel['apis'][number];
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly calculation: 'original' | 'compiled' | 'strict';
}

/** For each route a request at each door, and every set of roles and scopes a token of that kind can have. */
function* probesOf(model: AccessModel, environment: EnvironmentModel): Generator<Probe> {
  const calculations = ['original', 'compiled', 'strict'] as const;
  let turn = 0;
  for (const route of model.routes) {
    const api = model.apis.find((candidate) => candidate.key === route.api);
    if (api === undefined) continue;
    for (const caller of ['application', 'person'] as const) {
      const { hosts, headers } = doorFor(route, environment, caller);
      const [host = ''] = hosts;
      const request = { method: route.methods?.[0] ?? 'GET', host, path: route.path.replace(/\{[^}]*\}/g, 'any').replace('**', 'any/thing'), headers };
      for (const roles of subsets(api.roles.filter((role) => role.for !== (caller === 'person' ? 'applications' : 'people')).map((role) => role.value))) {
        for (const scopes of caller === 'person' ? subsets(api.scopes.map((scope) => scope.value)).slice(1) : [[]]) {
          turn += 1;
          yield { request, caller, api, roles, scopes, calculation: calculations[turn % 3] ?? 'original' };
        }
      }
    }
  }
}

function token({ caller, api, roles, scopes }: Probe, environment: EnvironmentModel): TestToken {
  const [tenant = 'home'] = api.tenants;
  const tid = tenant === 'home' ? environment.tenantId : environment.tenants[tenant];
  const times = { iat: DEFAULT_NOW - 60, nbf: DEFAULT_NOW - 60, exp: DEFAULT_NOW + 3600 };
  const permissions = { ...(roles.length === 0 ? {} : { roles }), ...(caller === 'person' ? { scp: scopes.join(' ') } : { idtyp: 'app' }) };
  return { signature: 'good', claims: { iss: `https://${LOGIN[environment.cloud]}/${tid}/v2.0`, aud: `id-of-${api.key}`, azp: 'client', oid: 'someone', sub: 'someone', tid, ...times, ...permissions } };
}

function subsets(values: readonly string[]): readonly (readonly string[])[] {
  return values.reduce<readonly (readonly string[])[]>((all, value) => [...all, ...all.map((set) => [...set, value])], [[]]);
}

function synthesized(model: AccessModel, environment: EnvironmentModel): readonly unknown[] {
  const outdir = mkdtempSync(join(tmpdir(), 'kong-entra-agreement-'));
  const app = new App({ outdir });
  accessStacks(app, { name: 'all', model, environment, preview: false });
  app.synth();
  const stacks = ['all-generated', 'all-generated-consents'].map((name) => join(outdir, 'stacks', name, 'cdk.tf.json')).filter((file) => existsSync(file)).map((file) => JSON.parse(readFileSync(file, 'utf8')) as unknown);
  rmSync(outdir, { recursive: true });
  return stacks;
}

/** Ids of what is not registered here, to their keys. */
function outsideOf(model: AccessModel, environment: EnvironmentModel): Readonly<Record<string, string>> {
  const identities = [
    ...model.clients.map(({ key, managedIdentity }) => [key, environment.managedIdentities[managedIdentity ?? '']] as const),
    ...model.externalClients.map(({ key, name }) => [key, environment.externalClients[name]] as const),
    ...model.externalApis.map(({ key, name }) => [key, environment.externalApis[name]] as const),
  ];
  const wellKnown = model.externalApis.flatMap(({ key, clientId }) => (clientId === undefined ? [] : [[clientId, key] as const]));
  return Object.fromEntries([...identities.flatMap(([key, identity]) => (identity === undefined ? [] : [[identity.objectId, key], [identity.clientId, key]])), ...wellKnown]);
}

function inValues({ caller, api, roles, scopes }: AccessModel['grants'][number], model: AccessModel): HeldPermissions {
  const own = model.apis.find((candidate) => candidate.key === api);
  const target = own ?? model.externalApis.find((candidate) => candidate.key === api);
  const pick = (permissions: readonly { readonly key: string; readonly value: string; readonly id: string }[] | undefined, keys: readonly string[], field: 'id' | 'value'): string[] => keys.map((key) => permissions?.find((entry) => entry.key === key)?.[field] ?? key).sort();
  return { caller, api, roles: pick(target?.roles, roles, own === undefined ? 'id' : 'value'), scopes: pick(target?.scopes, scopes, 'value') };
}

function positionsOf(model: AccessModel, environment: EnvironmentModel): { principal: string; api: string; roles: string[] }[] {
  return model.assignments.map(({ principal, api, roles }) => ({
    principal: (principal.kind === 'group' ? environment.groups : environment.people)[principal.name] ?? '',
    api,
    roles: roles.map((key) => model.apis.find((candidate) => candidate.key === api)?.roles.find((role) => role.key === key)?.value ?? key).sort(),
  }));
}

function byText(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
