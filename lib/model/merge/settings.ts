import { type Problem } from '../../errors';
import { show } from '../shape';
import { type AccessPart } from './part';

/** Reports a conflict. */
export type Report = (problem: Problem) => void;

/** What is taken from one part where parts differ. */
export interface SettingsSource {
  readonly part: AccessPart;
  /** True where somebody said so. */
  readonly isChosen: boolean;
}

/** The part whose settings hold. */
export function settingsSource(parts: readonly AccessPart[], settingsOf: string | undefined, report: Report): SettingsSource {
  const sources = parts.map(({ source }) => source);
  const fix = 'name at least one part, each by a source of its own';
  const twice = sources.find((source, at) => sources.indexOf(source) !== at);
  if (twice !== undefined) report({ where: 'merge', what: `has two parts with the source ${show(twice)}`, fix, code: 'MERGE_SOURCES' });
  const part = parts.find(({ source }) => settingsOf === undefined || source === settingsOf) ?? parts[0];
  if (settingsOf !== undefined && !sources.includes(settingsOf))
    report({
      where: 'merge settingsOf',
      what: `is ${show(settingsOf)}; the sources are ${sources.map(show).join(', ')}`,
      fix,
      code: 'MERGE_SOURCES',
    });
  if (part === undefined) report({ where: 'merge', what: 'has no parts', fix, code: 'MERGE_SOURCES' });
  return { part: part as AccessPart, isChosen: settingsOf !== undefined };
}

/**
 * What all parts say of a setting; where they differ, what the chosen part says, or a conflict.
 *
 * @param decides true for what has a say in who gets in, which nobody can choose
 */
export function agreed<Value>(
  name: string,
  parts: readonly AccessPart[],
  { part, isChosen }: SettingsSource,
  read: (part: AccessPart) => Value,
  report: Report,
  decides = false,
): Value {
  const value = read(part);
  const other = parts.find((one) => comparable(read(one)) !== comparable(value));
  if (other !== undefined && (decides || !isChosen)) {
    report({
      where: `merge ${name}`,
      what: `is ${show(value)} in ${part.source} and ${show(read(other))} in ${other.source}`,
      fix: decides ? 'deploy the two to the same, or judge them apart' : 'use the same, or say with `settingsOf` whose settings hold',
      code: 'MERGE_SETTING_DIFFERS',
    });
  }
  return value;
}

/** Lists of hosts, addresses and the like have no order. */
export function comparable(value: unknown): string | undefined {
  return JSON.stringify(Array.isArray(value) ? [...(value as readonly unknown[])].sort() : value);
}
