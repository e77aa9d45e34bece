import { guid } from '../../support/organisation';
import { APPROVE_CONFIG, changed, INVOICING, KONG, LIST_CONFIG, ORDERS_AT, PORTAL, RESOURCES, APPROVE } from '../foreign-case';
import { caseOf, type RuleCase } from './case';

const config = `kong.${LIST_CONFIG}`;
const orders = `plan.${ORDERS_AT}`;
const other = guid(901);

export const CROSS: readonly RuleCase[] = [
  caseOf('X001', 'another tenant', 'list', `${config}.issuers_allowed.0`, `https://login.microsoftonline.com/${other}/v2.0`),
  caseOf('X001', 'issuers of version 1', 'list', `${config}.issuers_allowed.0`, `https://sts.windows.net/${guid(900)}/`),
  caseOf('X001', 'tokens of version 1', 'azuread_application.orders', `${orders}.api.0.requested_access_token_version`, 1),
  caseOf(
    'X001',
    'a plan for another tenant',
    ['approve', 'list'],
    'plan.configuration.provider_config.azuread.expressions.tenant_id.constant_value',
    other,
  ),
  caseOf('X002', 'the client id of another application', 'list', `${config}.audience_required.0`, INVOICING),
  caseOf('X002', 'a client id that nobody has', 'list', `${config}.audience_required.0`, guid(55)),
  caseOf('X002', 'one more client id', 'list', `${config}.audience_required.+`, PORTAL),
  caseOf('X002', 'the identifier URI', 'list', `${config}.audience_required.0`, 'api://orders'),
  caseOf('X003', 'a role that is not declared', 'list/Orders.Reed.All', `${config}.roles_required.0`, 'Orders.Reed.All'),
  caseOf('X003', 'a role that is disabled', 'list/Orders.Read.All', `${orders}.app_role.0.enabled`, false),
  caseOf('X003', 'a scope that is disabled', 'approve/Orders.Use', `${orders}.api.0.oauth2_permission_scope.0.enabled`, false),
  caseOf('X004', 'a role that no route requires', 'azuread_application.orders/Orders.Audit', `${orders}.app_role.+`, {
    id: guid(14),
    value: 'Orders.Audit',
    allowed_member_types: ['User'],
    enabled: true,
  }),
  caseOf(
    'X004',
    'a scope that no route requires',
    'azuread_application.orders/Orders.Use',
    `kong.${APPROVE_CONFIG}.scopes_required`,
    undefined,
  ),
  caseOf(
    'X005',
    'a role for people that an application holds',
    'list/Orders.Read.All',
    `${orders}.app_role.0.allowed_member_types.0`,
    'User',
  ),
  caseOf(
    'X005',
    'a role for people that is assigned to an application',
    'approve/Orders.Approve',
    `plan.${RESOURCES}.4.values.app_role_id`,
    APPROVE,
  ),
  caseOf('X006', 'a scope beside a role for applications', 'list/Orders.Read.All', `${config}.scopes_required`, ['Orders.Use']),
  caseOf(
    'X006',
    'a role for applications and one for people',
    'list/Orders.Read.All Orders.Approve',
    `${config}.roles_required.0`,
    'Orders.Read.All Orders.Approve',
  ),
  {
    rule: 'X010',
    about: 'the client id of another environment',
    subjects: ['approve', 'list'],
    flagged: { kong: KONG, beside: changed(KONG, `${APPROVE_CONFIG}.audience_required.0`, guid(56)) },
    unflagged: {
      kong: KONG,
      beside: changed(changed(KONG, `${APPROVE_CONFIG}.audience_required.0`, guid(56)), `${LIST_CONFIG}.audience_required.0`, guid(56)),
    },
  },
];
