import { defineRule, MICROSOFT_ADVICE } from '../rule';
import { isGiven, texts } from '../view/guards';
import { onTargets } from './guard-rule';

export const crd001 = defineRule({
  id: 'CRD001',
  severity: 'error',
  title: 'Where the gateway only verifies tokens, there is no client secret',
  cause: 'A secret that nothing uses can only be stolen.',
  fix: 'remove the secret, here and on the gateway',
  source: MICROSOFT_ADVICE,
  needs: ['gateway'],
  *check(view) {
    for (const guard of view.guards) {
      if (guard.plugin !== 'openid-connect' || texts(guard.config['auth_methods']).join() !== 'bearer') continue;
      const field = ['client_secret', 'client_jwk'].find((name) => isGiven(guard.config[name]) && texts(guard.config[name]).length !== 0);
      if (field === undefined) continue;
      yield* onTargets(guard, field, ({ subject, place }) => ({
        subject,
        message: `the gateway only verifies tokens, and has a ${field}`,
        place,
      }));
    }
    for (const application of view.directory.applications) {
      const guards = view.guardsOf(application);
      const secret = application.credentials.find(({ kind }) => kind === 'secret');
      // An API that calls others proves itself somehow.
      if (secret === undefined || guards.length === 0 || application.requests.length > 0) continue;
      if (!guards.every(({ plugin, config }) => plugin === 'oidc' || texts(config['auth_methods']).join() === 'bearer')) continue;
      yield {
        subject: view.subjectOf(application),
        message: 'the gateway only verifies tokens for it, it asks for nothing, and it has a client secret',
        place: view.placeOf(secret.place),
      };
    }
  },
});
