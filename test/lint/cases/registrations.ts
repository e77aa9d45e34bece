import { guid } from '../../support/organisation';
import {
  changed,
  CLEAN,
  INVOICING_AT,
  ORDERS_AT,
  PLAN,
  PORTAL_AT,
  principal,
  PRINCIPAL_AT,
  READ_ALL,
  resource,
  RESOURCES,
  type Json,
} from '../foreign-case';
import { caseOf, type RuleCase } from './case';

const orders = `plan.${ORDERS_AT}`;
const portal = `plan.${PORTAL_AT}`;
const redirects = `${portal}.web.0.redirect_uris`;

/** A stack that somebody wrote by hand in the framework. */
const STACK: Json = {
  provider: { azuread: [{ tenant_id: guid(900) }] },
  resource: {
    azuread_application: {
      orders: {
        display_name: 'orders',
        owners: [guid(21), guid(22)],
        api: { requested_access_token_version: 2 },
        app_role: [{ id: READ_ALL, value: 'Orders.Read.All', allowed_member_types: ['Application'], enabled: true }],
        lifecycle: { prevent_destroy: true },
      },
    },
    azuread_service_principal: {
      orders: { client_id: '${azuread_application.orders.client_id}', app_role_assignment_required: true },
    },
  },
};
const ROLE_AT = 'stack.resource.azuread_application.orders';

/** Somebody outside of the plan holds the role. */
const HELD = changed(
  PLAN,
  `${RESOURCES}.+`,
  resource('azuread_app_role_assignment', 'elsewhere', {
    app_role_id: READ_ALL,
    principal_object_id: guid(77),
    resource_object_id: principal(guid(1)),
  }),
);

export const REGISTRATIONS: readonly RuleCase[] = [
  caseOf('ENT001', 'tokens of version 1', 'azuread_application.orders', `${orders}.api.0.requested_access_token_version`, 1, {
    plan: PLAN,
  }),
  caseOf(
    'ENT001',
    'nothing said of the version',
    'azuread_application.orders',
    `${orders}.api.0.requested_access_token_version`,
    undefined,
    { plan: PLAN },
  ),
  caseOf('ENT002', 'every tenant', 'azuread_application.portal', `${portal}.sign_in_audience`, 'AzureADMultipleOrgs'),
  {
    rule: 'ENT002',
    about: 'every tenant, with no list of issuers',
    subjects: ['azuread_application.orders'],
    unflagged: changed(CLEAN, `${orders}.sign_in_audience`, 'AzureADMultipleOrgs'),
    flagged: changed(
      changed(CLEAN, `${orders}.sign_in_audience`, 'AzureADMultipleOrgs'),
      'kong.services.0.routes.0.plugins.0.config.issuers_allowed',
      undefined,
    ),
  },
  caseOf(
    'ENT003',
    'access tokens by the implicit grant',
    'azuread_application.portal',
    `${portal}.web.0.implicit_grant.0.access_token_issuance_enabled`,
    true,
  ),
  caseOf(
    'ENT003',
    'ID tokens by the implicit grant',
    'azuread_application.portal',
    `${portal}.web.0.implicit_grant.0.id_token_issuance_enabled`,
    true,
  ),
  ...[
    ['plain http', 'http://portal.contoso.example/signin'],
    ['a wildcard', 'https://*.contoso.example/signin'],
    ['out of band', 'urn:ietf:wg:oauth:2.0:oob'],
  ].map(([about = '', uri = '']) => caseOf('ENT004', about, `azuread_application.portal/${uri}`, `${redirects}.0`, uri)),
  caseOf(
    'ENT004',
    'a host of others',
    'azuread_application.portal/https://portal.evil.example/signin',
    `${redirects}.0`,
    'https://portal.evil.example/signin',
    { ...CLEAN, organisation: { allowedRedirectHosts: ['*.contoso.example'] } },
  ),
  caseOf(
    'ENT007',
    'a scope with the value of a role',
    'azuread_application.orders/Orders.Approve',
    `${orders}.api.0.oauth2_permission_scope.0.value`,
    'Orders.Approve',
    { plan: PLAN },
  ),
  caseOf('ENT007', 'a role with the id of another', 'azuread_application.orders/Orders.Approve', `${orders}.app_role.1.id`, READ_ALL, {
    plan: PLAN,
  }),
  caseOf('ENT008', 'an id made with every plan', 'azuread_application.orders/Orders.Read.All', `${ROLE_AT}.app_role.0.id`, '${uuid()}', {
    stack: STACK,
  }),
  caseOf('ENT008', 'another id than before', 'azuread_application.orders/Orders.Approve', `${orders}.app_role.1.id`, guid(99), {
    ...CLEAN,
    base: PLAN,
  }),
  caseOf('ENT009', 'a role that goes', 'azuread_application.orders/Orders.Approve', `${orders}.app_role.1`, undefined, {
    ...CLEAN,
    base: PLAN,
  }),
  caseOf('ENT009', 'a role that others hold', 'azuread_application.orders/Orders.Read.All', `${orders}.app_role.0`, undefined, {
    plan: HELD,
    base: HELD,
  }),
  caseOf(
    'ENT009',
    'a value that changes',
    'azuread_application.orders/Orders.Use',
    `${orders}.api.0.oauth2_permission_scope.0.value`,
    'Orders.Act',
    { plan: PLAN, base: PLAN },
  ),
  caseOf('ENT010', 'one owner', 'azuread_application.invoicing', `plan.${INVOICING_AT}.owners.1`, undefined),
  caseOf('ENT010', 'an owner that the organisation wants', 'azuread_application.invoicing', `plan.${INVOICING_AT}.owners.0`, guid(23), {
    ...CLEAN,
    organisation: { requiredOwners: [guid(21)] },
  }),
  caseOf('ENT012', 'assignment not required', 'azuread_application.orders', `plan.${PRINCIPAL_AT}.app_role_assignment_required`, false),
  caseOf(
    'ENT014',
    'all groups in tokens',
    'azuread_application.portal',
    `${portal}.group_membership_claims`,
    ['All'],
    changed(CLEAN, `${portal}.group_membership_claims`, ['ApplicationGroup']),
  ),
  caseOf('ENT016', 'nothing protects it', 'azuread_application.orders', `${ROLE_AT}.lifecycle.prevent_destroy`, false, { stack: STACK }),
];
