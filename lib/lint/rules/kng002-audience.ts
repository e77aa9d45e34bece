import { defineRule, KONG_FACTS } from '../rule';
import { ofGuards } from './guard-rule';

export const kng002 = defineRule({
  id: 'KNG002',
  severity: 'error',
  title: 'A guard accepts tokens for its own API alone',
  cause: 'Every API of the tenant has tokens of the same issuer. Without an audience a token for any of them is taken.',
  fix: 'set `audience_required` to the client id of the API (`bearer_jwt_auth_allowed_auds` of oidc)',
  source: KONG_FACTS,
  needs: ['gateway'],
  check: ofGuards(({ plugin, audiences }) =>
    audiences.length > 0
      ? undefined
      : {
          field: plugin === 'oidc' ? 'bearer_jwt_auth_allowed_auds' : 'audience_required',
          message: 'tokens for any API are accepted',
          wanted: 'the client id of the API',
        },
  ),
});
