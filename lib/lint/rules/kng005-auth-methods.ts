import { defineRule, KONG_FACTS } from '../rule';
import { texts } from '../view/guards';
import { ofGuards } from './guard-rule';

/** Methods that are no matter of taste, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  password: 'takes people’s passwords',
  client_credentials: 'takes client ids and secrets of callers and fetches tokens for them',
};

export const kng005 = defineRule({
  id: 'KNG005',
  severity: 'error',
  title: 'The ways to authenticate are listed, and none takes passwords',
  cause: 'Nine ways are on by default, passwords and the browser’s sign-in among them.',
  fix: 'set `auth_methods` to [bearer] for an API, to [authorization_code, session] for a website',
  source: KONG_FACTS,
  needs: ['gateway'],
  check: ofGuards(({ plugin, config }) => {
    if (plugin === 'oidc') return undefined;
    const methods = texts(config['auth_methods']);
    const refused = methods.find((method) => Object.hasOwn(REFUSED, method));
    if (methods.length > 0 && refused === undefined) return undefined;
    const message = refused === undefined ? 'all nine ways to authenticate are on' : `the way ${refused} ${REFUSED[refused] ?? ''}`;
    return { field: 'auth_methods', message, wanted: '["bearer"]' };
  }),
});
