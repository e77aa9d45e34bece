import { defineRule, MICROSOFT_ADVICE } from '../rule';

export const ent003 = defineRule({
  id: 'ENT003',
  severity: 'error',
  title: 'The implicit grant is off',
  cause: 'It hands tokens to the browser in the address, where histories, logs and scripts of others find them.',
  fix: 'turn it off under `web.implicit_grant`, and use the authorization code flow with PKCE',
  source: MICROSOFT_ADVICE,
  needs: ['directory'],
  *check(view) {
    for (const application of view.directory.applications) {
      const { issuesImplicitAccessTokens: access, issuesImplicitIdTokens: id } = application;
      if (!access && !id) continue;
      const kinds = [...(access ? ['access tokens'] : []), ...(id ? ['ID tokens'] : [])].join(' and ');
      yield {
        subject: view.subjectOf(application),
        message: `the implicit grant issues ${kinds}`,
        place: view.placeOf(application.place, 'web.implicit_grant'),
      };
    }
  },
});
