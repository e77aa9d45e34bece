import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A block of a provider's schema, as `terraform providers schema -json` prints it. */
export interface SchemaBlock {
  readonly attributes?: Readonly<Record<string, SchemaAttribute>>;
  readonly block_types?: Readonly<
    Record<string, { readonly nesting_mode: string; readonly max_items?: number; readonly block: SchemaBlock }>
  >;
}

/** An attribute of it. */
export interface SchemaAttribute {
  readonly type: unknown;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
}

const { resources } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'fixtures', 'terraform', 'azuread.schema.json'), 'utf8')) as {
  readonly resources: Readonly<Record<string, SchemaBlock>>;
};

const text = { type: 'string', optional: true };

/** A type that is not in the fixture: its secret is what tests look for. */
const PASSWORD: SchemaBlock = {
  attributes: {
    ...Object.fromEntries(['application_id', 'display_name', 'start_date', 'end_date', 'end_date_relative'].map((name) => [name, text])),
    id: { type: 'string', computed: true },
    key_id: { type: 'string', computed: true },
    value: { type: 'string', computed: true, sensitive: true },
  },
};

const DATA: SchemaBlock = {
  attributes: {
    id: { type: 'string', computed: true },
    input: { type: 'dynamic', optional: true },
    output: { type: 'dynamic', computed: true },
    triggers_replace: { type: 'dynamic', optional: true },
  },
};

/** What is known of a type; of one that nobody knows what is written in it. */
export function schemaOf(type: string, written: Readonly<Record<string, unknown>>): SchemaBlock {
  if (type === 'terraform_data') return DATA;
  if (type === 'azuread_application_password') return PASSWORD;
  const known = resources[type];
  if (known !== undefined) return known;
  const names = Object.keys(written).filter((name) => name !== '//');
  return {
    attributes: {
      ...Object.fromEntries(names.map((name) => [name, { type: 'dynamic', optional: true }])),
      id: { type: 'string', computed: true },
    },
  };
}

/** Arguments whose change makes the provider make a resource anew. */
export const REPLACING: Readonly<Record<string, readonly string[]>> = {
  azuread_service_principal: ['client_id'],
  azuread_app_role_assignment: ['app_role_id', 'principal_object_id', 'resource_object_id'],
  azuread_service_principal_delegated_permission_grant: [
    'service_principal_object_id',
    'resource_service_principal_object_id',
    'user_object_id',
  ],
  azuread_application_pre_authorized: ['application_id', 'authorized_client_id'],
  azuread_application_api_access: ['application_id', 'api_client_id'],
  azuread_application_federated_identity_credential: ['application_id', 'display_name'],
  azuread_application_password: ['application_id', 'display_name', 'start_date', 'end_date', 'end_date_relative'],
  terraform_data: ['triggers_replace'],
};
