import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessModel } from '../../lib/model';
import { azureadProblems } from '../support/terraform-schema';
import { environment, organisation } from './organisation';
import { synthesizeAccess, type Arguments, type Synthesized } from './synthesized';

test('the addresses of an organisation are those of the last release', () => {
  const golden = readFileSync(join(__dirname, 'addresses.golden.txt'), 'utf8');

  expect(`${synthesizeAccess(organisation).addresses().join('\n')}\n`).toBe(golden);
});

test('every block of an organisation conforms to the schema of the provider', () => {
  expect(azureadProblems(synthesizeAccess(organisation, environment({ protected: true })).json)).toEqual([]);
});

test('renaming everything that can be renamed changes names and values in place, and nothing else', () => {
  const before = synthesizeAccess(organisation);
  const after = synthesizeAccess(renamed(organisation));

  expect(after.addresses()).toEqual(before.addresses());
  expect(differences(before, after)).toEqual(
    new Set([
      'azuread_application.display_name',
      'azuread_application.app_role',
      'azuread_application.api',
      'azuread_service_principal_delegated_permission_grant.claim_values',
    ]),
  );
  expect(ids(after)).toEqual(ids(before));
});

// As spellings only: keys and ids stay. Names that an environment maps belong to it and stay too.
function renamed(model: AccessModel): AccessModel {
  const values = <Declared extends { readonly value: string; readonly displayName: string }>(
    declared: readonly Declared[],
  ): readonly Declared[] => {
    return declared.map((entry) => ({ ...entry, value: `New.${entry.value}`, displayName: `new ${entry.displayName}` }));
  };
  return {
    ...model,
    apis: model.apis.map((api) => ({ ...api, name: `new ${api.name}`, roles: values(api.roles), scopes: values(api.scopes) })),
    clients: model.clients.map((client) => ({ ...client, name: `new ${client.name}` })),
  };
}

const TYPES = [
  'azuread_application',
  'azuread_service_principal',
  'azuread_application_api_access',
  'azuread_app_role_assignment',
  'azuread_application_pre_authorized',
  'azuread_service_principal_delegated_permission_grant',
  'terraform_data',
];

function differences(before: Synthesized, after: Synthesized): ReadonlySet<string> {
  const fields = (args: Arguments | undefined): readonly string[] => Object.keys(args ?? {});
  return new Set(
    TYPES.flatMap((type) => {
      return Object.entries(before.all(type)).flatMap(([name, old]) => {
        const now = after.all(type)[name] ?? {};
        const changed = [...new Set([...fields(old), ...fields(now)])].filter(
          (field) => JSON.stringify(old[field]) !== JSON.stringify(now[field]),
        );
        return changed.map((field) => `${type}.${field}`);
      });
    }),
  );
}

function ids(terraform: Synthesized): readonly string[] {
  const text = JSON.stringify(terraform.all('azuread_application'));
  return [...text.matchAll(/"id":"([0-9a-f-]{36})"/g)].map((match) => match[1] ?? '');
}
