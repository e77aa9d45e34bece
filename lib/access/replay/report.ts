import { visible, visibleJson } from '../visible';
import { type Group } from './groups';
import { type ChangeKey, type CloseKey, type Listed, type ReplayReport, type UnknownKey } from './replay';
import { type Unused } from './usage';

/** Groups of a heading that the text shows; JSON has all. */
const SHOWN = 30;

/** A report as text for people. No text of a log makes a line or a colour of its own. */
export function replayText(report: ReplayReport): string {
  const { changes, unknown, close, unused, unreadable, totals } = report;
  const lines = [
    ...summary(report),
    ...section('changed', changes, changeLines),
    ...section('unknown', unknown, unknownLines),
    ...section('refused, and one check away', close, closeLines),
    ...(unused === undefined ? [] : unusedLines(unused, report)),
    ...(unreadable.length === 0
      ? []
      : [
          '',
          `lines that cannot be read: ${totals.unreadable}, the first of them`,
          ...unreadable.map(({ line, reason }) => `  line ${line} ${reason}`),
        ]),
    '',
    ...notesOf(report).map((note) => `- ${note}`),
  ];
  return `${lines.map(visible).join('\n')}\n`;
}

/** The same as JSON. */
export function replayJson(report: ReplayReport): string {
  const { totals, period, changes, unknown, close, unused, unreadable } = report;
  const flat = <Key extends object>({ groups, beyond }: Listed<Key>): object => {
    return { groups: groups.map(({ key, count, example }) => ({ ...key, count, example })), beyond };
  };
  return visibleJson({
    formatVersion: 1,
    totals,
    period,
    changes: flat(changes),
    unknown: flat(unknown),
    close: flat(close),
    ...(unused !== undefined && { unused }),
    unreadable,
    notes: notesOf(report),
  });
}

function summary({ totals, period }: ReplayReport): readonly string[] {
  const { records, same, changed, changedRoute, changedVerdict, unknown, notCompared, unreadable } = totals;
  const when = period === null ? 'without a time' : `from ${period.first} to ${period.last}`;
  return [
    `${records} ${records === 1 ? 'record' : 'records'} ${when}`,
    `  same          ${same}`,
    `  changed       ${changed}${changed === 0 ? '' : ` (another route ${changedRoute}, another verdict ${changedVerdict})`}`,
    `  unknown       ${unknown}`,
    ...(notCompared === 0 ? [] : [`  not compared  ${notCompared} (neither route nor verdict is recorded)`]),
    ...(unreadable === 0 ? [] : [`  unreadable    ${unreadable}`]),
  ];
}

function section<Key>(title: string, { groups, beyond }: Listed<Key>, lines: (group: Group<Key>) => readonly string[]): readonly string[] {
  if (groups.length === 0) return [];
  const rest = groups.slice(SHOWN);
  const others = rest.reduce((sum, { count }) => sum + count, beyond);
  return ['', title, ...groups.slice(0, SHOWN).flatMap(lines), ...(others === 0 ? [] : [`  and ${others} records of other kinds`])];
}

function changeLines({ key, count, example }: Group<ChangeKey>): readonly string[] {
  const { caller, method, routeWas, routeNow, verdictWas, verdictNow } = key;
  return [
    `  ${count} x ${caller}, ${method}`,
    `      route    ${routeWas === routeNow ? routeNow : `${routeWas} -> ${routeNow}`}`,
    ...(verdictWas === undefined ? [] : [`      verdict  ${verdictWas} -> ${verdictNow}`]),
    exampleLine(example),
  ];
}

function unknownLines({ key: { caller, method, route, why }, count, example }: Group<UnknownKey>): readonly string[] {
  return [`  ${count} x ${caller}, ${method}`, `      route    ${route}`, `      because  ${why}`, exampleLine(example)];
}

function closeLines({ key: { caller, route, check, expected, change }, count, example }: Group<CloseKey>): readonly string[] {
  return [
    `  ${count} x ${caller}`,
    `      route    ${route}`,
    `      missing  ${check}: ${expected}`,
    ...(change === undefined ? [] : [`      change   ${change}`]),
    exampleLine(example),
  ];
}

function exampleLine({ line, request }: Group<unknown>['example']): string {
  return `      such as  ${request} (line ${line})`;
}

function unusedLines({ grants, assignments, grantsElsewhere }: Unused, { period }: ReplayReport): readonly string[] {
  const since = period === null ? 'in a log without times' : `from ${period.first} to ${period.last}`;
  const elsewhere =
    grantsElsewhere === 0 ? [] : [`  ${grantsElsewhere} grants are of APIs elsewhere, whose calls do not pass this gateway`];
  return [
    '',
    `grants and assignments nobody used ${since}`,
    ...grants.map(({ caller, api, kind, value }) => `  ${caller} -> ${api}: ${kind} ${value}`),
    ...assignments.map(
      ({ principal, api, role }) => `  ${principal} -> ${api}: ${role === undefined ? 'the API as such' : `role ${role}`}`,
    ),
    ...(grants.length + assignments.length === 0 ? ['  none'] : []),
    ...elsewhere,
  ];
}

function notesOf({ assumptions }: ReplayReport): readonly string[] {
  const { withoutTime, withoutExpiry, withoutHeaders, withoutSource } = assumptions;
  const counted = (count: number, text: string): readonly string[] => (count === 0 ? [] : [`${text} (${count})`]);
  return [
    'tokens are judged at the time of their record, signatures are taken as good, limits as not reached',
    ...counted(withoutTime, 'tokens of records without a time are taken as valid'),
    ...counted(withoutExpiry, 'tokens without an exp in the log are taken as valid'),
    ...counted(withoutHeaders, 'of records without headers every case was tried, where routes ask for some'),
    ...counted(withoutSource, "a 401 or 403 of a record that does not say who answered is taken for the gateway's"),
  ];
}
