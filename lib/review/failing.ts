import { FAIL_ON } from '../lint';
import { isBroader, isNewConsent } from './verdict';
import { type DeploymentReview, type ReviewReport } from './report';

/** What it fails on where nobody says: what hardly any change should do, and what nobody should overlook. */
export const FAIL_ON_DEFAULT: readonly (typeof FAIL_ON)[number][] = ['unauthenticated', 'consent:high', 'replace-app', 'lint:error'];

const FAILS: Readonly<Record<(typeof FAIL_ON)[number], (review: DeploymentReview) => number>> = {
  broadened: ({ access, changes, unexplained, notJudged }) =>
    access.filter(({ direction }) => direction !== 'lost').length +
    changes.filter(({ effect }) => isBroader(effect)).length +
    unexplained.length +
    notJudged.length,
  unauthenticated: ({ verdict }) => verdict.unauthenticated,
  // What nobody can weigh counts as grave.
  'consent:high': ({ changes }) =>
    changes.filter((row) => isNewConsent(row) && ['critical', 'high', 'unknown'].includes(row.risk ?? '')).length,
  'replace-app': ({ verdict }) => verdict.outages,
  'lint:error': ({ verdict }) => verdict.lintErrors,
};

/**
 * Why a review fails, in words; empty where it does not. Files that contradict each other make it fail in any case, and so do rows
 * that widen access and were left out of what people read.
 */
export function failing({ deployments }: ReviewReport, failOn: readonly string[], droppedWidened: number): readonly string[] {
  return [
    ...deployments.flatMap((review) => [
      ...(review.disagreements.length > 0 ? [`${review.name}: ${String(review.disagreements.length)} contradictions between files`] : []),
      ...FAIL_ON.filter((name) => failOn.includes(name)).flatMap((name) => {
        const number = FAILS[name](review);
        return number === 0 ? [] : [`${review.name}: ${name}, ${String(number)}`];
      }),
    ]),
    ...(droppedWidened > 0 ? [`${String(droppedWidened)} rows that widen access did not fit`] : []),
  ];
}

/** The same where nobody says on what: besides {@link FAIL_ON_DEFAULT}, whatever the verdict calls blocking. */
export function failingByDefault(report: ReviewReport, droppedWidened: number): readonly string[] {
  const reasons = failing(report, FAIL_ON_DEFAULT, droppedWidened);
  const blocked = report.deployments
    .filter(({ name, verdict }) => verdict.level === 'blocking' && !reasons.some((reason) => reason.startsWith(`${name}: `)))
    .map(({ name, verdict }) => `${name}: ${String(verdict.blocking)} blocking`);
  return [...reasons, ...blocked];
}
