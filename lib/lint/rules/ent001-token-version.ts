import { defineRule } from '../rule';

export const ent001 = defineRule({
  id: 'ENT001',
  severity: 'error',
  title: 'An API asks for access tokens of version 2',
  cause: 'Nothing said means version 1, whose issuer and audience are others: a gateway that expects version 2 answers 401 to every token.',
  fix: 'set `api.requested_access_token_version` to 2',
  source: 'https://learn.microsoft.com/entra/identity-platform/access-tokens#token-formats',
  needs: ['directory'],
  *check(view) {
    for (const application of view.directory.applications) {
      if (!view.isApi(application) || application.tokenVersion === 2) continue;
      const place = view.placeOf(application.place, 'api.requested_access_token_version');
      yield {
        subject: view.subjectOf(application),
        message: `the API asks for access tokens of version ${application.tokenVersion}`,
        place,
        disagree: [
          {
            what: 'version of access tokens',
            value: String(application.tokenVersion),
            where: `${place.address ?? ''} api.requested_access_token_version`,
          },
          { what: 'version a gateway verifies', value: '2', where: 'ENT001' },
        ],
      };
    }
  },
});
