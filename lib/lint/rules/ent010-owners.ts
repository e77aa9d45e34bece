import { defineRule, MICROSOFT_ADVICE, listed } from '../rule';

export const ent010 = defineRule({
  id: 'ENT010',
  severity: 'warning',
  title: 'A registration has owners enough, and not the pipeline alone',
  cause: 'With one owner, or none but the pipeline, nobody can act when that one is gone or locked out.',
  fix: 'name at least two owners, one of them a person, and those whom the organisation requires',
  source: MICROSOFT_ADVICE,
  needs: ['directory'],
  *check(view) {
    const { minOwners, requiredOwners } = view.standards;
    const pipeline = view.input.definition?.environment.deployers ?? [];
    for (const application of view.directory.applications) {
      const owners = [...new Set(application.owners)];
      const missing = requiredOwners.filter((one) => !owners.some((owner) => owner.toLowerCase() === one.toLowerCase()));
      const isPipelineAlone = owners.length > 0 && owners.every((owner) => pipeline.includes(owner));
      if (owners.length >= minOwners && missing.length === 0 && !isPipelineAlone) continue;
      const place = view.placeOf(application.place, 'owners');
      const wrong =
        owners.length < minOwners
          ? `it has ${owners.length} of ${minOwners} owners`
          : missing.length > 0
            ? `it lacks the owner ${missing.join(', ')}`
            : 'only the pipeline owns it';
      yield {
        subject: view.subjectOf(application),
        message: wrong,
        place,
        ...(missing.length > 0 && { severity: 'error' }),
        disagree: [
          { what: 'owners', value: listed(owners), where: `${place.address ?? ''} owners` },
          {
            what: 'owners wanted',
            value: `${minOwners} at least${missing.length > 0 ? `, among them ${missing.join(', ')}` : ''}`,
            where: 'minOwners, requiredOwners',
          },
        ],
      };
    }
  },
});
