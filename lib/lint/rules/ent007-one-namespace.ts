import { defineRule, ENTRA_FACTS } from '../rule';

export const ent007 = defineRule({
  id: 'ENT007',
  severity: 'error',
  title: 'Roles and scopes of an application share no value and no id',
  cause: 'They have one namespace: Microsoft Graph refuses the application, or a later removal fails half way.',
  fix: 'give each role and scope a value and an id of its own, such as Orders.Read.All for applications and Orders.Read for people',
  source: ENTRA_FACTS,
  needs: ['directory'],
  *check(view) {
    for (const application of view.directory.applications) {
      const all = [
        ...application.roles.map((one) => ({ ...one, kind: 'role' })),
        ...application.scopes.map((one) => ({ ...one, kind: 'scope' })),
      ].filter(({ value }) => value !== '');
      for (const field of ['value', 'id'] as const) {
        const seen = new Map<string, (typeof all)[number]>();
        for (const one of all) {
          const text = one[field];
          const first = seen.get(text);
          if (first === undefined) {
            // References to what is known after apply alone are not compared.
            if (text !== '' && !text.startsWith('${')) seen.set(text, one);
            continue;
          }
          yield {
            subject: `${view.subjectOf(application)}/${one.value}`,
            message: `the ${one.kind} ${JSON.stringify(one.value)} has the ${field} of the ${first.kind} ${JSON.stringify(first.value)}`,
            place: view.placeOf(one.place),
            disagree: [
              { what: `${field} of the ${first.kind}`, value: first[field], where: first.place.resource.address },
              { what: `${field} of the ${one.kind}`, value: text, where: one.place.resource.address },
            ],
          };
        }
      }
    }
  },
});
