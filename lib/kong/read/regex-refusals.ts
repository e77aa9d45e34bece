import { bytesOf, compile } from '../../router';
import { partsOf, type Part } from './regex-parts';
import { knowsProperty } from './regex-property';

// What both engines take and need not be asked about: plain characters, escapes, classes with ranges that are the right way round, and
// groups of those that catch nothing.
const RANGE = '0-[0-9]|[0-9]-9|[0-3]-4|A-[A-Z]|[A-F]-F|a-[a-z]|[a-f]-f';
const ATOM = `[A-Za-z0-9_/~:@!'"=&;,<>% -]|\\\\[.+*?()|[\\]{}^$\\\\]|\\[\\^?(?:${RANGE}|[A-Za-z0-9_/%]|\\\\\\\\)+\\][+*]?`;
const PLAIN = new RegExp(`^\\^?(?=.{0,1000}$)(?:${ATOM}|\\(\\?:(?:${ATOM}|\\|)*\\)[+*]?)*(?:\\$|\\\\z)?$`);
/** PCRE has room for 64 KB of code, and every character takes two bytes of it; Rust's engine has room for 10 MB. */
const LARGEST = { pcre: 32_768, rust: 500_000 };
/** Longer expressions are not searched. */
const LONGEST = 10_000;

/**
 * Why an engine of the gateway refuses a regular expression; undefined where it takes it. What the router's own reading of
 * expressions leaves open is searched for mistakes the engine surely refuses; without any it counts as taken.
 */
export function regexProblem(engine: 'rust' | 'pcre', text: string): string | undefined {
  if (PLAIN.test(text)) return undefined;
  const bytes = bytesOf(text);
  if (bytes.length > LARGEST[engine]) return 'it is too large';
  const compiled = compile(engine, bytes);
  if ('error' in compiled) return compiled.error;
  if (!('unknown' in compiled) || bytes.length > LONGEST) return undefined;
  const parts = partsOf(bytes, engine === 'pcre');
  return unclosed(parts) ?? (engine === 'rust' ? rustRefusal(parts) : pcreRefusal(parts));
}

function unclosed(parts: readonly Part[]): string | undefined {
  let open = 0;
  for (const { kind, broken } of parts) {
    if (broken === true) return kind === 'class' ? 'a class is not closed' : 'it ends with a backslash';
    if (kind === 'open') open += 1;
    if (kind === 'close' && --open < 0) return 'a group is closed that was not opened';
  }
  return open > 0 ? 'a group is not closed' : undefined;
}

function rustRefusal(parts: readonly Part[]): string | undefined {
  for (const { kind, text } of parts) {
    if (kind === 'quantifier' && /^\{ *,/.test(text)) return 'a repetition has no least number; write {0,...}';
    const property = propertyOf(text);
    if (kind === 'escape' && property !== undefined && !knowsProperty('rust', property)) return `there is no property ${property}`;
  }
  return undefined;
}

function propertyOf(text: string): string | undefined {
  return /^\\[pP](?:\{([^}]*)\}|(\^?[A-Za-z]))$/
    .exec(text)
    ?.slice(1)
    .find((name) => name !== undefined);
}

/** The groups of an expression. */
interface Groups {
  readonly count: number;
  readonly names: ReadonlySet<string>;
}

function groupsOf(parts: readonly Part[]): Groups {
  const names = new Set<string>();
  let count = 0;
  for (const { kind, text } of parts) {
    const name = /^\(\?(?:P?<(?![=!])([^>]*)>|'([^']*)')$/
      .exec(text)
      ?.slice(1)
      .find((one) => one !== undefined);
    if (kind !== 'open' || (text !== '(' && name === undefined)) continue;
    count += 1;
    if (name !== undefined) names.add(name);
  }
  return { count, names };
}

function pcreRefusal(parts: readonly Part[]): string | undefined {
  const groups = groupsOf(parts);
  const open: { readonly head: string; bars: number }[] = [];
  let repeatable = false;
  let before = 0;
  for (const part of parts) {
    const { kind, text } = part;
    if (kind === 'comment' || text === '\\E') continue;
    if (kind === 'quantifier' && !repeatable) return 'a repetition follows what cannot be repeated';
    const wrong = partRefusal(part, groups, before);
    if (wrong !== undefined) return wrong;
    const group = open.at(-1);
    if (kind === 'open') open.push({ head: text, bars: 0 });
    else if (kind === 'bar' && group !== undefined) group.bars += 1;
    else if (kind === 'close') open.pop();
    if (kind === 'close' && group !== undefined && isCondition(group.head) && group.bars > 1)
      return 'a condition has more than two branches';
    if (kind === 'open' && isCapture(text)) before += 1;
    repeatable = isRepeatable(part, group?.head ?? '');
  }
  return undefined;
}

