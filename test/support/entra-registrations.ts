import { madeUp, nested, type Block, type Blocks } from './entra-blocks';

/** A role or scope an application publishes. */
export interface Permission {
  readonly id: string;
  readonly value: string;
  readonly enabled: boolean;
  /** Kinds of principals that may hold a role; empty for scopes. */
  readonly memberTypes: readonly string[];
  /** True for scopes to which people may consent by themselves. */
  readonly consentedByPeople: boolean;
}

/** An application as it publishes and issues. */
export interface Registration {
  readonly address: string;
  readonly clientId: string;
  readonly roles: readonly Permission[];
  readonly scopes: readonly Permission[];
  readonly version: number;
  readonly multiTenant: boolean;
  readonly identifierUris: readonly string[];
  readonly idtyp: boolean;
}

/** A service principal, made here or looked up. */
export interface Presence {
  readonly address: string;
  readonly objectId: string;
  readonly clientId: string;
  readonly assignmentRequired: boolean;
}

/** Reads an `azuread_application`. */
export function readRegistration(blocks: Blocks, address: string, block: Block): Registration {
  const [api = {}] = nested(block, 'api');
  const [claims = {}] = nested(block, 'optional_claims');
  const permission = (entry: Block): Permission => ({
    id: blocks.resolve(entry['id']),
    value: blocks.resolve(entry['value']),
    enabled: entry['enabled'] !== false,
    memberTypes: (entry['allowed_member_types'] ?? []) as string[],
    consentedByPeople: entry['type'] === 'User',
  });
  return {
    address,
    clientId: madeUp(`${address}.client_id`),
    roles: nested(block, 'app_role').map(permission),
    scopes: nested(api, 'oauth2_permission_scope').map(permission),
    version: (api['requested_access_token_version'] as number | undefined) ?? 1,
    multiTenant: block['sign_in_audience'] === 'AzureADMultipleOrgs',
    identifierUris: ((block['identifier_uris'] ?? []) as readonly unknown[]).map((uri) => blocks.resolve(uri)),
    idtyp: nested(claims, 'access_token').some((claim) => claim['name'] === 'idtyp'),
  };
}

/** Service principals of the stacks, those looked up among them. */
export function readPresences(blocks: Blocks): readonly Presence[] {
  return ['azuread_service_principal', 'data.azuread_service_principal'].flatMap((type) =>
    blocks.all(type).map(({ address, block }) => ({
      address,
      objectId: blocks.resolve(`\${${address}.object_id}`),
      clientId: blocks.resolve(block['client_id']),
      assignmentRequired: block['app_role_assignment_required'] === true,
    })),
  );
}

/** Value of an enabled permission; Entra refuses an id that is not published. */
export function valueOf(permissions: readonly Permission[], id: string, address: string): string {
  const found = permissions.find((permission) => permission.id === id && permission.enabled);
  if (found === undefined) throw new Error(`${address} publishes no scope ${id}`);
  return found.value;
}
