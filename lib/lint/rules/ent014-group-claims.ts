import { defineRule, listed } from '../rule';

export const ent014 = defineRule({
  id: 'ENT014',
  severity: 'warning',
  title: 'Tokens carry no groups but those assigned to the application',
  cause: 'Above 200 groups the claim is left out, and whoever compares it refuses exactly the people with the most groups.',
  fix: 'use app roles; or set `group_membership_claims` to ApplicationGroup alone',
  source: 'https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference#groups-overage-claim',
  needs: ['directory'],
  *check(view) {
    for (const application of view.directory.applications) {
      const wide = application.groupClaims.filter((one) => one !== 'ApplicationGroup' && one !== 'None');
      if (wide.length === 0) continue;
      const place = view.placeOf(application.place, 'group_membership_claims');
      yield {
        subject: view.subjectOf(application),
        message: `tokens carry ${wide.join(', ')}`,
        place,
        disagree: [
          { what: 'groups in tokens', value: listed(application.groupClaims), where: `${place.address ?? ''} group_membership_claims` },
          { what: 'groups that fit', value: 'ApplicationGroup', where: 'ENT014' },
        ],
      };
    }
  },
});
