import { type AccessRow, type Place } from '../report';
import { cellCode, prose } from './escape';
import { brief, bytes, short, type Part, type Row } from './markdown-parts';
import { placeWords, routeText, whoText } from './wording';

const DIRECTIONS = { gained: '⬆ gains', lost: '⬇ loses', unknown: '❔ may gain' } as const;

/** The table of who gains and loses access. */
export function accessPart(rows: readonly AccessRow[]): Part {
  return {
    title: 'Access',
    lead: ['| ± | Caller | Route | Was → now | Why | Must agree |', '|---|---|---|---|---|---|'],
    rows: rows.map(accessRow),
    isFolded: false,
  };
}

/** Most items of a cell of a row that is long; the rest is counted, and in the full report. */
export const MOST_ITEMS = 12;

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
  const why = firstOfEach(causes).map((place) => code(whyText(place)));
  return [
    '',
    DIRECTIONS[direction],
    list(who.map((one) => code(whoText(one)))),
    list(routes.map((route) => code(routeText(route)))),
    `${code(was)} → ${code(now)}${notes.map((note) => `<br>${prose(short(note))}`).join('')}`,
    list(why, MOST_ITEMS),
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

/** The first place of each construct; places of which nobody knows the construct are told apart by themselves. */
function firstOfEach(causes: AccessRow['causes']): readonly Place[] {
  const found = new Map<string, Place>();
  for (const { place } of causes) {
    const key = place.construct ?? placeWords(place);
    if (!found.has(key)) found.set(key, place);
  }
  return [...found.values()];
}

/** What brings a change about: a construct by its path, and what a definition says of the gateway with where it comes out. */
function whyText(place: Place): string {
  if (place.construct === undefined) return placeWords(place);
  return place.file.endsWith('/gateway.json') ? `${place.construct} (${placeWords({ ...place, path: [] })})` : place.construct;
}

/** Access in one line, for those who read no table. */
export function accessLine({ direction, who, routes, was, now }: AccessRow): string {
  const first = (texts: readonly string[]): string => {
    const more = texts.length > MOST_NAMED ? ` and ${String(texts.length - MOST_NAMED)} more` : '';
    return `${texts.slice(0, MOST_NAMED).map(brief).join(', ')}${more}`;
  };
  return `${DIRECTIONS[direction]} access: ${first(who.map(whoText))} to ${first(routes.map(routeText))}: ${brief(was)} → ${brief(now)}`;
}

/** Most callers, and most routes, that {@link accessLine} names; the table below it names all of them. */
export const MOST_NAMED = 3;
