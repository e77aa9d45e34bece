/** How far a path is from that of a route, and in what. */
export interface PathDifference {
  /** 0 where nothing was found to differ. */
  readonly cost: number;
  readonly text: string;
}

const MOST_SEGMENTS = 64;
const LONGEST_SEGMENT = 100;

/** Compares a request's path with a path of a route by segments; a segment with a pattern in it stands for any. */
export function pathDifference(pattern: string, target: string): PathDifference {
  const isRegex = pattern.startsWith('~');
  const isWhole = isRegex && pattern.endsWith('$');
  const wanted = (isRegex ? segmentsOfRegex(pattern.slice(1).replace(/\$$/, '')) : pattern.split('/')).slice(1, MOST_SEGMENTS + 1);
  const sent = (target.split('?')[0] ?? '').split('/', MOST_SEGMENTS + 1).slice(1);
  // Of a prefix the last segment may go on, and what ends in a slash asks for more.
  const compared = isWhole ? sent : sent.slice(0, Math.max(wanted.length, 1));
  const shape = `/${wanted.map((segment) => segment ?? '{…}').join('/')}`.slice(0, 200);
  if (isWhole && sent.length === wanted.length + 1 && sent.at(-1) === '' && differing(wanted, sent.slice(0, -1), true).length === 0)
    return { cost: 0.5, text: `it ends in a slash, the route is ${shape}` };
  if (compared.length !== wanted.length) {
    const shared = differing(wanted, compared.slice(0, wanted.length), isWhole).filter(({ at }) => at < compared.length);
    const cost = Math.abs(compared.length - wanted.length) + total(shared);
    return { cost: isNothingAlike(wanted, shared) ? Infinity : cost, text: `it has ${counted(sent.length)}, the route is ${shape}` };
  }
  const differences = differing(wanted, compared, isWhole);
  if (isNothingAlike(wanted, differences)) return { cost: Infinity, text: '' };
  const text = differences.map(
    ({ at, is, should }) => `segment ${at + 1} is ${JSON.stringify(is.slice(0, LONGEST_SEGMENT))}, the route has ${JSON.stringify(should)}`,
  );
  return { cost: total(differences), text: text.join('; ') };
}

interface Difference {
  readonly at: number;
  readonly is: string;
  readonly should: string;
  readonly cost: number;
}

type Wanted = readonly (string | undefined)[];

function differing(wanted: Wanted, sent: readonly string[], isWhole: boolean): readonly Difference[] {
  return wanted.flatMap((should, at): readonly Difference[] => {
    const is = sent[at] ?? '';
    if (should === undefined) return is === '' ? [{ at, is, should: '{…}', cost: 0.7 }] : [];
    if (should === is) return [];
    if (!isWhole && at === wanted.length - 1 && is.startsWith(should)) return [];
    return [{ at, is, should, cost: isClose(is, should) ? 0.5 : 1.5 }];
  });
}

/** A route whose every word is another one is not near, whatever its length. */
function isNothingAlike(wanted: Wanted, differences: readonly Difference[]): boolean {
  const words = wanted.filter((segment) => segment !== undefined && segment !== '').length;
  return words > 0 && differences.filter(({ cost }) => cost > 0.5).length >= words;
}

function total(differences: readonly Difference[]): number {
  return differences.reduce((sum, { cost }) => sum + cost, 0);
}

function counted(number: number): string {
  return `${number === MOST_SEGMENTS ? `${number} or more` : number} ${number === 1 ? 'segment' : 'segments'}`;
}

/** Segments of a regular expression, undefined for those that are more than plain text. */
function segmentsOfRegex(regex: string): Wanted {
  const segments: string[] = [''];
  let [round, square] = [0, false];
  for (let at = 0; at < regex.length; at++) {
    const character = regex[at] ?? '';
    const piece = character === '\\' ? regex.slice(at, at + 2) : character;
    if (piece.length === 2) at++;
    else if (square) square = character !== ']';
    else if (character === '[') square = true;
    else if (character === '(') round++;
    else if (character === ')') round--;
    if (piece === '/' && round === 0 && !square) segments.push('');
    else segments.push(`${segments.pop() ?? ''}${piece}`);
  }
  return segments.map((segment) => {
    const plain = segment.replace(/\\([^A-Za-z0-9])/g, '$1');
    return /[\\()[\]{}*+?|^$.]/.test(segment.replace(/\\[^A-Za-z0-9]/g, '')) ? undefined : plain;
  });
}

/** Whether two segments are one or two slips apart. */
function isClose(one: string, other: string): boolean {
  if (one.toLowerCase() === other.toLowerCase()) return true;
  if (one.length > LONGEST_SEGMENT || other.length > LONGEST_SEGMENT || Math.abs(one.length - other.length) > 2) return false;
  let before = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const line = [row];
    for (let column = 1; column <= other.length; column++) {
      const replaced = (before[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      line.push(Math.min(replaced, (before[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1));
    }
    before = line;
  }
  const shorter = Math.min(one.length, other.length);
  return (before.at(-1) ?? Infinity) <= (shorter > 4 ? 2 : shorter > 2 ? 1 : 0);
}
