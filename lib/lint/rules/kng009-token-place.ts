import { defineRule, KONG_FACTS } from '../rule';
import { texts } from '../view/guards';
import { ofGuards } from './guard-rule';

export const kng009 = defineRule({
  id: 'KNG009',
  severity: 'warning',
  title: 'Tokens are taken from the header alone',
  cause: 'Tokens in addresses and bodies land in logs, histories and referrers.',
  fix: 'set `bearer_token_param_type` to [header]',
  source: KONG_FACTS,
  needs: ['gateway'],
  check: ofGuards(({ plugin, config }) =>
    plugin === 'oidc' || texts(config['bearer_token_param_type']).join() === 'header'
      ? undefined
      : { field: 'bearer_token_param_type', message: 'tokens are taken from other places than the header', wanted: '["header"]' },
  ),
});
