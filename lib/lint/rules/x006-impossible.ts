import { type Application } from '../../terraform';
import { defineRule } from '../rule';
import { type RuleFinding } from '../types';
import { type Guard } from '../view/guards';
import { onTargets } from './guard-rule';

export const x006 = defineRule({
  id: 'X006',
  severity: 'error',
  title: 'What a route requires together can be in one token',
  cause:
    'An application’s own token has roles and no scopes; a person’s has scopes and roles for people. What mixes them is met by no token.',
  fix: 'split the route by kind of caller, or require roles for people beside scopes',
  source: 'docs/entra.md, "Tokens"',
  needs: ['directory', 'gateway'],
  *check(view) {
    for (const guard of view.guards) {
      const applications = [...new Set(guard.audiences.flatMap(({ application }) => application ?? []))];
      if (applications.length === 1) for (const one of applications) yield* impossible(guard, one);
    }
  },
});

function* impossible(guard: Guard, application: Application): Iterable<RuleFinding> {
  const types = new Map(application.roles.map((role) => [role.value, role.memberTypes]));
  for (const term of guard.roles) {
    const alone = (kind: string): string | undefined => term.find((value) => types.get(value)?.join() === kind);
    const ofApplications = alone('Application');
    if (ofApplications === undefined) continue;
    const ofPeople = alone('User');
    const other = ofPeople === undefined ? guard.scopes[0]?.join(' ') : ofPeople;
    if (other === undefined) continue;
    yield* onTargets(guard, 'roles_required', ({ subject, place, where }) => ({
      subject: `${subject}/${term.join(' ')}`,
      message: `the role ${JSON.stringify(ofApplications)} is for applications alone, and ${ofPeople === undefined ? 'the scope' : 'the role'} ${JSON.stringify(other)} for people alone`,
      place,
      disagree: [
        { what: 'role for applications', value: ofApplications, where: application.place.resource.address },
        {
          what: ofPeople === undefined ? 'scopes required beside it' : 'role for people',
          value: other,
          where,
        },
      ],
    }));
  }
}
