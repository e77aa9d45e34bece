import { visible } from '../../access';
import { type ReviewReport } from '../report';
import { isOfSettings, reviewResults, type ReviewResult } from './results';
import { placeWords, shortened } from './wording';

/** Annotations of each kind that GitHub shows of one step; what comes after them is dropped without a word. */
const SHOWN = 10;
const TITLE_LENGTH = 200;
const MESSAGE_LENGTH = 4_000;

/**
 * A report as workflow commands of GitHub: at most 10 errors and 10 warnings, settings and then the gravest first, of which the last says how many
 * more there are. Notes and accepted findings are left out. Ends with a line break, or is empty where nothing is to be said.
 *
 * @see https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
 * @see https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */
export function reviewAnnotations(report: ReviewReport): string {
  const open = reviewResults(report).filter(({ waiver }) => waiver === undefined);
  const [errors = [], warnings = []] = (['error', 'warning'] as const).map((level) =>
    fitting(
      level,
      open.filter((result) => result.level === level),
    ),
  );
  const settings = Math.min(open.filter(isOfSettings).length, SHOWN - 1);
  const lines = [...warnings.slice(0, settings), ...errors, ...warnings.slice(settings)];
  return lines.map((line) => `${line}\n`).join('');
}

function fitting(level: 'error' | 'warning', results: readonly ReviewResult[]): readonly string[] {
  if (results.length <= SHOWN) return results.map(command);
  const more = results.length - SHOWN + 1;
  return [...results.slice(0, SHOWN - 1).map(command), `::${level} title=${more} more ${level}s::The report of the review has them.`];
}

function command({ level, title, lines, place }: ReviewResult): string {
  const properties = { file: place.file, line: String(place.line ?? 1), title: shortened(title, TITLE_LENGTH) };
  const given = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(value)}`);
  const message = shortened([...lines, `at ${placeWords(place)}`].join('\n'), MESSAGE_LENGTH);
  return `::${level} ${given.join(',')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replace(/[%\r\n]/g, percent);
}

/** Names of files and titles are one line, in which nothing is hidden and nothing colours a log. */
function escapeProperty(text: string): string {
  return visible(text).replace(/[%\r\n:,]/g, percent);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
