import { type Section } from '../report';
import { computedList, computedText, guards, items, neutral, only, unsure, watching, type Weigh } from './weigh';

/** How a field of a file is told. */
export interface FieldRule {
  readonly section: Section;
  readonly weigh: Weigh;
  /** True for what nobody should overlook where it becomes another. @default false */
  readonly isBlocking?: boolean;
  /** True for what may hold a secret, so that its values are not shown. @default false */
  readonly isHidden?: boolean;
  /** True for where something is sent to, whose path may let whoever knows it write there: of a URL scheme and host are shown. @default false */
  readonly isEndpoint?: boolean;
  /** Of a field whose last name may be any: the names of which the same is not true. @default - all of them */
  readonly shownNames?: readonly string[];
}

const rule = (section: Section, weigh: Weigh): FieldRule => ({ section, weigh });

const OWNED = { owners: rule('credentials', items(false)) };
const PROTECTED = {
  'lifecycle.prevent_destroy': rule('registrations', only(true)),
  'lifecycle.ignore_changes': rule('registrations', unsure),
};

const TITLES = [
  'display_name',
  'description',
  'admin_consent_display_name',
  'admin_consent_description',
  'user_consent_display_name',
  'user_consent_description',
];

const REDIRECTS = rule('credentials', items(false));

const APPLICATION: Readonly<Record<string, FieldRule>> = {
  display_name: rule('registrations', neutral),
  description: rule('registrations', neutral),
  notes: rule('registrations', neutral),
  identifier_uris: rule('registrations', items(false)),
  sign_in_audience: rule('hardening', only('AzureADMyOrg')),
  'api.requested_access_token_version': rule('hardening', only(2)),
  ...Object.fromEntries(
    TITLES.flatMap((title) =>
      [`app_role.*.${title}`, `api.oauth2_permission_scope.*.${title}`].map((field) => [field, rule('registrations', neutral)] as const),
    ),
  ),
  'app_role.*.id': rule('registrations', computedText),
  'app_role.*.value': rule('registrations', computedText),
  'app_role.*.enabled': rule('registrations', computedText),
  'app_role.*.allowed_member_types': rule('registrations', items(false)),
  'api.oauth2_permission_scope.*.id': rule('registrations', computedText),
  'api.oauth2_permission_scope.*.value': rule('registrations', computedText),
  'api.oauth2_permission_scope.*.enabled': rule('registrations', computedText),
  'api.oauth2_permission_scope.*.type': rule('registrations', only('Admin')),
  'required_resource_access.*.resource_app_id': rule('consents', computedText),
  'required_resource_access.*.resource_access.*.id': rule('consents', computedText),
  'required_resource_access.*.resource_access.*.type': rule('consents', computedText),
  'web.redirect_uris': REDIRECTS,
  'single_page_application.redirect_uris': REDIRECTS,
  'public_client.redirect_uris': REDIRECTS,
  'web.implicit_grant.access_token_issuance_enabled': rule('hardening', only(false)),
  'web.implicit_grant.id_token_issuance_enabled': rule('hardening', only(false)),
  fallback_public_client_enabled: rule('credentials', only(false)),
  prevent_duplicate_names: rule('registrations', only(true)),
  'optional_claims.access_token.*.name': rule('hardening', unsure),
  ...OWNED,
  ...PROTECTED,
};

const ofStack = rule('stacks', unsure);

/** Where a state is kept and how it is reached, as far as that is no secret. */
const STATE = [
  'address',
  'bucket',
  'client_id',
  'container_name',
  'endpoint',
  'environment',
  'hostname',
  'key',
  'organization',
  'path',
  'prefix',
  'region',
  'resource_group_name',
  'storage_account_name',
  'subscription_id',
  'tenant_id',
];

const ofState: FieldRule = { ...ofStack, shownNames: STATE };

