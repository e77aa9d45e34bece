import { isEvaluated } from '../expression';
import { blocksOf, itemsOf, type Json } from '../json';
import { type TerraformResource } from '../types';
import { credentialOf } from './credentials';
import { type Identities } from './identities';
import {
  type Application,
  type Credential,
  type DeclaredRole,
  type DeclaredScope,
  type DirectoryPlace,
  type Platform,
  type RedirectUri,
  type RequestedAccess,
} from './types';

type Reader = (value: unknown) => string;

/** The applications among the resources of some stacks, with what other resources add to them. */
export function applicationsOf(resources: readonly TerraformResource[], identities: Identities): readonly Application[] {
  const parts = new Map<string, TerraformResource[]>();
  for (const resource of resources) {
    if (!Object.hasOwn(PART_OF, resource.type)) continue;
    const owner = identities.of(resource.values[PART_OF[resource.type] ?? ''], resource.stack);
    parts.set(owner, [...(parts.get(owner) ?? []), resource]);
  }
  return resources
    .filter(({ type, mode }) => mode === 'managed' && (type === 'azuread_application' || type === 'azuread_application_registration'))
    .map((resource) => {
      const identity = `${resource.stack}/${resource.address}`;
      return withParts(applicationOf(resource, identities), parts.get(identity) ?? [], identities);
    });
}

/** Resources that say something of one application, and the argument that says of which. */
const PART_OF: Readonly<Record<string, string>> = {
  azuread_application_app_role: 'application_id',
  azuread_application_permission_scope: 'application_id',
  azuread_application_identifier_uri: 'application_id',
  azuread_application_redirect_uris: 'application_id',
  azuread_application_owner: 'application_id',
  azuread_application_api_access: 'application_id',
  azuread_application_optional_claims: 'application_id',
  azuread_application_fallback_public_client: 'application_id',
  azuread_application_password: 'application_id',
  azuread_application_certificate: 'application_id',
  azuread_application_federated_identity_credential: 'application_id',
  azuread_application_flexible_federated_identity_credential: 'application_id',
  azuread_service_principal: 'client_id',
  azuread_service_principal_password: 'service_principal_id',
  azuread_service_principal_certificate: 'service_principal_id',
};

/** True for a resource type that {@link applicationsOf} reads. */
export function isPartOfApplication(type: string): boolean {
  return Object.hasOwn(PART_OF, type) || type === 'azuread_application' || type === 'azuread_application_registration';
}

const PLATFORMS = [
  ['web', 'web'],
  ['single_page_application', 'spa'],
  ['public_client', 'native'],
] as const;

function applicationOf(resource: TerraformResource, identities: Identities): Application {
  const { values, stack } = resource;
  const text: Reader = (value) => identities.text(value, stack);
  const place = (field?: string): DirectoryPlace => ({ resource, ...(field !== undefined && { field }) });
  const [api = {}] = blocksOf(values['api']);
  const [web = {}] = blocksOf(values['web']);
  const [implicit = {}] = blocksOf(web['implicit_grant']);
  const clientId = text(values['client_id']);
  const roles = blocksOf(values['app_role']).map((block) => roleOf(block, text, place('app_role')));
  const scopes = blocksOf(api['oauth2_permission_scope']).map((block) => scopeOf(block, text, place('api.oauth2_permission_scope')));
  return {
    identity: `${stack}/${resource.address}`,
    ...(clientId !== '' && { clientId }),
    displayName: text(values['display_name']),
    signInAudience: text(values['sign_in_audience']) || 'AzureADMyOrg',
    tokenVersion: Number(api['requested_access_token_version'] ?? values['requested_access_token_version'] ?? 1),
    identifierUris: itemsOf(values['identifier_uris']).map(text),
    roles,
    scopes,
    requests: blocksOf(values['required_resource_access']).map((block) =>
      requestOf(block, (value) => identities.of(value, stack), text, place('required_resource_access')),
    ),
    redirectUris: PLATFORMS.flatMap(([block, platform]) =>
      blocksOf(values[block]).flatMap((one) => urisOf(one['redirect_uris'], platform, text, place(`${block}.redirect_uris`))),
    ),
    issuesImplicitAccessTokens: (implicit['access_token_issuance_enabled'] ?? values['implicit_access_token_issuance_enabled']) === true,
    issuesImplicitIdTokens: (implicit['id_token_issuance_enabled'] ?? values['implicit_id_token_issuance_enabled']) === true,
    isFallbackPublic: values['fallback_public_client_enabled'] === true,
    optionalClaims: optionalClaims(blocksOf(values['optional_claims']), text),
    groupClaims: itemsOf(values['group_membership_claims']).map(text),
    owners: itemsOf(values['owners']).map(String),
    credentials: blocksOf(values['password']).map((block) => credentialOf('secret', block, text, place('password'))),
    preventsDestroy: preventsDestroy(values),
    place: place(),
  };
}

function preventsDestroy(values: Json): boolean {
  return blocksOf(values['lifecycle']).some((lifecycle) => lifecycle['prevent_destroy'] === true);
}

