import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import fc from 'fast-check';
import type { AccessModel, EnvironmentModel } from '../../lib';
import { accessStacks } from '../../lib/gateway';
import { EntraOracle } from '../support/entra-oracle';
import { Floors } from '../support/floors';
import { build, FACTS, organisation } from '../support/generate';
import { azureadProblems } from '../support/terraform-schema';

const SEED = Number(process.env['SEED'] ?? 20261123);

/** Parsed cdk.tf.json of every stack of a deployment. */
function stacksOf(model: AccessModel, environment: EnvironmentModel): readonly unknown[] {
  const outdir = mkdtempSync(join(tmpdir(), 'agreement-'));
  const app = new App({ outdir, skipValidation: true });
  accessStacks(app, { name: 'generated', model, environment, preview: false });
  app.synth();
  const stacks = readdirSync(join(outdir, 'stacks')).map(
    (name) => JSON.parse(readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8')) as unknown,
  );
  rmSync(outdir, { recursive: true });
  return stacks;
}

/** Object and client ids of what is registered elsewhere, to its key. */
function outsideOf(model: AccessModel, environment: EnvironmentModel): Readonly<Record<string, string>> {
  const both = (
    key: string,
    identity: { readonly clientId: string; readonly objectId: string } | undefined,
  ): readonly (readonly [string, string])[] =>
    identity === undefined
      ? []
      : [
          [identity.clientId, key],
          [identity.objectId, key],
        ];
  return Object.fromEntries([
    ...model.clients.flatMap((client) =>
      client.managedIdentity === undefined ? [] : both(client.key, environment.managedIdentities[client.managedIdentity]),
    ),
    ...model.externalClients.flatMap((client) => both(client.key, environment.externalClients[client.name])),
    ...model.externalApis.flatMap((api) => both(api.key, environment.externalApis[api.name])),
    ...model.externalApis.flatMap((api) => (api.clientId === undefined ? [] : [[api.clientId, api.key] as const])),
  ]);
}

interface Row {
  readonly caller: string;
  readonly api: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

/** The grants of the model in the words Entra stores: role values and scope values, ids where the API is not registered here. */
function grantsOf(model: AccessModel, ids: boolean): readonly Row[] {
  return model.grants.map(({ caller, api, roles, scopes }) => {
    const own = model.apis.find((candidate) => candidate.key === api);
    const published = own ?? model.externalApis.find((candidate) => candidate.key === api);
    const said = (
      list: readonly { readonly key: string; readonly value: string; readonly id: string }[] | undefined,
      keys: readonly string[],
      byId: boolean,
    ): readonly string[] =>
      (list ?? [])
        .filter((one) => keys.includes(one.key))
        .map((one) => (byId ? one.id : one.value))
        .sort();
    return { caller, api, roles: said(published?.roles, roles, ids || own === undefined), scopes: said(published?.scopes, scopes, ids) };
  });
}

const inOrder = (rows: readonly Row[]): readonly Row[] =>
  [...rows].sort((a, b) => (`${a.caller} ${a.api}` < `${b.caller} ${b.api}` ? -1 : 1));

test(`grants, requests and assignments read back from Terraform equal the definition's (seed ${SEED})`, () => {
  const floors = new Floors();

  fc.assert(
    fc.property(organisation, (generated) => {
      floors.countAll(generated.facts);
      const { model, environment } = build(generated);
      const stacks = stacksOf(model, environment);
      const directory = new EntraOracle(stacks, outsideOf(model, environment));
      const silent = environment.consent === 'request-only';
      const asks = new Set([
        ...model.apis.map((api) => api.key),
        ...model.clients.filter((client) => client.kind !== 'managed-identity').map((client) => client.key),
      ]);
      const positions = model.assignments.map(({ principal, api, roles }) => ({
        principal: (principal.kind === 'group' ? environment.groups : environment.people)[principal.name] ?? '',
        api,
        roles: (model.apis.find((candidate) => candidate.key === api)?.roles ?? [])
          .filter((role) => roles.includes(role.key))
          .map((role) => role.value)
          .sort(),
      }));

      expect(directory.grants()).toEqual(silent ? [] : inOrder(grantsOf(model, false)));
      expect(directory.requests()).toEqual(inOrder(grantsOf(model, true).filter((row) => asks.has(row.caller))));
      expect(new Set(directory.assignments().map((row) => JSON.stringify(row)))).toEqual(
        new Set(silent ? [] : positions.map((row) => JSON.stringify(row))),
      );
      expect(directory.problems()).toEqual([]);
      expect(stacks.flatMap((stack) => azureadProblems(stack))).toEqual([]);
    }),
    { numRuns: 400, seed: SEED },
  );

  floors.assertAtLeast(FACTS, 50);
});