/** What stands outside managed resources. */
export const STACK_FIELDS: Readonly<Record<string, FieldRule>> = {
  'provider.azuread.*.tenant_id': ofStack,
  'provider.azuread.*.environment': ofStack,
  'provider.azurerm.*.subscription_id': ofStack,
  'provider.azurerm.*.tenant_id': ofStack,
  'provider.azurerm.*.features.*': { ...ofStack, isHidden: true },
  'provider.azurerm.*.environment': ofStack,
  // Whoever publishes a provider runs code with the rights of the pipeline.
  'terraform.required_providers.*.source': { ...ofStack, isBlocking: true },
  'terraform.required_providers.*.version': ofStack,
  'terraform.required_version': ofStack,
  'terraform.backend.*.*': ofState,
  'data.terraform_remote_state.*.backend': ofStack,
  'data.terraform_remote_state.*.workspace': ofStack,
  'data.terraform_remote_state.*.config.*': ofState,
  'data.azuread_service_principal.*.client_id': rule('consents', computedText),
  'data.azuread_service_principal.*.object_id': rule('consents', computedText),
};

/** The audit log of the tenant: no say in who may call what, and nothing that should go unseen. */
const AUDIT = Object.fromEntries(
  [
    'name',
    'location',
    'resource_group_name',
    'retention_in_days',
    'sku',
    'log_analytics_workspace_id',
    'enabled_log.*.category',
    'lifecycle.prevent_destroy',
  ].map((field) => [field, rule('other', watching)] as const),
);

const CREDENTIAL = (field: string): readonly [string, FieldRule] => [field, rule('credentials', () => 'broadened')];

/** What of a credential is hidden: nobody reads a certificate, and what is pasted in its place may be more than that. */
const HIDDEN = { ...rule('credentials', () => 'broadened'), isHidden: true };

const LIFETIME = ['display_name', 'end_date', 'end_date_relative', 'start_date'];
const secretOf = (owner: string): Readonly<Record<string, FieldRule>> => ({
  ...Object.fromEntries([owner, ...LIFETIME].map(CREDENTIAL)),
  rotate_when_changed: HIDDEN,
});
const certificateOf = (owner: string): Readonly<Record<string, FieldRule>> => ({
  ...Object.fromEntries([owner, ...LIFETIME, 'encoding', 'type', 'key_id'].map(CREDENTIAL)),
  value: HIDDEN,
});

/** Fields of resources whose changes are told, by type. What is not here is not explained. */
export const TERRAFORM_FIELDS: Readonly<Record<string, Readonly<Record<string, FieldRule>>>> = {
  azuread_application: APPLICATION,
  azuread_service_principal: {
    client_id: rule('registrations', unsure),
    app_role_assignment_required: rule('hardening', only(true)),
    use_existing: rule('registrations', neutral),
    ...OWNED,
    ...PROTECTED,
  },
  azuread_app_role_assignment: {
    app_role_id: rule('consents', computedText),
    principal_object_id: rule('consents', computedText),
    resource_object_id: rule('consents', computedText),
  },
  azuread_service_principal_delegated_permission_grant: {
    claim_values: rule('consents', computedList),
    resource_service_principal_object_id: rule('consents', computedText),
    service_principal_object_id: rule('consents', computedText),
  },
  azuread_application_pre_authorized: {
    application_id: rule('consents', computedText),
    authorized_client_id: rule('consents', computedText),
    permission_ids: rule('consents', computedList),
    'lifecycle.replace_triggered_by': rule('consents', guards),
  },
  azuread_application_api_access: {
    api_client_id: rule('consents', computedText),
    application_id: rule('consents', computedText),
    role_ids: rule('consents', computedList),
    scope_ids: rule('consents', computedList),
  },
  azurerm_log_analytics_workspace: AUDIT,
  azurerm_monitor_aad_diagnostic_setting: AUDIT,
  azuread_application_password: secretOf('application_id'),
  azuread_service_principal_password: secretOf('service_principal_id'),
  azuread_application_certificate: certificateOf('application_id'),
  azuread_service_principal_certificate: certificateOf('service_principal_id'),
  azuread_application_federated_identity_credential: Object.fromEntries(
    ['application_id', 'audiences', 'description', 'display_name', 'issuer', 'subject'].map(CREDENTIAL),
  ),
};
