import { type ChangeRow, type DeploymentReview, type Verdict } from './report';

/** What a verdict is the sum of. */
export type Judged = Omit<DeploymentReview, 'verdict'>;

/** Risks from the gravest on. */
const RISKS = ['critical', 'high', 'unknown', 'medium', 'low'] as const;

/**
 * Sums up a review in numbers, and in one line that a tired reviewer can act on.
 *
 * @param isOfTwo Whether two environments are compared, of which neither becomes the other
 */
export function verdictOf(review: Judged, isOfTwo = false): Verdict {
  const { access, changes, unexplained, disagreements, lint, notJudged } = review;
  const open = lint.filter(({ waiver }) => waiver === undefined);
  const of = (direction: string): number => access.filter((row) => row.direction === direction).length;
  const consents = changes.filter(isNewConsent);
  const counts = {
    gained: of('gained'),
    lost: of('lost'),
    unknown: of('unknown') + notJudged.length,
    consents: consents.length,
    outages: changes.filter(({ section, isBlocking }) => section === 'registrations' && isBlocking).length,
    unauthenticated: access.filter(({ rank }) => rank === 0).length,
    unexplained: unexplained.length,
    lintErrors: open.filter(({ severity }) => severity === 'error').length,
  };
  const blocking =
    disagreements.length +
    counts.unauthenticated +
    changes.filter(({ isBlocking }) => isBlocking).length +
    access.filter((row) => row.rank > 0 && isAllToAny(row)).length +
    counts.lintErrors +
    (unexplained.length > 0 ? 1 : 0);
  const toReview =
    access.filter((row) => row.rank > 0 && row.rank < 5 && !isAllToAny(row)).length +
    notJudged.length +
    changes.filter(({ isBlocking, effect }) => !isBlocking && isBroader(effect)).length +
    open.filter(({ severity }) => severity === 'warning').length;
  const risk = RISKS.find((one) => consents.some((row) => row.risk === one));
  const numbers = { ...counts, blocking, toReview, ...(risk && { consentRisk: risk }) };
  const level = blocking > 0 ? 'blocking' : toReview > 0 ? 'review' : 'clean';
  return { level, ...numbers, line: lineOf(numbers, changes.length + access.length, isOfTwo) };
}

/** True for what lets somebody do more, or may. */
export function isBroader(effect: ChangeRow['effect']): boolean {
  return effect === 'broadened' || effect === 'unknown';
}

/** True for a permission that is granted or asked for and was not before. */
export function isNewConsent({ section, risk }: ChangeRow): boolean {
  return section === 'consents' && risk !== undefined;
}

/** True for access that nobody should overlook: without a token, or by one of several things that were all needed. */
export function isBlockingAccess(row: DeploymentReview['access'][number]): boolean {
  return row.rank === 0 || isAllToAny(row);
}

function isAllToAny({ direction, notes }: DeploymentReview['access'][number]): boolean {
  return direction !== 'lost' && notes.includes(ALL_TO_ANY);
}

/** What is said where one of several conditions is enough that were all needed. */
export const ALL_TO_ANY = 'all of these were needed, and one of them is enough now';

function lineOf(numbers: Omit<Verdict, 'line' | 'level'>, rows: number, isOfTwo: boolean): string {
  const { blocking, toReview, gained, lost, unknown, consents, consentRisk, outages } = numbers;
  if (blocking + toReview + lost === 0 && rows === 0)
    return isOfTwo ? '✅ both are the same, names and ids of the same things set aside' : '✅ nothing changes';
  const mark = blocking > 0 ? '⛔' : toReview > 0 ? '⚠' : '✅';
  const verdict =
    blocking > 0
      ? `${String(blocking)} blocking · ⚠ ${String(toReview)} to review`
      : toReview > 0
        ? `${String(toReview)} to review`
        : 'nothing to review';
  const access = [`${String(gained)} widened`, `${String(lost)} narrowed`, ...(unknown > 0 ? [`${String(unknown)} unknown`] : [])].join(
    ', ',
  );
  const risk = consentRisk === undefined ? '' : ` (${consentRisk})`;
  return `${mark} ${verdict} · access: ${access} · ${counted(consents, 'new consent')}${risk} · ${counted(outages, 'outage')}`;
}

function counted(number: number, what: string): string {
  return `${String(number)} ${what}${number === 1 ? '' : 's'}`;
}
