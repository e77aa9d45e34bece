import { visible } from '../../access';
import {
  type AccessRow,
  type ChangeRow,
  type DeploymentReview,
  type Disagreement,
  type LeafChange,
  type LintRow,
  type Place,
  type ReviewReport,
} from '../report';
import { isBlockingAccess } from '../verdict';
import { contradictions, moreOfKind } from './contradictions';
import { leafText, routeText, whoText } from './wording';

/** One thing of a report that can be told by itself, in formats that are lists of findings. */
export interface ReviewResult {
  /** Stable: `access-gained`, `change-consents`, or the id of a lint rule. */
  readonly rule: string;
  readonly level: 'error' | 'warning' | 'note';
  /** A few words, without what a definition may hold of any length. */
  readonly title: string;
  /** One line each; nothing in them makes a line of its own. */
  readonly lines: readonly string[];
  readonly place: Place;
  /** Further values that brought it about. */
  readonly related: readonly LeafChange[];
  /** What makes it this result, whatever line it stands on. */
  readonly identity: readonly unknown[];
  /** Why it is accepted, where it is. */
  readonly waiver?: string;
}

/** What the levels weigh, the gravest first. */
const LEVELS: readonly ReviewResult['level'][] = ['error', 'warning', 'note'];

/** All of a report as results: what it is judged by first, then the gravest; equally grave ones in the order of the report. */
export function reviewResults({ deployments }: ReviewReport): readonly ReviewResult[] {
  const all = deployments.flatMap(resultsOf);
  const rest = LEVELS.flatMap((level) => all.filter((result) => result.level === level && !isOfSettings(result)));
  return [...all.filter(isOfSettings), ...rest];
}

/** True for what a change would have of what it is judged by. */
export function isOfSettings({ rule }: ReviewResult): boolean {
  return rule === 'change-settings';
}

function resultsOf(deployment: DeploymentReview): readonly ReviewResult[] {
  const of = (result: ReviewResult): ReviewResult => ({ ...result, identity: [deployment.name, result.rule, ...result.identity] });
  // One of each kind comes first, and no number of the others keeps what people read from them.
  const kinds = contradictions(deployment.disagreements, 1);
  const whole: Place = { file: `stacks/${deployment.name}/cdk.tf.json`, path: [], side: 'head' };
  return [
    ...kinds.flatMap((kind) => kind.shown.map((one) => of(contradictionResult(one, moreOfKind(kind))))),
    ...[...deployment.access].sort((one, other) => one.rank - other.rank).map((row) => of(accessResult(row, whole))),
    ...deployment.changes.filter(({ isBlocking }) => isBlocking).map((row) => of(changeResult(row, whole))),
    ...deployment.deceptiveNames.map((name) => of(plain('deceptive-name', 'A name is not what it looks like', name, whole))),
    ...deployment.notJudged.map((why) => of(plain('not-judged', 'Access that is not judged', why, whole))),
    ...deployment.lint.map((row) => of(lintResult(row))),
    ...deployment.unexplained.map((leaf) =>
      of({
        rule: 'unexplained',
        level: 'error',
        title: 'A change that no row explains',
        lines: [leafText(leaf)],
        place: leaf.place,
        related: [],
        identity: [leaf.place.file, leaf.place.path],
      }),
    ),
    ...deployment.changes.filter(({ isBlocking }) => !isBlocking).map((row) => of(changeResult(row, whole))),
    ...kinds.flatMap(({ left }) => left.map((one) => of(contradictionResult(one, '')))),
  ];
}

function contradictionResult({ what, was, now, place }: Disagreement, more: string): ReviewResult {
  return {
    rule: 'disagreement',
    level: 'error',
    title: 'Files contradict each other',
    lines: [visible(`${what}: ${was} and ${now}`), ...(more === '' ? [] : [more])],
    place,
    related: [],
    identity: [what, place.file, place.path],
  };
}

function plain(rule: string, title: string, text: string, place: Place): ReviewResult {
  return { rule, level: 'warning', title, lines: [visible(text)], place, related: [], identity: [text] };
}

const ACCESS = {
  gained: { title: 'Access is gained', verb: 'gains access to' },
  lost: { title: 'Access is lost', verb: 'loses access to' },
  unknown: { title: 'Access cannot be told', verb: 'may gain access to' },
} as const;

function accessResult(row: AccessRow, whole: Place): ReviewResult {
  const { direction, who, routes, causes } = row;
  const [first, ...related] = causes;
  const { title, verb } = ACCESS[direction];
  return {
    rule: `access-${direction}`,
    level: isBlockingAccess(row) ? 'error' : 'warning',
    title,
    lines: [
      `${who.map(whoText).join(', ')} ${verb} ${routes.map(routeText).join(', ')}: ${visible(row.was)} -> ${visible(row.now)}`,
      ...routes.slice(0, 1).map(({ example }) => `for example ${visible(example)}`),
      ...row.notes.map(visible),
      ...(row.teams.length === 0 ? [] : [visible(`must agree: ${row.teams.join(', ')}`)]),
      ...(first === undefined ? [] : [`because of ${leafText(first)}`]),
    ],
    place: first?.place ?? whole,
    related,
    identity: [who, routes.map(({ name, api }) => [api, name]), row.was, row.now],
  };
}

function changeResult(row: ChangeRow, whole: Place): ReviewResult {
  const { section, subject, what, was, now, effect, isBlocking, risk, approver, places } = row;
  const [first, ...related] = places;
  const isWider = effect === 'broadened' || effect === 'unknown';
  return {
    rule: `change-${section}`,
    level: isBlocking ? 'error' : isWider ? 'warning' : 'note',
    title: `Change of ${section}`,
    lines: [
      visible(`${subject}: ${what}${was === undefined && now === undefined ? '' : `: ${was ?? 'absent'} -> ${now ?? 'absent'}`}`),
      ...(risk === undefined ? [] : [`risk: ${risk}`]),
      ...(approver === undefined ? [] : [visible(`must be approved by ${approver}`)]),
      ...row.notes.map(visible),
    ],
    place: first?.place ?? whole,
    related,
    identity: [subject, what, was ?? null, now ?? null],
  };
}

function lintResult({ rule, severity, key, message, fix, place, waiver }: LintRow): ReviewResult {
  return {
    rule: visible(rule),
    level: severity === 'info' ? 'note' : severity,
    title: visible(key),
    lines: [visible(message), visible(`fix: ${fix}`)],
    place,
    related: [],
    identity: [key],
    ...(waiver && { waiver: visible(`${waiver.reason} (until ${waiver.expires})`) }),
  };
}
