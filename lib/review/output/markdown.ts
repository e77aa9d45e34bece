import { type ChangeRow, type DeploymentReview, type LintRow, type ReviewReport } from '../report';
import { sorted } from '../../model';
import { isBlockingAccess } from '../verdict';
import { Budget } from './budget';
import { contradictions, moreOfKind } from './contradictions';
import { codeSpan, prose } from './escape';
import { accessLine, accessPart, MOST_ITEMS, MOST_NAMED } from './markdown-access';
import { brief, bytes, cell, LONGEST, short, type Part, type Row } from './markdown-parts';
import { resourcesText, SECTIONS, SETTINGS_TITLE } from './sections';
import { leafText, shortened } from './wording';

/** A report as a comment on a pull request. */
export interface ReviewMarkdown {
  readonly text: string;
  /** How many rows that widen access are not, or not wholly, in it. */
  readonly droppedWidened: number;
}

/** Most bytes of a comment; GitHub takes 65,536 characters. */
const MOST_BYTES = 65_000;

/**
 * A report in GitHub's Markdown, to be kept as one comment by the markers in its first lines. What does not fit is left out from the
 * least important on, and the first lines say so.
 */
export function reviewMarkdown({ deployments, command, version, digest }: ReviewReport): ReviewMarkdown {
  const foot = [
    '',
    `<sub>kong-entra ${prose(version)}, inputs ${codeSpan(digest.slice(0, 16))}. The same again, at a terminal:</sub>`,
    '',
    codeBlock(command),
  ];
  const budget = new Budget(MOST_BYTES - bytes(foot.join('\n')) - 2_000);
  const { shown, left } = thatFit(deployments, budget);
  const kept = budget.keep(shown.flatMap(({ parts: own }) => own.flatMap(({ rows }) => rows)));
  const cut = [...kept].filter((row) => row.isCut === true);
  const dropped = [...shown, ...left].flatMap(({ parts: own }) => own.flatMap(({ rows }) => rows.filter((row) => !kept.has(row))));
  const droppedWidened = dropped.filter(({ isWidened }) => isWidened).length + cut.length;
  const lines = [
    ...sorted(shown, ({ deployment }) => deployment.name).map(({ deployment }) => marker(deployment)),
    ...droppedLines(dropped.length + cut.length, droppedWidened),
    ...leftLines(left.map(({ deployment }) => deployment.name)),
    ...shown.flatMap(({ deployment, parts }) => [...headLines(deployment), ...parts.flatMap((part) => partLines(part, kept))]),
    ...foot,
    '',
  ];
  return { text: lines.join('\n'), droppedWidened };
}

/** A deployment with what is said of it. */
interface Told {
  readonly deployment: DeploymentReview;
  readonly parts: readonly Part[];
}

/** Deployments from the gravest on, as long as what stands in any case of each fits into half of a comment. */
function thatFit(
  deployments: readonly DeploymentReview[],
  budget: Budget,
): { readonly shown: readonly Told[]; readonly left: readonly Told[] } {
  const rank = { blocking: 0, review: 1, clean: 2 };
  const told = sorted(deployments, ({ verdict, name }) => `${String(rank[verdict.level])} ${name}`).map((deployment) => {
    const parts = partsOf(deployment);
    const frames = parts.reduce((sum, part) => sum + bytes(frame(part, ['']).join('\n')), 0);
    return { deployment, parts, size: bytes([marker(deployment), ...headLines(deployment)].join('\n')) + frames };
  });
  let size = 0;
  const fits = new Set(told.filter((one) => (size += one.size) <= MOST_BYTES / 2));
  for (const one of fits) budget.spend(one.size);
  return { shown: told.filter((one) => fits.has(one)), left: told.filter((one) => !fits.has(one)) };
}

function marker({ name }: DeploymentReview): string {
  return `<!-- kong-entra:review stack=${name.replace(/[^\w.-]/g, '_').slice(0, 100)} -->`;
}

function leftLines(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const more = names.length > MOST_ITEMS ? ` and ${String(names.length - MOST_ITEMS)} more` : '';
  return ['', `> **Deployments that are left out:** ${names.slice(0, MOST_ITEMS).map(brief).join(', ')}${more}.`];
}

function partLines(part: Part, kept: ReadonlySet<Row>): readonly string[] {
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
}

function droppedLines(rows: number, widened: number): readonly string[] {
  if (rows === 0) return [];
  const what = widened === 0 ? 'none of them widens access' : `**${String(widened)} of them widen access, so this review fails**`;
  return [
    '',
    `> **Not all of it is here:** ${String(rows)} rows do not fit, or not wholly; ${what}. With \`--format json\` the command at the end has all of them.`,
  ];
}

function headLines({ name, verdict, environment, tenantId, kongVersion, inputs }: DeploymentReview): readonly string[] {
  const facts = [
    brief(name),
    ...(environment === '' ? [] : [`environment ${brief(environment)}`]),
    ...(tenantId === '' ? [] : [`tenant ${brief(tenantId)}`]),
    ...(kongVersion === '' ? [] : [`Kong ${brief(kongVersion)}`]),
    `compared: ${prose(shortened(inputsText(inputs), LONGEST * 5))}`,
  ];
  return ['', `### ${prose(short(verdict.line))}`, '', facts.join(' · ')];
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
    sectionPart(
      SETTINGS_TITLE,
      rest.filter(({ section }) => section === 'settings'),
      0,
    ),
    items('⛔ Files contradict each other', contradictionTexts(disagreements), 0, true),
    items('⛔ Blocking', [...access.filter(isBlockingAccess).map(accessLine), ...blocking.map(changeText), ...lintErrors(lint)], 0, true),
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

/** Most contradictions of one kind that are shown. */
const MOST_OF_KIND = 3;

function contradictionTexts(all: DeploymentReview['disagreements']): readonly string[] {
  return contradictions(all, MOST_OF_KIND).flatMap((kind) => {
    const more = kind.left.length === 0 ? '' : `; **${moreOfKind(kind)}**`;
    const last = kind.shown.length - 1;
    return kind.shown.map(({ what, was, now }, at) => `${prose(short(what))}: ${cell(was)} and ${cell(now)}${at === last ? more : ''}`);
  });
}

function lintErrors(rows: readonly LintRow[]): readonly string[] {
  const keys = rows.filter(({ severity, waiver }) => severity === 'error' && waiver === undefined).map(({ key }) => brief(key));
  if (keys.length === 0) return [];
  const more = keys.length > MOST_NAMED ? ` and ${String(keys.length - MOST_NAMED)} more` : '';
  return [`errors of rules, told below: ${keys.slice(0, MOST_NAMED).join(', ')}${more}`];
}

function sectionPart(title: string, rows: readonly ChangeRow[], priority?: number): Part {
  const isBroader = rows.some(({ effect }) => effect === 'broadened' || effect === 'unknown');
  return {
    title,
    lead: [],
    rows: rows.map((row) => ({
      text: `- ${changeText(row)}`,
      priority: priority ?? (row.effect === 'broadened' || row.effect === 'unknown' ? 2 : 5),
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
