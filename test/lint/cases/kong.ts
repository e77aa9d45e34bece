import { guid } from '../../support/organisation';
import { APPROVE_CONFIG, changed, KONG, LIST_AT, LIST_CONFIG, ORDERS, TENANT, type ForeignCase } from '../foreign-case';
import { caseOf, type RuleCase } from './case';

const only: ForeignCase = { kong: KONG };
const config = `kong.${LIST_CONFIG}`;
const withVersion: ForeignCase = { ...only, version: '3.14' };

/** An open route that matches less than the guarded one does. */
const beside = changed(only, 'kong.services.0.routes.+', {
  name: 'open',
  hosts: ['api.contoso.example'],
  paths: ['/public'],
  methods: ['GET'],
  protocols: ['https'],
});

/** The community plugin of open-source Kong. */
const oidc = changed(only, `kong.${LIST_AT}.plugins`, [
  {
    name: 'oidc',
    config: {
      client_id: 'unused',
      client_secret: '{vault://env/unused}',
      discovery: `https://login.microsoftonline.com/${TENANT}/v2.0/.well-known/openid-configuration`,
      bearer_jwt_auth_enable: 'yes',
      bearer_jwt_auth_allowed_auds: [ORDERS],
      unauth_action: 'deny',
      ssl_verify: 'yes',
      groups_claim: 'roles',
    },
  },
  { name: 'acl', config: { allow: ['Orders.Read.All'] } },
]);
const oidcConfig = `kong.${LIST_CONFIG}`;

export const GATEWAYS: readonly RuleCase[] = [
  caseOf('KNG001', 'no plugin', 'list', `kong.${LIST_AT}.plugins.0`, undefined, only),
  caseOf('KNG001', 'a plugin that is off', 'list', `kong.${LIST_AT}.plugins.0.enabled`, false, only),
  caseOf('KNG001', 'a plugin for some protocols', 'list', `kong.${LIST_AT}.plugins.0.protocols`, ['http'], only),
  caseOf('KNG002', 'no audience', 'list', `${config}.audience_required`, undefined, only),
  caseOf('KNG002', 'no audience of oidc', 'list', `${oidcConfig}.bearer_jwt_auth_allowed_auds.0`, undefined, oidc),
  caseOf('KNG003', 'the default claim', 'approve', `kong.${APPROVE_CONFIG}.scopes_claim`, undefined, only),
  caseOf('KNG003', 'another claim', 'approve', `kong.${APPROVE_CONFIG}.scopes_claim.0`, 'scope', only),
  caseOf('KNG004', 'no role', 'list', `${config}.roles_required`, undefined, only),
  caseOf('KNG004', 'no acl beside oidc', 'list', `kong.${LIST_AT}.plugins.1`, undefined, oidc),
  caseOf('KNG005', 'the default ways', 'list', `${config}.auth_methods`, undefined, only),
  caseOf('KNG005', 'passwords', 'list', `${config}.auth_methods.+`, 'password', only),
  caseOf('KNG005', 'secrets of callers', 'list', `${config}.auth_methods.+`, 'client_credentials', only),
  caseOf('KNG006', 'claims not verified', 'list', `${config}.verify_claims`, false, only),
  caseOf('KNG006', 'signatures not verified', 'list', `${config}.verify_signature`, false, only),
  caseOf(
    'KNG006',
    'nonce not verified',
    'list',
    `${config}.verify_nonce`,
    false,
    changed(only, `${config}.auth_methods`, ['authorization_code', 'session']),
  ),
  caseOf('KNG006', 'bearer tokens not verified by oidc', 'list', `${oidcConfig}.bearer_jwt_auth_enable`, 'no', oidc),
  caseOf('KNG007', 'not written', 'list', `${config}.ssl_verify`, undefined, only),
  caseOf('KNG007', 'off', 'list', `${config}.ssl_verify`, false, only),
  caseOf('KNG009', 'the default places', 'list', `${config}.bearer_token_param_type`, undefined, only),
  caseOf('KNG009', 'the query', 'list', `${config}.bearer_token_param_type.+`, 'query', only),
  ...['common', 'organizations', 'contoso.onmicrosoft.com'].map((tenant) =>
    caseOf(
      'KNG010',
      tenant,
      'list',
      `${config}.issuer`,
      `https://login.microsoftonline.com/${tenant}/v2.0`,
      changed(only, `${config}.issuers_allowed`, undefined),
    ),
  ),
  caseOf('KNG011', 'no leeway', 'list', `${config}.leeway`, 0, only),
  caseOf('KNG011', 'too much leeway', 'list', `${config}.leeway`, 301, only),
  caseOf('KNG011', 'more than the organisation allows', ['approve', 'list'], 'organisation.leewaySeconds', 30, {
    ...only,
    organisation: { leewaySeconds: 60 },
  }),
  caseOf('KNG014', 'an anonymous consumer', 'list', `${config}.anonymous`, guid(5), only),
  caseOf('KNG015', 'a comma', 'list', `${config}.roles_required.0`, 'Orders.Read.All,Orders.Approve', only),
  caseOf('KNG015', 'one alternative within another', 'list', `${config}.roles_required.+`, 'Orders.Read.All Orders.Approve', only),
  caseOf('KNG017', 'plain http', 'list', `kong.${LIST_AT}.protocols.+`, 'http', only),
  caseOf('KNG017', 'protocols by default', 'list', `kong.${LIST_AT}.protocols`, undefined, only),
  caseOf('KNG017', 'an open route that takes requests', 'open/list', 'kong.services.0.routes.2.paths.0', '~/ord', beside),
  caseOf('KNG020', 'a field that came later', 'list', `${config}.bearer_token_header_name`, 'authorization', withVersion),
  caseOf(
    'KNG020',
    'an older gateway',
    'list',
    'version',
    '3.10',
    changed(withVersion, `${config}.upstream_headers`, [{ header: 'X-Client-Id', path: ['azp'] }]),
  ),
  caseOf('KNG020', 'a former name', 'list', `${config}.consumer_claim`, ['azp'], withVersion),
  caseOf('KNG020', 'a misspelt field', 'list', `${config}.audience_requried`, [ORDERS], withVersion),
  caseOf('ORG001', 'a host of others', 'list', `kong.${LIST_AT}.hosts.0`, 'api.evil.example', {
    ...only,
    organisation: { allowedHosts: ['*.contoso.example'] },
  }),
  caseOf('ORG001', 'any host', 'list', `kong.${LIST_AT}.hosts`, undefined, {
    ...only,
    organisation: { allowedHosts: ['api.contoso.example'] },
  }),
];
