import { type AccessRow, type ChangeRow, type DeploymentReview, type LintRow, type ReviewReport } from '../report';
import { Budget } from './budget';
import { cellCode, codeSpan, prose } from './escape';
import { resourcesText, SECTIONS } from './sections';
import { leafText, placeWords, routeText, shortened, whoText } from './wording';

/** A report as a comment on a pull request. */
export interface ReviewMarkdown {
  readonly text: string;
  /** How many rows that widen access are not, or not wholly, in it. */
  readonly droppedWidened: number;
}

/** Most bytes of a comment; GitHub takes 65,536 characters. */
const MOST_BYTES = 65_000;

/** Longest text of others in a cell. */
const LONGEST = 400;

/** A part of a comment: a title, and rows that can be left out one by one. */
interface Part {
  readonly title: string;
  /** What stands before the rows, such as the head of a table. */
  readonly lead: readonly string[];
  readonly rows: readonly Row[];
  readonly isFolded: boolean;
}

interface Row {
  readonly text: string;
  /** From 0, for what is left out last. */
  readonly priority: number;
  readonly isWidened: boolean;
  /** True where the row itself leaves something out. */
  readonly isCut?: boolean;
}

/**
 * A report in GitHub's Markdown, to be kept as one comment by the markers in its first lines. What does not fit is left out from the
 * least important on, and the first lines say so.
 */
export function reviewMarkdown({ deployments, command, version, digest }: ReviewReport): ReviewMarkdown {
  const parts = deployments.map((deployment) => ({ deployment, parts: partsOf(deployment) }));
  const foot = [
    '',
    `<sub>kong-entra ${prose(version)}, inputs ${codeSpan(digest.slice(0, 16))}. The same again, in full:</sub>`,
    '',
    codeBlock(command),
  ];
  const budget = new Budget(MOST_BYTES - bytes(foot.join('\n')) - 2_000);
  for (const { deployment, parts: own } of parts) {
    budget.spend(bytes(headLines(deployment).join('\n')) + own.reduce((sum, part) => sum + bytes(frame(part, ['']).join('\n')), 0));
  }
  const kept = budget.keep(parts.flatMap(({ parts: own }) => own.flatMap(({ rows }) => rows)));
  const dropped = parts.flatMap(({ parts: own }) => own.flatMap(({ rows }) => rows.filter((row) => !kept.has(row))));
  const cut = parts.flatMap(({ parts: own }) => own.flatMap(({ rows }) => rows.filter((row) => kept.has(row) && row.isCut === true)));
  const droppedWidened = dropped.filter(({ isWidened }) => isWidened).length + cut.length;
  const lines = [
    ...deployments.map(({ name }) => `<!-- kong-entra:review stack=${name.replace(/[^\w.-]/g, '_').slice(0, 100)} -->`),
    ...droppedLines(dropped.length + cut.length, droppedWidened),
    ...parts.flatMap(({ deployment, parts: own }) => [
      ...headLines(deployment),
      ...own.flatMap((part) => {
        const rows = part.rows.filter((row) => kept.has(row));
        const left = part.rows.length - rows.length;
        if (rows.length === 0) return left === 0 ? [] : ['', `*${part.title}: ${String(left)} rows are left out here.*`];
        return [
          ...frame(
            part,
            rows.map(({ text }) => text),
          ),
          ...(left === 0 ? [] : ['', `*and ${String(left)} more, left out here.*`]),
        ];
      }),
    ]),
    ...foot,
    '',
  ];
  return { text: lines.join('\n'), droppedWidened };
}

function bytes(text: string): number {
  return Buffer.byteLength(text);
}

function droppedLines(rows: number, widened: number): readonly string[] {
  if (rows === 0) return [];
  const what = widened === 0 ? 'none of them widens access' : `**${String(widened)} of them widen access, so this review fails**`;
  return [
    '',
    `> **Not all of it is here:** ${String(rows)} rows do not fit, or not wholly; ${what}. The command at the end prints all of them.`,
  ];
}

function headLines({ name, verdict, environment, tenantId, kongVersion, inputs }: DeploymentReview): readonly string[] {
  const facts = [
    codeSpan(name),
    ...(environment === '' ? [] : [`environment ${codeSpan(environment)}`]),
    ...(tenantId === '' ? [] : [`tenant ${codeSpan(tenantId)}`]),
    ...(kongVersion === '' ? [] : [`Kong ${codeSpan(kongVersion)}`]),
    `compared: ${prose(inputsText(inputs))}`,
  ];
  return ['', `### ${prose(verdict.line)}`, '', facts.join(' · ')];
}

function inputsText(inputs: DeploymentReview['inputs']): string {
  const of = (side: 'base' | 'head'): string => {
    const own = inputs.filter((input) => input.side === side).map(({ what }) => what);
    return own.length === 0 ? 'nothing' : own.join(', ');
  };
  return `base (${of('base')}) with head (${of('head')})`;
}

