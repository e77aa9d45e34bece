import type { Problem } from '../../errors';
import { clientIdMarker, type EnvironmentModel } from '../../model';
import { discoveryOf } from '../endpoints';
import type { KongValue } from '../template';
import type { Dialect, DoorContext } from './dialect';
import { CLAIMS } from './openid-connect';

/** The plugin forgives this much clock skew and cannot be told otherwise. */
const LEEWAY_SECONDS = 120;

/** The plugin's schema wants both, though nothing here signs in with them. */
const FILLER = { client_id: 'unused-by-bearer-verification', client_secret: 'not-a-secret-unused-by-bearer-verification' };

/**
 * The community plugin `oidc` (kong-oidc 1.4) with the bundled `acl`, for open-source Kong.
 *
 * @see https://github.com/revomatico/kong-oidc
 */
export const oidc: Dialect = {
  defaults: (environment) => ({ oidc: common(environment), acl: { always_use_authenticated_groups: true, hide_groups_header: true } }),
  apiDefaults: (api) => ({ oidc: { bearer_jwt_auth_allowed_auds: [clientIdMarker(api.key)] } }),
  plugins: (context) => ({ oidc: ofDoor(context), acl: { allow: context.door.roles.flat() } }),
  refusals,
  losses: [
    `clock skew of ${LEEWAY_SECONDS} seconds is forgiven, whatever the token policy says`,
    'signing keys are cached by the plugin as it sees fit, whatever the token policy says',
    'scopes cannot be checked, several roles cannot be required at once, and only one tenant can be served; such routes are refused',
    'rate limits count per client only for applications',
  ],
  ownHeaders: ['x-userinfo', 'x-id-token', 'authcode', 'oidcsession', 'oidcsessiontest'],
};

function common(environment: EnvironmentModel): { readonly [field: string]: KongValue } {
  return {
    ...FILLER,
    discovery: discoveryOf(environment),
    bearer_jwt_auth_enable: 'yes',
    bearer_jwt_auth_signing_algs: ['RS256'],
    // Without it a refused token would fall through to a browser's sign-in.
    unauth_action: 'deny',
    bearer_only: 'yes',
    use_jwks: 'no',
    validate_scope: 'no',
    ssl_verify: 'yes',
    skip_already_auth_requests: 'no',
    groups_claim: 'roles',
    // Paths nobody asks for, so that no request is taken for the answer of a sign-in or for a sign-out.
    redirect_uri: 'https://unused.invalid/.unused/sign-in',
    logout_path: '/.unused/sign-out',
    redirect_after_logout_uri: '/.unused/signed-out',
    revoke_tokens_on_logout: 'no',
    disable_userinfo_header: 'yes',
    disable_id_token_header: 'yes',
    disable_access_token_header: 'yes',
  };
}

function ofDoor({ route }: DoorContext): { readonly [field: string]: KongValue } {
  const pairs = Object.entries(route.forward.headers);
  return pairs.length === 0
    ? {}
    : { header_names: pairs.map(([header]) => header), header_claims: pairs.map(([, claim]) => CLAIMS[claim]) };
}

function refusals({ route, api, door }: DoorContext): readonly Problem[] {
  const where = `routes ${route.api}.${route.key}`;
  const refuse = (what: string, fix: string): Problem => ({ where, what: `the dialect oidc ${what}`, fix, code: 'DIALECT_CANNOT' });
  return [
    ...(door.scopes.length > 0
      ? [
          refuse(
            "cannot check scopes: it reads another claim than Entra's",
            'require a role for people instead, or use the dialect openid-connect',
          ),
        ]
      : []),
    ...(door.roles.some((term) => term.length > 1)
      ? [
          refuse(
            'cannot require several roles at once: acl takes any of them',
            'declare one role that means both, or use the dialect openid-connect',
          ),
        ]
      : []),
    ...(api.tenants.some((tenant) => tenant !== 'home')
      ? [refuse('accepts the tokens of one tenant only', 'serve the other tenants from an environment with the dialect openid-connect')]
      : []),
    ...(Object.values(route.forward.headers).includes('roles')
      ? [refuse('cannot write a list of roles into a header', 'leave the roles out of `forward.headers`')]
      : []),
    ...(route.rateLimit !== undefined && door.kind !== 'applications' && !onlyApplications(door, api)
      ? [
          refuse(
            "cannot count people's calls per client: it names the credential after the person",
            'limit routes of applications only, or use the dialect openid-connect',
          ),
        ]
      : []),
  ];
}

function onlyApplications(door: DoorContext['door'], api: DoorContext['api']): boolean {
  return (
    door.roles.length > 0 &&
    door.roles.every((term) => term.some((value) => api.roles.some((role) => role.value === value && role.for === 'applications')))
  );
}
