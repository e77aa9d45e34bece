import { defineRule, KONG_FACTS } from '../rule';
import { texts } from '../view/guards';
import { ofGuards } from './guard-rule';

export const kng006 = defineRule({
  id: 'KNG006',
  severity: 'error',
  title: 'Tokens are verified',
  cause: 'With a check off, a token that anybody made or that has expired lets in.',
  fix: 'set `verify_signature`, `verify_claims` and `verify_nonce` to true',
  source: KONG_FACTS,
  needs: ['gateway'],
  check: ofGuards(({ plugin, config }) => {
    if (plugin === 'oidc')
      return config['bearer_jwt_auth_enable'] === 'yes'
        ? undefined
        : { field: 'bearer_jwt_auth_enable', message: 'bearer tokens are not verified against the issuer’s keys', wanted: 'yes' };
    const methods = texts(config['auth_methods']);
    const signsIn = methods.length === 0 || methods.includes('authorization_code');
    const off = ['verify_signature', 'verify_claims', ...(signsIn ? ['verify_nonce'] : [])].find((field) => config[field] === false);
    return off === undefined ? undefined : { field: off, message: `${off} is off`, wanted: 'true' };
  }),
});
