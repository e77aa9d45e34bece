import { parseArgs } from 'node:util';
import { DefinitionError } from '../errors';

/** A flag of a command. */
export interface Flag {
  readonly describes: string;
  readonly default: string;
  readonly allowed?: readonly string[];
  /** `nothing` is a switch, whose value is `yes` where it is given; values of `many` come one a line. @default - one value, the last given */
  readonly takes?: 'nothing' | 'many';
}

/** A command of the CLI. */
export interface Command {
  /** Words that call it. */
  readonly words: readonly string[];
  readonly describes: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** What follows without a flag, by names that no flag has; all of them are needed. @default - nothing */
  readonly operands?: Readonly<Record<string, string>>;
}

/** Values of a command's flags, defaults filled in; every problem at once. */
export function readFlags(command: Command, args: readonly string[]): Readonly<Record<string, string>> {
  const where = `kong-entra ${command.words.join(' ')}`;
  const fix = `use ${Object.keys(command.flags)
    .map((flag) => `--${flag}`)
    .join(', ')}; \`${where} --help\` says what they mean`;
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(command.flags).map(([flag, { takes }]) => [
        flag,
        { type: takes === 'nothing' ? ('boolean' as const) : ('string' as const) },
      ]),
    ),
    strict: false,
    tokens: true,
  });
  const values: Record<string, string> = Object.fromEntries(
    Object.entries(command.flags).map(([flag, { default: value }]) => [flag, value]),
  );
  const wrong: string[] = [];
  const seen = new Set<string>();
  const operands = Object.keys(command.operands ?? {});
  const given = tokens.flatMap((token) => (token.kind === 'positional' ? token.value : []));
  wrong.push(...given.slice(operands.length).map((value) => `"${value}" is not expected`));
  operands.forEach((name, at) => {
    const value = given[at] ?? '';
    if (value === '') wrong.push(`needs ${operands.join(' and ')}, and ${name} is missing`);
    else values[name] = value;
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const flag = Object.hasOwn(command.flags, token.name) ? command.flags[token.name] : undefined;
    if (flag === undefined) wrong.push(`has no flag ${token.rawName}`);
    else if (flag.takes === 'nothing' && token.value === undefined) values[token.name] = 'yes';
    else if (flag.takes === 'nothing') wrong.push(`${token.rawName} takes no value`);
    else if (token.value === '') wrong.push(`${token.rawName} is empty`);
    else if (token.value === undefined) wrong.push(`${token.rawName} needs a value`);
    else if (flag.allowed !== undefined && !flag.allowed.includes(token.value))
      wrong.push(`${token.rawName} is "${token.value}"; it can be ${flag.allowed.join(' or ')}`);
    else if (flag.takes !== 'many' && seen.has(token.name)) wrong.push(`${token.rawName} is given twice`);
    else if (flag.takes !== 'many') values[token.name] = token.value;
    else if (/[\r\n]/.test(token.value)) wrong.push(`${token.rawName} has a line break`);
    else values[token.name] = [values[token.name] ?? '', token.value].filter((line) => line !== '').join('\n');
    seen.add(token.name);
  }
  if (wrong.length > 0) throw new DefinitionError(wrong.map((what) => ({ where, what, fix, code: 'USAGE' })));
  return values;
}

/** Longer ones push their description aside. */
const LABEL_WIDTH = 26;

/** The help page. */
export function helpPage(commands: readonly Command[]): string {
  const lines = commands.flatMap((command) => [
    '',
    `  kong-entra ${[...command.words, ...Object.keys(command.operands ?? {})].join(' ')}`,
    `      ${command.describes}`,
    ...Object.entries(command.operands ?? {}).map(([name, describes]) => `      ${name.padEnd(LABEL_WIDTH)}  ${describes}`),
    ...Object.entries(command.flags).map(([flag, { describes, default: value, allowed, takes }]) => {
      const label = `--${flag} ${takes === 'nothing' ? '' : (allowed?.join('|') ?? 'VALUE')}`;
      return `      ${label.padEnd(LABEL_WIDTH)}  ${describes}${value === '' ? '' : ` (default: ${value})`}`;
    }),
  ]);
  return [
    'kong-entra: identity and gateway policy from one definition',
    ...lines,
    '',
    'Exit codes: 0 clean, 1 findings, 2 bad input or failure. Data goes to stdout, everything else to stderr.',
    '',
  ].join('\n');
}
