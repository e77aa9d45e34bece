import { defineRule, KONG_FACTS } from '../rule';
import { type Guard } from '../view/guards';
import { ofGuards } from './guard-rule';

export const kng004 = defineRule({
  id: 'KNG004',
  severity: 'error',
  title: 'A route says which role or scope it takes',
  cause:
    'Whoever gets a token for the API gets in: without required assignment that is every application of the tenant, and everybody in it.',
  fix: 'set `roles_required` or `scopes_required` (`acl` beside oidc); where anybody with a token may enter, accept it with a waiver',
  source: KONG_FACTS,
  needs: ['gateway'],
  check: ofGuards((guard) =>
    guard.roles.length + guard.scopes.length + guard.groups.length > 0 ||
    !guard.routes.some(({ isReachable }) => isReachable) ||
    isFurther(guard)
      ? undefined
      : {
          field: guard.plugin === 'oidc' ? 'groups_claim' : 'roles_required',
          message: guard.plugin === 'oidc' ? 'no role is required by acl' : 'neither a role nor a scope is required',
          wanted: 'a role or a scope',
        },
  ),
});

/** True where another plugin decides by claims or groups. */
function isFurther({ plugin, config, routes }: Guard): boolean {
  return (
    plugin === 'openid-connect' &&
    config['authenticated_groups_claim'] !== undefined &&
    routes.every(({ route }) => route.plugins.some(({ name }) => name === 'acl'))
  );
}
