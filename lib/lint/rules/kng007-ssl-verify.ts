import { defineRule, KONG_FACTS } from '../rule';
import { ofGuards } from './guard-rule';

export const kng007 = defineRule({
  id: 'KNG007',
  severity: 'error',
  title: 'The issuer’s certificate is verified, and that is written',
  cause: 'The default is off until 3.13 and on from 3.14: whoever stands between gateway and issuer otherwise serves keys of his own.',
  fix: 'write `ssl_verify: true` (`yes` for oidc)',
  source: KONG_FACTS,
  needs: ['gateway'],
  check: ofGuards(({ plugin, config }) => {
    const wanted = plugin === 'oidc' ? 'yes' : true;
    return config['ssl_verify'] === wanted
      ? undefined
      : { field: 'ssl_verify', message: 'that the issuer’s certificate is verified is not written', wanted: String(wanted) };
  }),
});
