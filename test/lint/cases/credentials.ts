import { guid } from '../../support/organisation';
import { changed, CLEAN, INVOICING, LIST_CONFIG, ORDERS, resource, RESOURCES, type ForeignCase, type Json } from '../foreign-case';
import { caseOf, type RuleCase } from './case';

/** With one more resource, and its values. */
function plus(type: string, values: Json): ForeignCase {
  return changed(CLEAN, `plan.${RESOURCES}.+`, resource(type, 'own', values));
}

const of = (clientId: string): string => `/applications/8${clientId.slice(1)}`;
const VALUES = `plan.${RESOURCES}.6.values`;

const secret = plus('azuread_application_password', {
  application_id: of(INVOICING),
  display_name: 'batch',
  start_date: '2026-01-01T00:00:00Z',
  end_date: '2026-06-30T00:00:00Z',
});
const certificate = plus('azuread_application_certificate', {
  application_id: of(INVOICING),
  start_date: '2026-01-01T00:00:00Z',
  end_date: '2026-12-31T00:00:00Z',
});
const federated = plus('azuread_application_federated_identity_credential', {
  application_id: of(INVOICING),
  display_name: 'pipeline',
  audiences: ['api://AzureADTokenExchange'],
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'repo:contoso/orders:environment:prod',
});
const flexible = plus('azuread_application_flexible_federated_identity_credential', {
  application_id: of(INVOICING),
  display_name: 'pipeline',
  audience: 'api://AzureADTokenExchange',
  issuer: 'https://token.actions.githubusercontent.com',
  claims_matching_expression: "claims['sub'] matches 'repo:contoso/orders:ref:refs/heads/*'",
});

const rotated: ForeignCase = {
  stack: {
    resource: {
      azuread_application: { batch: { display_name: 'batch', owners: [guid(1), guid(2)] } },
      azuread_application_password: {
        batch: {
          application_id: '${azuread_application.batch.id}',
          display_name: 'batch',
          end_date_relative: '2400h',
          rotate_when_changed: { rotation: '${time_rotating.batch.id}' },
          lifecycle: { create_before_destroy: true },
        },
      },
    },
  },
};
const PASSWORD = 'stack.resource.azuread_application_password.batch';

const replaced = changed(secret, 'plan.resource_changes', [
  {
    address: 'azuread_application_password.own',
    mode: 'managed',
    type: 'azuread_application_password',
    name: 'own',
    change: { actions: ['create', 'delete'] },
  },
]);
const vault = changed(CLEAN, `kong.${LIST_CONFIG}.session_secret`, '{vault://env/session-secret}');

export const CREDENTIALS: readonly RuleCase[] = [
  caseOf('CRD001', 'a secret on the gateway', 'list', `kong.${LIST_CONFIG}.client_secret`, ['{vault://env/secret}']),
  caseOf(
    'CRD001',
    'a secret of an API that only receives tokens',
    'azuread_application.orders',
    `${VALUES}.application_id`,
    of(ORDERS),
    secret,
  ),
  caseOf(
    'CRD003',
    'a secret that lives too long',
    'azuread_application.invoicing/batch',
    `${VALUES}.end_date`,
    '2026-07-01T00:00:00Z',
    secret,
  ),
  caseOf('CRD003', 'a secret without an end', 'azuread_application.invoicing/batch', `${VALUES}.end_date`, undefined, secret),
  caseOf(
    'CRD003',
    'a certificate that lives too long',
    'azuread_application.invoicing/azuread_application_certificate.own',
    `${VALUES}.end_date`,
    '2027-01-02T00:00:00Z',
    certificate,
  ),
  caseOf('CRD003', 'a stricter organisation', 'azuread_application.invoicing/batch', 'organisation.secretLifetimeDays', 90, {
    ...secret,
    organisation: { secretLifetimeDays: 180 },
  }),
  caseOf('CRD003', 'a relative end', 'azuread_application.batch/batch', `${PASSWORD}.end_date_relative`, '4800h', rotated),
  caseOf(
    'CRD004',
    'destroyed before its successor is made',
    'azuread_application.batch/batch',
    `${PASSWORD}.lifecycle.create_before_destroy`,
    false,
    rotated,
  ),
  caseOf(
    'CRD004',
    'a plan that deletes first',
    'azuread_application.invoicing/batch',
    'plan.resource_changes.0.change.actions',
    ['delete', 'create'],
    replaced,
  ),
  caseOf(
    'CRD005',
    'a secret in clear',
    'route list/openid-connect/session_secret',
    `kong.${LIST_CONFIG}.session_secret`,
    'correct horse battery staple',
    vault,
  ),
  ...[
    ['a wildcard', 'repo:contoso/*:environment:prod'],
    ['pull requests', 'repo:contoso/orders:pull_request'],
  ].map(([about = '', subject = '']) =>
    caseOf('CRD006', about, 'azuread_application.invoicing/pipeline', `${VALUES}.subject`, subject, federated),
  ),
  caseOf(
    'CRD006',
    'another audience',
    'azuread_application.invoicing/pipeline',
    `${VALUES}.audiences.0`,
    'https://contoso.example',
    federated,
  ),
  caseOf(
    'CRD006',
    'any repository by expression',
    'azuread_application.invoicing/pipeline',
    `${VALUES}.claims_matching_expression`,
    "claims['sub'] matches 'repo:contoso/*'",
    flexible,
  ),
];
