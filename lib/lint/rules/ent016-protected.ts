import { defineRule, ENTRA_FACTS } from '../rule';

export const ent016 = defineRule({
  id: 'ENT016',
  severity: 'warning',
  title: 'A registration cannot be destroyed or replaced by an apply',
  cause: 'A new registration has a new client id: every client and every route breaks, and consents are gone.',
  fix: 'set `lifecycle.prevent_destroy`; in a definition, `protected: true` of the environment',
  source: ENTRA_FACTS,
  needs: ['directory', 'lifecycle'],
  *check(view) {
    // An environment that is not protected says so.
    if (view.input.definition?.environment.protected === false) return;
    for (const application of view.directory.applications) {
      if (application.preventsDestroy) continue;
      yield {
        subject: view.subjectOf(application),
        message: 'an apply can destroy or replace it',
        place: view.placeOf(application.place, 'lifecycle.prevent_destroy'),
      };
    }
  },
});