function optionalClaims(blocks: readonly Json[], text: Reader): readonly string[] {
  return blocks.flatMap((block) => blocksOf(block['access_token'])).map((claim) => text(claim['name']));
}

function roleOf(block: Json, text: Reader, place: DirectoryPlace): DeclaredRole {
  return {
    id: text(block['id'] ?? block['role_id']).toLowerCase(),
    value: text(block['value']),
    displayName: text(block['display_name']),
    description: text(block['description']),
    memberTypes: itemsOf(block['allowed_member_types']).map(text).sort(),
    isEnabled: block['enabled'] !== false,
    place,
  };
}

function scopeOf(block: Json, text: Reader, place: DirectoryPlace): DeclaredScope {
  return {
    id: text(block['id'] ?? block['scope_id']).toLowerCase(),
    value: text(block['value']),
    displayName: text(block['admin_consent_display_name']),
    description: text(block['admin_consent_description']),
    type: text(block['type']) || 'User',
    isEnabled: block['enabled'] !== false,
    place,
  };
}

function requestOf(block: Json, identity: Reader, text: Reader, place: DirectoryPlace): RequestedAccess {
  const ids = (type: string): readonly string[] =>
    blocksOf(block['resource_access'])
      .filter((access) => access['type'] === type)
      .map((access) => text(access['id']).toLowerCase());
  return { api: identity(block['resource_app_id']), roleIds: ids('Role'), scopeIds: ids('Scope'), place };
}

function urisOf(list: unknown, platform: Platform, text: Reader, place: DirectoryPlace): readonly RedirectUri[] {
  // A list that Terraform works out by itself has addresses in it that nobody here knows, and stands for one of them.
  const listed = typeof list === 'string' && isEvaluated(list) ? [list] : itemsOf(list);
  return listed.map((uri) => ({ uri: text(uri), platform, place }));
}

function withParts(application: Application, parts: readonly TerraformResource[], identities: Identities): Application {
  return parts.reduce((whole, part) => ({ ...whole, ...(ADDS[part.type]?.(whole, part, identities) ?? {}) }), application);
}

type Adds = (whole: Application, part: TerraformResource, identities: Identities) => Partial<Application>;

const REDIRECT_TYPES: Readonly<Record<string, Platform>> = { Web: 'web', SPA: 'spa', PublicClient: 'native' };

const credential =
  (kind: Credential['kind']): Adds =>
  ({ credentials }, resource, identities) => ({
    credentials: [...credentials, credentialOf(kind, resource.values, (value) => identities.text(value, resource.stack), { resource })],
  });

const ADDS: Readonly<Record<string, Adds>> = {
  azuread_application_app_role: ({ roles }, resource, identities) => ({
    roles: [...roles, roleOf(resource.values, (value) => identities.text(value, resource.stack), { resource })],
  }),
  azuread_application_permission_scope: ({ scopes }, resource, identities) => ({
    scopes: [...scopes, scopeOf(resource.values, (value) => identities.text(value, resource.stack), { resource })],
  }),
  azuread_application_identifier_uri: ({ identifierUris }, { values, stack }, identities) => ({
    identifierUris: [...identifierUris, identities.text(values['identifier_uri'], stack)],
  }),
  azuread_application_redirect_uris: ({ redirectUris }, resource, identities) => {
    const text: Reader = (value) => identities.text(value, resource.stack);
    const platform = REDIRECT_TYPES[text(resource.values['type'])] ?? 'web';
    return { redirectUris: [...redirectUris, ...urisOf(resource.values['redirect_uris'], platform, text, { resource })] };
  },
  azuread_application_owner: ({ owners }, { values }) => ({ owners: [...owners, String(values['owner_object_id'])] }),
  azuread_application_api_access: ({ requests }, resource, identities) => {
    const { values, stack } = resource;
    const ids = (list: unknown): readonly string[] => itemsOf(list).map((id) => identities.text(id, stack).toLowerCase());
    const api = identities.of(values['api_client_id'], stack);
    return { requests: [...requests, { api, roleIds: ids(values['role_ids']), scopeIds: ids(values['scope_ids']), place: { resource } }] };
  },
  azuread_application_optional_claims: ({ optionalClaims: known }, { values, stack }, identities) => ({
    optionalClaims: [...known, ...optionalClaims([values], (value) => identities.text(value, stack))],
  }),
  azuread_application_fallback_public_client: (_whole, { values }) => ({ isFallbackPublic: values['enabled'] === true }),
  azuread_application_password: credential('secret'),
  azuread_service_principal_password: credential('secret'),
  azuread_application_certificate: credential('certificate'),
  azuread_service_principal_certificate: credential('certificate'),
  azuread_application_federated_identity_credential: credential('federated'),
  azuread_application_flexible_federated_identity_credential: credential('federated'),
  azuread_service_principal: (_whole, resource, identities) => {
    if (resource.mode === 'data') return {};
    const objectId = identities.text(resource.values['object_id'], resource.stack);
    return {
      servicePrincipal: {
        ...(objectId !== '' && { objectId }),
        requiresAssignment: resource.values['app_role_assignment_required'] === true,
        isEnabled: resource.values['account_enabled'] !== false,
        place: { resource },
      },
    };
  },
};