function isCondition(head: string): boolean {
  return /^\(\?(?:\(|$)/.test(head);
}

function isCapture(head: string): boolean {
  return head === '(' || /^\(\?(?:P?<(?![=!])|')/.test(head);
}

function isRepeatable({ kind, text }: Part, head: string): boolean {
  if (kind === 'close') return !/^\(\?(?:C|[\^A-QS-Za-z-]+$)|^\(\*(?!ACCEPT)[A-Z]/.test(head);
  return kind === 'literal' || kind === 'class' || (kind === 'escape' && !/^\\[AbBzZGK]/.test(text));
}

function partRefusal({ kind, text }: Part, groups: Groups, before: number): string | undefined {
  if (kind === 'escape') return escapeRefusal(text, groups, before);
  if (kind === 'open') return groupRefusal(text, groups, before);
  const inner = kind === 'class' ? text.replace(/^\[\^?/, '') : '';
  return /(?:\\[dDsSwWhHvV]|\[:\^?[a-z]+:\])-(?!\]$)/.test(inner) || /^(?:(?!.-[^\\]).)*[^-\\]-\\[dDsSwWhHvV]/.test(inner)
    ? 'a range in a class begins or ends with a class'
    : undefined;
}

function escapeRefusal(text: string, groups: Groups, before: number): string | undefined {
  if (/^\\(?:[uULlF]|N\{)/.test(text)) return `there is no escape ${text}`;
  if (/^\\[pP]/.test(text)) {
    const property = propertyOf(text);
    return property === undefined || !knowsProperty('pcre', property) ? `there is no property ${property ?? ''}` : undefined;
  }
  if (/^\\o(?!\{[0-7]+\})/.test(text) || /^\\x\{(?![0-9A-Fa-f]+\})/.test(text)) return `${text} is no number`;
  if (/^\\[89]/.test(text)) return reference(text.slice(1), groups, before, false);
  const [, letter, braced, angled, quoted, number] = /^\\([kg])(?:\{([^}]*)\}|<([^>]*)>|'([^']*)'|([+-]?[0-9]+))?$/.exec(text) ?? [];
  if (letter === undefined) return undefined;
  const target = braced ?? angled ?? quoted ?? number;
  if (target === undefined) return `\\${letter} names no group`;
  return reference(target, groups, before, letter === 'g' && (angled ?? quoted) !== undefined);
}

/** Heads of groups that refer to another group, and what they refer to. */
const REFERRING: readonly RegExp[] = [
  /^\(\?P[=>](.*)$/s,
  /^\(\?&(.*)$/s,
  /^\(\?([+-]?[0-9]+)$/,
  /^\(\?\(<(.*)>\)$/s,
  /^\(\?\('(.*)'\)$/s,
  /^\(\?\(R?(?:&)?(.*)\)$/s,
];
const VERBS =
  /^\(\*(?:(?:ACCEPT|FAIL|F|COMMIT|PRUNE|SKIP|THEN)(?::.*)?|(?:MARK)?:.+|(?:pla|plb|nla|nlb|napla|naplb|atomic|sr|asr|script_run|atomic_script_run|(?:non_atomic_)?positive_look(?:ahead|behind)|negative_look(?:ahead|behind)):)$/s;

function groupRefusal(text: string, groups: Groups, before: number): string | undefined {
  if (text.startsWith('(*')) return VERBS.test(text) ? undefined : `there is no ${text})`;
  if (!text.startsWith('(?') || text === '(?' || /^\(\?\((?:DEFINE|R|VERSION.*)?\)?$/.test(text)) return undefined;
  for (const head of REFERRING) {
    const target = head.exec(text)?.[1];
    if (target !== undefined) return reference(target, groups, before, /^\(\?[+-]?[0-9]/.test(text));
  }
  if (/^\(\?C/.test(text))
    return /^\(\?C(?:[0-9]{1,2}|1[0-9]{2}|2[0-4][0-9]|25[0-5])?$/.test(text) || /^\(\?C[^0-9]/.test(text)
      ? undefined
      : 'a callout has a number above 255';
  const name = /^\(\?(?:P?<(?![=!])([^>]*)>|'([^']*)')$/
    .exec(text)
    ?.slice(1)
    .find((one) => one !== undefined);
  if (name !== undefined) return name.length <= 32 && /^[A-Za-z_]\w*$/.test(name) ? undefined : 'a group has a name that is none';
  return /^\(\?(?:R|[|:=!>]|<[=!]|\^?[imsxnJUar]*(?:-[imsxnJU]*)?:?)$/.test(text) ? undefined : `there is no group of the kind ${text}`;
}

/** A group by number, by name, or counted from here; `whole` where 0 is the expression itself. */
function reference(target: string, { count, names }: Groups, before: number, whole: boolean): string | undefined {
  const [, sign, digits] = /^([+-]?)([0-9]+)$/.exec(target) ?? [];
  if (digits === undefined) return names.has(target) ? undefined : `there is no group ${target}`;
  const number = sign === '-' ? before - Number(digits) + 1 : sign === '+' ? before + Number(digits) : Number(digits);
  return (number > 0 && number <= count) || (whole && digits === '0') ? undefined : `there is no group ${target}`;
}
