import { graphPermissions } from '../../../lib/model';
import { guid } from '../../support/organisation';
import {
  APPROVE,
  changed,
  CLEAN,
  INVOICING,
  INVOICING_AT,
  LIST_CONFIG,
  ORDERS,
  PORTAL_AT,
  PORTAL,
  principal,
  resource,
  RESOURCES,
  USE,
} from '../foreign-case';
import { caseOf, type RuleCase } from './case';

const GRAPH = graphPermissions.appId;
const { appRoles } = graphPermissions;

const ofGraph = (id: string): object => ({ resource_app_id: GRAPH, resource_access: [{ id, type: 'Role' }] });
const asked = `plan.${INVOICING_AT}.required_resource_access`;
const withGraph = changed(CLEAN, `${asked}.+`, ofGraph(appRoles['User.Read.All']));
const graphId = `${asked}.1.resource_access.0.id`;

/** The gateway has the portal's client id. */
const ownApplication = changed(CLEAN, `kong.${LIST_CONFIG}.client_id`, [PORTAL]);
const signsIn = changed(
  changed(ownApplication, `kong.${LIST_CONFIG}.auth_methods`, ['bearer', 'session', 'authorization_code']),
  `plan.${PORTAL_AT}.required_resource_access`,
  [ofGraph(appRoles['User.Read.All'])],
);

const preAuthorized = changed(
  CLEAN,
  `plan.${RESOURCES}.+`,
  resource('azuread_application_pre_authorized', 'portal', {
    application_id: '/applications/' + `8${ORDERS.slice(1)}`,
    authorized_client_id: PORTAL,
    permission_ids: [USE],
  }),
);

/** Microsoft Graph by the object id of its service principal, which differs by tenant. */
const byObjectId = changed(
  CLEAN,
  `plan.${RESOURCES}.+`,
  resource('azuread_app_role_assignment', 'graph', {
    app_role_id: appRoles['User.Read.All'],
    principal_object_id: principal(INVOICING),
    resource_object_id: guid(66),
  }),
);

export const CONSENTS: readonly RuleCase[] = [
  caseOf(
    'CON001',
    'a way to Global Administrator',
    'azuread_application.invoicing/AppRoleAssignment.ReadWrite.All',
    graphId,
    appRoles['AppRoleAssignment.ReadWrite.All'],
    withGraph,
  ),
  caseOf(
    'CON001',
    'granted by the object id of Microsoft Graph',
    'azuread_application.invoicing/RoleManagement.ReadWrite.Directory',
    `plan.${RESOURCES}.6.values.app_role_id`,
    appRoles['RoleManagement.ReadWrite.Directory'],
    byObjectId,
  ),
  caseOf(
    'CON002',
    'everything instead of what it owns',
    'azuread_application.invoicing/Application.ReadWrite.All',
    graphId,
    appRoles['Application.ReadWrite.All'],
    withGraph,
  ),
  caseOf('CON002', 'every site', 'azuread_application.invoicing/Sites.Read.All', graphId, appRoles['Sites.Read.All'], withGraph),
  caseOf(
    'CON003',
    'a permission of a gateway that only verifies',
    'azuread_application.portal/User.Read.All',
    `plan.${PORTAL_AT}.required_resource_access`,
    [ofGraph(appRoles['User.Read.All'])],
    ownApplication,
  ),
  caseOf(
    'CON003',
    'a write of a gateway that signs people in',
    'azuread_application.portal/Group.Create',
    `plan.${PORTAL_AT}.required_resource_access.0.resource_access.0.id`,
    appRoles['Group.Create'],
    signsIn,
  ),
  caseOf(
    'CON004',
    'asked for and not granted',
    'azuread_application.invoicing/azuread_application.orders/Orders.Read.All',
    `plan.${RESOURCES}.4`,
    undefined,
  ),
  caseOf(
    'CON004',
    'granted and not asked for',
    'azuread_application.invoicing/azuread_application.orders/Orders.Read.All',
    `${asked}.0`,
    undefined,
  ),
  caseOf(
    'CON006',
    'a role for which a client is pre-authorized',
    'azuread_application.portal/azuread_application.orders/Orders.Approve',
    `plan.${RESOURCES}.6.values.permission_ids.0`,
    APPROVE,
    preAuthorized,
  ),
];
