/** What of a value of the state may stand in a report, as the configuration would write it. */
export type Shape =
  /** Anything that is not marked as a secret. */
  | 'plain'
  /** A GUID or a reference, and nothing else. */
  | 'id'
  /** Any object, each of its values by the shape. */
  | { readonly each: Shape }
  /** An object, or one block. */
  | { readonly one: Arguments }
  /** A list of blocks. */
  | { readonly many: Arguments };

/** Arguments by name. What is not here is never taken out of a state. */
export type Arguments = Readonly<Record<string, Shape>>;

const plain = (names: string): Arguments => Object.fromEntries(names.split(' ').map((name) => [name, 'plain' as const]));
const one = (names: string, blocks: Arguments = {}): Shape => ({ one: { ...plain(names), ...blocks } });
const many = (names: string, blocks: Arguments = {}): Shape => ({ many: { ...plain(names), ...blocks } });

const ROLE = 'allowed_member_types description display_name value';
const SCOPE = 'admin_consent_description admin_consent_display_name type user_consent_description user_consent_display_name value';
const CLAIMS = many('name');
const LIFETIME = 'display_name end_date end_date_relative start_date';
const FEDERATED = 'application_id description display_name issuer';
const AUDIT = 'name location resource_group_name retention_in_days sku';

/** Not its `notes` and `description`: people write anything there, and not for everybody to read. */
const APPLICATION: Arguments = {
  ...plain('display_name fallback_public_client_enabled group_membership_claims identifier_uris owners'),
  ...plain('prevent_duplicate_names sign_in_audience'),
  api: one('requested_access_token_version', { oauth2_permission_scope: many(`enabled id ${SCOPE}`) }),
  app_role: many(`enabled id ${ROLE}`),
  optional_claims: { one: { access_token: CLAIMS, id_token: CLAIMS, saml2_token: CLAIMS } },
  password: one('display_name end_date start_date'),
  public_client: one('redirect_uris'),
  required_resource_access: many('resource_app_id', { resource_access: many('id type') }),
  single_page_application: one('redirect_uris'),
  web: one('redirect_uris', { implicit_grant: one('access_token_issuance_enabled id_token_issuance_enabled') }),
};

/**
 * Arguments of resources whose meaning is known, by type, or by address where one is of this product: what a definition, or a hand,
 * writes and everybody may read. What a provider works out by itself, what it keeps secret and what says nothing here is left out.
 */
export const ARGUMENTS: Readonly<Record<string, Arguments>> = {
  azuread_application: APPLICATION,
  azuread_application_registration: plain(
    'display_name group_membership_claims implicit_access_token_issuance_enabled implicit_id_token_issuance_enabled requested_access_token_version sign_in_audience',
  ),
  azuread_application_api_access: plain('api_client_id application_id role_ids scope_ids'),
  azuread_application_app_role: plain(`application_id role_id ${ROLE}`),
  azuread_application_certificate: plain('application_id encoding end_date end_date_relative start_date type'),
  azuread_application_fallback_public_client: plain('application_id enabled'),
  azuread_application_federated_identity_credential: plain(`${FEDERATED} audiences subject`),
  azuread_application_flexible_federated_identity_credential: plain(`${FEDERATED} audience claims_matching_expression`),
  azuread_application_identifier_uri: plain('application_id identifier_uri'),
  azuread_application_optional_claims: {
    application_id: 'plain',
    access_token: CLAIMS,
    id_token: CLAIMS,
    saml2_token: CLAIMS,
  },
  azuread_application_owner: plain('application_id owner_object_id'),
  azuread_application_password: plain(`application_id ${LIFETIME}`),
  azuread_application_permission_scope: plain(`application_id scope_id ${SCOPE}`),
  azuread_application_pre_authorized: plain('application_id authorized_client_id permission_ids'),
  azuread_application_redirect_uris: plain('application_id redirect_uris type'),
  azuread_app_role_assignment: plain('app_role_id principal_object_id resource_object_id'),
  azuread_service_principal: plain('app_role_assignment_required client_id owners use_existing'),
  azuread_service_principal_certificate: plain('encoding end_date end_date_relative service_principal_id start_date type'),
  azuread_service_principal_delegated_permission_grant: plain(
    'claim_values resource_service_principal_object_id service_principal_object_id user_object_id',
  ),
  azuread_service_principal_password: plain(`service_principal_id ${LIFETIME}`),
  azurerm_log_analytics_workspace: plain(AUDIT),
  azurerm_monitor_aad_diagnostic_setting: { ...plain('name log_analytics_workspace_id'), enabled_log: many('category') },
  terraform_data: { input: { one: plain('scope_ids') } },
  'terraform_data.gateway': {
    triggers_replace: { one: { ...plain('settings sync'), apis: { each: 'plain' }, client_ids: { each: 'id' } } },
  },
};
