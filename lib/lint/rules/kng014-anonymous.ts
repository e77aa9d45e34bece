import { defineRule } from '../rule';
import { isGiven } from '../view/guards';
import { shownValue } from './guard-rule';

export const kng014 = defineRule({
  id: 'KNG014',
  severity: 'error',
  title: 'Who fails to authenticate does not enter as somebody else',
  cause: 'With `anonymous` set, a call without a valid token goes on as that consumer.',
  fix: 'remove `anonymous`; let a route of its own be public',
  source: 'https://developer.konghq.com/gateway/authentication/#anonymous-access',
  needs: ['gateway'],
  *check(view) {
    for (const { subject, place, authentication, route, isReachable } of view.routes) {
      if (authentication === undefined || !isReachable) continue;
      const open = route.plugins.find(({ config }) => isGiven(config['anonymous']) && config['anonymous'] !== '');
      if (open === undefined) continue;
      yield {
        subject,
        message: `who fails to authenticate goes on as the anonymous consumer of ${open.name}`,
        place: { ...place, field: `${open.name}.anonymous` },
        disagree: [
          { what: 'anonymous', value: shownValue(open.config['anonymous']), where: place.entity ?? subject },
          { what: 'authentication', value: authentication.name, where: place.entity ?? subject },
        ],
      };
    }
  },
});
