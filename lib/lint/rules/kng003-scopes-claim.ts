import { defineRule, KONG_FACTS } from '../rule';
import { texts } from '../view/guards';
import { ofGuards } from './guard-rule';

export const kng003 = defineRule({
  id: 'KNG003',
  severity: 'error',
  title: 'Scopes are looked for where Entra writes them',
  cause: 'Kong reads the claim `scope` by default; Entra writes `scp`. Every call is refused.',
  fix: 'set `scopes_claim` to [scp]',
  source: KONG_FACTS,
  needs: ['gateway'],
  check: ofGuards(({ plugin, issuer, scopes, config }) =>
    plugin === 'oidc' || issuer === undefined || scopes.length === 0 || texts(config['scopes_claim']).join() === 'scp'
      ? undefined
      : { field: 'scopes_claim', message: 'scopes are required and looked for in another claim than scp', wanted: '["scp"]' },
  ),
});
