import { isEvaluated, referenceIn } from '../../terraform';
import { type Effect } from '../report';

/** Says what a changed value does to who can do what. */
export interface Weigh {
  /** @param isWhole Whether the plugin that the value is of comes or goes with it */
  (was: unknown, now: unknown, isWhole?: boolean): Effect;
  /** True where a value is no news on something that is new as a whole, since who can do what with it is computed. */
  readonly isPlainOnNew?: true;
  /** True where it is told as well of what goes as a whole: what watched or guarded something. */
  readonly isMissed?: true;
  /** True where what the value does is computed as access, or told as a consent. */
  readonly isComputed?: true;
}

/** A text or a setting without a say in who can do what. */
export const neutral: Weigh = () => 'neutral';

/** What it does is computed as access, and told there. */
export const computed: Weigh = Object.assign((): Effect => 'neutral', { isComputed: true as const });

/** The same of a text of Terraform: one that it works out by itself tells nobody here what it comes to. */
export const computedText: Weigh = Object.assign((_was: unknown, now: unknown): Effect => (isReadable(now) ? 'neutral' : 'unknown'), {
  isComputed: true as const,
});

/** The same of a list of texts. */
export const computedList: Weigh = Object.assign(
  (_was: unknown, now: unknown): Effect =>
    now === undefined || (Array.isArray(now) && now.every((item) => typeof item === 'string' && isReadable(item))) ? 'neutral' : 'unknown',
  { isComputed: true as const },
);

function isReadable(value: unknown): boolean {
  if (typeof value !== 'string') return typeof value !== 'object';
  return !isEvaluated(value) || referenceIn(value) !== undefined || ID_BY_NAME.test(value);
}

/** The id of a role or scope by its value, which is read where the application is known, and of unknown risk else. */
const ID_BY_NAME = /^\$\{(?:data\.)?[\w-]+\.[\w-]+\.(?:app_role_ids|oauth2_permission_scope_ids)\["[^"\\]+"\]\}$/;

/** What it does depends on what nobody here knows. */
export const unsure: Weigh = Object.assign((): Effect => 'unknown', { isPlainOnNew: true as const });

/** The same of what watches or guards something: whoever takes it away wants nobody to see. */
export const watching: Weigh = Object.assign((): Effect => 'unknown', { isPlainOnNew: true as const, isMissed: true as const });

/** Safe while it is exactly this; anything else broadens. */
export const only =
  (...safe: readonly unknown[]): Weigh =>
  (_was, now) =>
    safe.some((one) => JSON.stringify(one) === JSON.stringify(now)) ? 'narrowed' : 'broadened';

/** The more, the broader; nothing at all is no limit. */
export const more: Weigh = (was, now) => {
  if (typeof now !== 'number') return 'broadened';
  return typeof was === 'number' && now > was ? 'broadened' : 'narrowed';
};

/** Each further item broadens; nothing at all is no limit only where `isLimit` says so. */
export const items = (isLimit: boolean): Weigh => {
  const weigh = (was: unknown, now: unknown): Effect => {
    const [before, after] = [listOf(was), listOf(now)];
    if (isLimit && after.length === 0) return 'broadened';
    if (isLimit && before.length === 0) return 'narrowed';
    return after.some((item) => !before.includes(item)) ? 'broadened' : 'narrowed';
  };
  return isLimit ? weigh : Object.assign(weigh, { isPlainOnNew: true as const });
};

/** Whether a list of cors allows all there is: nothing is said, or `*`. */
function isEverything(value: unknown): boolean {
  const all = listOf(value);
  return all.length === 0 || all.includes('"*"');
}

/**
 * What pages of other origins may do: each further item broadens, and where nothing is said everything is allowed. Without the plugin
 * they may do nothing.
 *
 * @see https://developer.konghq.com/plugins/cors/reference/
 */
export const toOrigins: Weigh = Object.assign(
  (was: unknown, now: unknown, isWhole = false): Effect => {
    if (isWhole) return now === undefined ? 'narrowed' : 'broadened';
    if (isEverything(now)) return 'broadened';
    return isEverything(was) ? 'narrowed' : items(false)(was, now);
  },
  { isPlainOnNew: true as const },
);

/** The same of a switch: without the plugin nobody has what it lets through. */
export const withPlugin =
  (weigh: Weigh): Weigh =>
  (was, now, isWhole = false) =>
    isWhole && now === undefined ? 'narrowed' : weigh(was, now);

/** Each item that goes broadens: what is refused, removed or protected. */
export const guards: Weigh = (was, now) => {
  const [before, after] = [listOf(was), listOf(now)];
  return before.some((item) => !after.includes(item)) ? 'broadened' : 'narrowed';
};

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value)
    ? value.map((item) => JSON.stringify(item))
    : value === undefined || value === null
      ? []
      : [JSON.stringify(value)];
}
