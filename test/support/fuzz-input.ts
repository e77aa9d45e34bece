/** Numbers that are the same for the same seed. */
export class Dice {
  constructor(private state: number) {}

  /** A number from 0 up to, and without, a bound. */
  below(bound: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * bound);
  }

  of<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  }

  /** True once in so many times. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }
}

/** What stands in requests where something goes wrong. */
const ODD = [
  '',
  ' ',
  '\t',
  '\r\n',
  '\n',
  '\0',
  '\x7f',
  '\xff',
  '/',
  '//',
  '/./',
  '/../',
  '%2e%2e',
  '%2f',
  '%00',
  '%',
  '%zz',
  ';',
  '?',
  '#',
  '\\',
  ':',
  ',',
  '=',
  '&',
  '"',
  "'",
  '<script>',
  '{}',
  '[]',
  'null',
  '-1',
  '0',
  '99999999999999999999',
  '__proto__',
  'constructor',
  'é',
  '🙂',
  'x'.repeat(300),
  'x'.repeat(9_000),
  '${x}',
  '{{x}}',
  '*',
  '$',
  'bearer',
  'Bearer',
  'chunked',
  '\u2028',
];

/** A text with something else in it, or something of it missing. */
export function spoilt(text: string, dice: Dice): string {
  const [at, other] = [dice.below(text.length + 1), dice.below(text.length + 1)];
  const [from, to] = at < other ? [at, other] : [other, at];
  const changes = [
    () => text.slice(0, at) + dice.of(ODD) + text.slice(at),
    () => text.slice(0, from) + text.slice(to),
    () => text.slice(0, to) + text.slice(from),
    () => text.slice(0, at) + String.fromCharCode(dice.below(256)) + text.slice(at + 1),
    () => text.slice(0, at),
    () => text.toUpperCase(),
    () => encodeURIComponent(text),
    () => dice.of(ODD),
  ];
  return dice.of(changes)();
}

/** The same several times over. */
export function spoiltMore(text: string, dice: Dice): string {
  let changed = text;
  for (let times = 1 + dice.below(3); times > 0; times--) changed = spoilt(changed, dice);
  return changed;
}

/** Bytes of no meaning. */
export function noise(dice: Dice): string {
  return Array.from({ length: dice.below(400) }, () => String.fromCharCode(dice.below(256))).join('');
}

/** A JSON value with some of its parts changed for others. */
export function spoiltJson(value: unknown, dice: Dice): unknown {
  if (dice.once(6)) return dice.of([null, [], {}, '', 0, -1, true, 'x', { a: null }, [null], ['x'], [{}], dice.of(ODD)]);
  if (Array.isArray(value)) return value.map((one) => spoiltJson(one, dice));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, one]) => [dice.once(12) ? spoilt(name, dice) : name, spoiltJson(one, dice)]);
    return Object.fromEntries(entries) as unknown;
  }
  return typeof value === 'string' && dice.once(3) ? spoilt(value, dice) : value;
}
