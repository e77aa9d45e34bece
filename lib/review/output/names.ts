import { visible } from '../../access';

/** Scripts whose letters are told apart from those of the others. Common and inherited characters belong to any. */
const SCRIPTS = [
  'Latin',
  'Cyrillic',
  'Greek',
  'Armenian',
  'Cherokee',
  'Coptic',
  'Georgian',
  'Hebrew',
  'Arabic',
  'Han',
  'Hiragana',
  'Katakana',
  'Bopomofo',
  'Hangul',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Thai',
  'Lao',
  'Khmer',
  'Myanmar',
  'Ethiopic',
  'Tibetan',
] as const;

type Script = (typeof SCRIPTS)[number] | 'another script';

const MATCHERS = SCRIPTS.map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const);

/** What one language writes together: Japanese, Chinese with its sounds, Korean. */
const WRITTEN_TOGETHER: readonly ReadonlySet<Script>[] = [
  new Set(['Latin', 'Han', 'Hiragana', 'Katakana']),
  new Set(['Latin', 'Han', 'Bopomofo']),
  new Set(['Latin', 'Han', 'Hangul']),
];

/** Scripts with letters that look like Latin ones, so that a word of both hides something. */
const CONFUSABLE: ReadonlySet<Script> = new Set(['Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic', 'another script']);

/** Small and capital letters of Cyrillic and Greek that are drawn like Latin ones. */
const LIKE_LATIN = /^[асеорхуіјѕһԁԛԝѵӏАВЕЅІЈКМНОРСТУХԌԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲϳ\p{N}]+$/u;

/** Nothing is seen of them, or they turn the order of what is seen. Joiners and selectors have their own places. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u2800\u3164\uffa0]/gu;
/** Joiners within a word of a script that needs them, and within a picture. */
const JOINED =
  /(?<=[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{M}])[\u200c\u200d](?=\p{L})|(?<=[\p{Extended_Pictographic}\ufe0f\u{1f3fb}-\u{1f3ff}])\u200d(?=\p{Extended_Pictographic})/gu;
const SPACES = /(?! )\p{Zs}/gu;
/** Letters made for formulas, which look like those of the keyboard. */
const MATHEMATICAL = /[\u{1d400}-\u{1d7ff}]/gu;

/**
 * Why a name is not what it looks like, such as `orders-аpi: mixes Latin and Cyrillic (U+0430)`; undefined where it is. Looks for
 * characters nobody sees, spaces and letters that are others than they seem, and words of several scripts that no language writes
 * together. Names in any language, and names that hold words of several, are left alone.
 *
 * @see https://www.unicode.org/reports/tr39/ Restriction_Level_Detection, Whole_Script_Confusables
 */
export function deceptive(text: string): string | undefined {
  const words = text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const reasons = [
    ...found(text.replace(JOINED, ''), UNSEEN, 'holds characters that are not seen'),
    ...found(text, SPACES, 'holds spaces that are others than they look'),
    ...found(text, MATHEMATICAL, 'holds letters of formulas'),
    ...words.flatMap(mixed),
    ...words.flatMap(likeLatin),
  ];
  return reasons.length === 0 ? undefined : `${visible(text)}: ${[...new Set(reasons)].join('; ')}`;
}

function found(text: string, pattern: RegExp, what: string): readonly string[] {
  const characters = [...new Set(text.match(pattern) ?? [])].sort();
  return characters.length === 0 ? [] : [`${what} (${characters.map(codePoint).join(', ')})`];
}

function mixed(word: string): readonly string[] {
  const scripts = new Map<Script, string>();
  for (const character of word) {
    const script = scriptOf(character);
    if (script !== undefined && !scripts.has(script)) scripts.set(script, character);
  }
  const [one, ...others] = [...scripts.keys()];
  if (one === undefined || others.length === 0 || WRITTEN_TOGETHER.some((set) => [one, ...others].every((script) => set.has(script)))) {
    return [];
  }
  // Latin beside a script that looks nothing like it, such as a brand within an Arabic name, hides nothing.
  if (scripts.size === 2 && scripts.has('Latin') && ![one, ...others].some((script) => CONFUSABLE.has(script))) return [];
  const strange = [...scripts].filter(([script]) => script !== 'Latin').map(([, character]) => codePoint(character));
  const names = [...scripts.keys()].sort((a, b) => Number(b === 'Latin') - Number(a === 'Latin'));
  return [`mixes ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''} (${strange.join(', ')})`];
}

function scriptOf(character: string): Script | undefined {
  if (!/\p{L}/u.test(character) || /[\p{Script=Common}\p{Script=Inherited}]/u.test(character)) return undefined;
  return MATCHERS.find(([, pattern]) => pattern.test(character))?.[0] ?? 'another script';
}

function likeLatin(word: string): readonly string[] {
  const script = [...word].map(scriptOf).find((one) => one !== undefined);
  if ((script !== 'Cyrillic' && script !== 'Greek') || !LIKE_LATIN.test(word)) return [];
  const first = [...word].find((character) => scriptOf(character) === script) ?? '';
  return [`has a word that looks Latin and is ${script} (${codePoint(first)})`];
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
