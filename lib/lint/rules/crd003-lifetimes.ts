import { type Credential } from '../../terraform';
import { type Standards } from '../organisation';
import { defineRule, MICROSOFT_ADVICE } from '../rule';

export const crd003 = defineRule({
  id: 'CRD003',
  severity: 'error',
  title: 'Secrets and certificates end in time',
  cause: 'What leaks stays valid as long as it lasts; without an end Entra gives a secret two years.',
  fix: 'state an end within the organisation’s lifetime, and rotate before it',
  source: MICROSOFT_ADVICE,
  needs: ['directory'],
  *check(view) {
    for (const application of view.directory.applications) {
      for (const credential of application.credentials) {
        if (credential.kind === 'federated') continue;
        const limit = limitOf(credential, view.standards);
        const days = daysOf(credential, view.today);
        if (days === 'unknown' || days <= limit.days) continue;
        const place = view.placeOf(credential.place);
        yield {
          subject: `${view.subjectOf(application)}/${credential.displayName || credential.place.resource.address}`,
          message: days === Infinity ? `the ${credential.kind} has no end` : `the ${credential.kind} lives ${Math.ceil(days)} days`,
          place,
          disagree: [
            { what: 'lifetime', value: days === Infinity ? 'no end' : `${Math.ceil(days)} days`, where: place.address ?? '' },
            { what: 'longest lifetime', value: `${limit.days} days`, where: limit.where },
          ],
        };
      }
    }
  },
});

function limitOf({ kind }: Credential, standards: Standards): { readonly days: number; readonly where: string } {
  return kind === 'secret'
    ? { days: standards.secretLifetimeDays, where: 'secretLifetimeDays' }
    : { days: standards.certificateLifetimeDays, where: 'certificateLifetimeDays' };
}

const DAY = 86_400_000;

/** Days a credential lives, at least; unknown where the file does not say, endless where there is no end. */
function daysOf({ kind, startsAt, endsAt, relativeEnd, place }: Credential, today: string | undefined): number | 'unknown' {
  if (relativeEnd !== undefined) return hoursOf(relativeEnd);
  if (endsAt === undefined) {
    // A certificate ends by itself; what is known after apply alone is not judged.
    const isLate = ['end_date', 'end_date_relative'].some((field) => place.resource.unknown.includes(field));
    return kind === 'certificate' || isLate ? 'unknown' : Infinity;
  }
  const end = Date.parse(endsAt);
  const start = Date.parse(startsAt ?? today ?? '');
  return Number.isNaN(end) || Number.isNaN(start) ? 'unknown' : (end - start) / DAY;
}

function hoursOf(relative: string): number | 'unknown' {
  const parts = [...relative.matchAll(/(\d+(?:\.\d+)?)([hms])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== relative) return 'unknown';
  const hours = { h: 1, m: 1 / 60, s: 1 / 3600 } as const;
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * hours[unit as 'h'], 0) / 24;
}