function partsOf(review: DeploymentReview): readonly Part[] {
  const { disagreements, access, changes, unexplained, notJudged, deceptiveNames, lint, resources } = review;
  const items = (title: string, texts: readonly string[], priority: number, isWidened: boolean): Part => ({
    title,
    lead: [],
    rows: texts.map((text) => ({ text: `- ${text}`, priority, isWidened })),
    isFolded: false,
  });
  const blocking = changes.filter(({ isBlocking }) => isBlocking);
  const rest = changes.filter(({ isBlocking }) => !isBlocking);
  return [
    items(
      '⛔ Files contradict each other',
      disagreements.map(({ what, was, now }) => `${prose(short(what))}: ${cell(was)} and ${cell(now)}`),
      0,
      true,
    ),
    items('⛔ Blocking', blocking.map(changeText), 0, true),
    accessPart(access),
    items(
      'Not judged, and so counted as access',
      notJudged.map((why) => prose(short(why))),
      1,
      true,
    ),
    items(
      'Changed, and nobody here knows what it does: counts as access',
      unexplained.map((leaf) => cell(leafText(leaf))),
      1,
      true,
    ),
    items('Names that are not what they look like', deceptiveNames.map(cell), 1, true),
    ...SECTIONS.map(({ section, title }) =>
      sectionPart(
        title,
        rest.filter((row) => row.section === section),
      ),
    ),
    items('New findings of rules', lint.map(lintText), 4, false),
    {
      ...items(
        'Resources',
        resources.map((counts) => prose(resourcesText(counts))),
        6,
        false,
      ),
      isFolded: true,
    },
  ].filter(({ rows }) => rows.length > 0);
}

function short(text: string): string {
  return shortened(text, LONGEST);
}

function cell(text: string): string {
  return codeSpan(short(text));
}

const DIRECTIONS = { gained: '⬆ gains', lost: '⬇ loses', unknown: '❔ may gain' } as const;

function accessPart(rows: readonly AccessRow[]): Part {
  return {
    title: 'Access',
    lead: ['| ± | Caller | Route | Was → now | Why | Must agree |', '|---|---|---|---|---|---|'],
    rows: rows.map(accessRow),
    isFolded: false,
  };
}

/** Most items of a cell of a row that is long; the rest is counted, and in the full report. */
const MOST_ITEMS = 12;

/** Longest row that is shown whole. */
const LONGEST_ROW = 6_000;

/** Who gains access is named to the last, as long as that is possible; else the row counts as one that is not wholly there. */
function accessRow(row: AccessRow): Row {
  if (row.direction === 'lost') return { text: accessText(row, MOST_ITEMS), priority: 3, isWidened: false, isCut: false };
  const whole = accessText(row, Infinity);
  const isCut = bytes(whole) > LONGEST_ROW;
  return { text: isCut ? accessText(row, MOST_ITEMS) : whole, priority: 1, isWidened: true, isCut };
}

function accessText({ direction, who, routes, was, now, causes, teams, actors, notes }: AccessRow, most: number): string {
  const code = (text: string): string => cellCode(short(text));
  const list = (items: readonly string[], limit = most): string => {
    const shown = items.slice(0, limit).join('<br>');
    return items.length > limit ? `${shown}<br>and ${String(items.length - limit)} more` : shown;
  };
  const why = causes.map(({ place }) => code(place.construct ?? placeWords(place)));
  return [
    '',
    DIRECTIONS[direction],
    list(who.map((one) => code(whoText(one)))),
    list(routes.map((route) => code(routeText(route)))),
    `${code(was)} → ${code(now)}${notes.map((note) => `<br>${prose(short(note))}`).join('')}`,
    list([...new Set(why)], MOST_ITEMS),
    [
      direction === 'lost' ? '' : list(teams.map(code)),
      ...(actors.length === 0 ? [] : [`can act so: ${list(actors.map((actor) => prose(short(actor))))}`]),
    ]
      .filter((text) => text !== '')
      .join('<br>'),
    '',
  ]
    .join(' | ')
    .trim();
}

function sectionPart(title: string, rows: readonly ChangeRow[]): Part {
  const isBroader = rows.some(({ effect }) => effect === 'broadened' || effect === 'unknown');
  return {
    title,
    lead: [],
    rows: rows.map((row) => ({
      text: `- ${changeText(row)}`,
      priority: row.effect === 'broadened' || row.effect === 'unknown' ? 2 : 5,
      isWidened: row.effect === 'broadened' || row.effect === 'unknown',
    })),
    isFolded: !isBroader,
  };
}

const EFFECTS = { broadened: '⬆', unknown: '❔', narrowed: '⬇', neutral: '·' } as const;

function changeText({ subject, what, was, now, effect, risk, approver, notes }: ChangeRow): string {
  const values = was === undefined && now === undefined ? '' : `: ${cell(was ?? 'absent')} → ${cell(now ?? 'absent')}`;
  const approval = risk === undefined ? '' : ` — risk **${risk}**${approver === undefined ? '' : `, to be approved by ${prose(approver)}`}`;
  const more = notes.length === 0 ? '' : ` — ${notes.map((note) => prose(short(note))).join('; ')}`;
  return `${EFFECTS[effect]} ${cell(subject)} ${prose(short(what))}${values}${approval}${more}`;
}

function lintText({ severity, key, message, fix, waiver }: LintRow): string {
  const how = waiver === undefined ? `fix: ${prose(short(fix))}` : `waived until ${codeSpan(waiver.expires)}: ${cell(waiver.reason)}`;
  return `**${waiver === undefined ? severity : `waived ${severity}`}** ${cell(key)} ${prose(short(message))}; ${how}`;
}

/** A part with some of its rows. */
function frame({ title, lead, isFolded }: Part, rows: readonly string[]): readonly string[] {
  const body = [...lead, ...rows];
  return isFolded
    ? ['', `<details><summary>${title}: ${String(rows.length)}</summary>`, '', ...body, '', '</details>']
    : ['', `#### ${title}`, '', ...body];
}

/** A command as a block that can be copied; its fence is longer than any within. */
function codeBlock(command: string): string {
  const longest = Math.max(2, ...[...command.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${command.replace(/[\r\n]+/g, ' ')}\n${fence}`;
}
