import { visible } from '../../access';
import { type AccessRow, type ChangeRow, type DeploymentReview, type LintRow, type ReviewReport } from '../report';
import { contradictions, moreOfKind } from './contradictions';
import { resourcesText, SECTIONS, SETTINGS_TITLE, signOf } from './sections';
import { leafText, placeWords, routeText, whoText } from './wording';

/** Most contradictions of one kind, and most values that no row explains, that are shown. */
const MOST_LISTED = 100;

/** A report for people at a terminal: everything, but for what stands there more often than anybody reads. */
export function reviewText(report: ReviewReport): string {
  const lines = [
    ...report.deployments.flatMap((deployment) => [...deploymentLines(deployment), '']),
    ...(report.deployments.length === 0 ? ['nothing was synthesized on either side', ''] : []),
    `kong-entra ${report.version}, inputs ${report.digest.slice(0, 16)}`,
    `again with: ${report.command}`,
  ];
  return lines.map((line) => `${harmless(visible(line))}\n`).join('');
}

/**
 * A line that no runner of pipelines takes for a command: GitHub reads `::` where a line begins, and it and Azure DevOps what follows
 * `##`, wherever it stands.
 *
 * @see https://github.com/actions/runner, src/Runner.Common/ActionCommand.cs
 */
function harmless(line: string): string {
  return line.replace(/^(\s*):(?=:)/, '$1\\u003a').replace(/##(?=\[|vso\[)/g, '#\\u0023');
}

function deploymentLines(review: DeploymentReview): readonly string[] {
  return [
    `stack ${review.name}: ${review.verdict.line}`,
    ...section(SETTINGS_TITLE, review.changes.filter((row) => row.section === 'settings').map(changeLines)),
    ...section(
      'files contradict each other: nothing below can be trusted before that is mended',
      contradictions(review.disagreements, MOST_LISTED).flatMap((kind) => [
        ...kind.shown.map(({ what, was, now }) => [`${what}: ${was} and ${now}`]),
        ...(kind.left.length === 0 ? [] : [[`${moreOfKind(kind)}: ${ALL}`]]),
      ]),
    ),
    ...section('access', review.access.map(accessLines)),
    ...section(
      'not judged, and so counted as access',
      review.notJudged.map((why) => [why]),
    ),
    ...section('changed, and nobody here knows what it does: counts as access', unexplainedLines(review.unexplained)),
    ...SECTIONS.flatMap(({ section: name, title }) =>
      section(title, review.changes.filter((row) => row.section === name).map(changeLines)),
    ),
    ...section(
      'names that are not what they look like',
      review.deceptiveNames.map((name) => [name]),
    ),
    ...section('new findings of rules', review.lint.map(lintLines)),
    ...section(
      'resources',
      review.resources.map((counts) => [resourcesText(counts)]),
    ),
    ...section(
      'read',
      review.inputs.map(({ side, what, digest }) => [`${side}: ${what}, ${digest.slice(0, 16)}`]),
    ),
  ];
}

/** Where all of it is. */
const ALL = '--format json has all of them';

function unexplainedLines(leaves: DeploymentReview['unexplained']): readonly (readonly string[])[] {
  const left = leaves.length - MOST_LISTED;
  const shown = leaves.slice(0, MOST_LISTED).map((leaf) => [leafText(leaf)]);
  return left > 0 ? [...shown, [`and ${String(left)} more: ${ALL}`]] : shown;
}

function section(title: string, items: readonly (readonly string[])[]): readonly string[] {
  if (items.length === 0) return [];
  return ['', `  ${title}`, ...items.flatMap(([first = '', ...rest]) => [`    ${first}`, ...rest.map((line) => `      ${line}`)])];
}

function accessLines({ direction, who, routes, was, now, causes, teams, actors, notes }: AccessRow): readonly string[] {
  return [
    `${signOf(direction)} ${who.map(whoText).join(', ')}`,
    ...routes.map(routeText),
    `${was} -> ${now}`,
    ...notes,
    ...(direction !== 'lost' && teams.length > 0 ? [`must agree: ${teams.join(', ')}`] : []),
    ...actors.map((actor) => `can act so: ${actor}`),
    ...(routes[0]?.example ? [`for example ${routes[0].example}`] : []),
    ...causes.map((cause) => `because of ${cause.place.construct === undefined ? '' : `${cause.place.construct}: `}${leafText(cause)}`),
  ];
}

function changeLines({ subject, what, was, now, effect, isBlocking, risk, approver, notes, places }: ChangeRow): readonly string[] {
  return [
    `${isBlocking ? 'blocking ' : ''}${effect}: ${subject}: ${what}${was === undefined && now === undefined ? '' : `: ${was ?? 'absent'} -> ${now ?? 'absent'}`}`,
    ...(risk === undefined ? [] : [`risk ${risk}${approver === undefined ? '' : `, to be approved by ${approver}`}`]),
    ...notes,
    ...places.slice(0, 1).map(({ place }) => `at ${placeWords(place)}${places.length > 1 ? ` and ${String(places.length - 1)} more` : ''}`),
  ];
}

function lintLines({ severity, key, message, fix, place, waiver }: LintRow): readonly string[] {
  return [
    `${waiver === undefined ? severity : `waived ${severity}`} ${key}: ${message}`,
    ...(waiver === undefined ? [`fix: ${fix}`] : [`waived until ${waiver.expires}: ${waiver.reason}`]),
    `at ${placeWords(place)}`,
  ];
}
