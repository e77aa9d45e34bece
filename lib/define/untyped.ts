import { DefinitionError, type Problem } from '../errors';
import { isPlainObject, shapeProblem, unknownFields } from '../model';

type Report = (problem: Problem) => void;

/** What an untyped caller gave, as a list; anything else is reported and taken as empty. */
export function asList<Entry>(value: unknown, where: string, report: Report): readonly Entry[] {
  if (!Array.isArray(value)) {
    report(shapeProblem(where, value, 'a list'));
    return [];
  }
  return value.filter((entry, index) => {
    if (isPlainObject(entry) || typeof entry === 'string') return true;
    report(shapeProblem(`${where}[${index}]`, entry, 'what the define functions return'));
    return false;
  }) as readonly Entry[];
}

/** The properties of an object an untyped caller gave; anything else is reported and taken as empty. */
export function asEntries<Entry>(value: unknown, where: string, report: Report): readonly (readonly [string, Entry])[] {
  if (!isPlainObject(value)) {
    report(shapeProblem(where, value, 'an object'));
    return [];
  }
  return Object.entries(value).filter(([name, entry]) => {
    if (isPlainObject(entry)) return true;
    report(shapeProblem(`${where}.${name}`, entry, 'an object'));
    return false;
  }) as readonly (readonly [string, Entry])[];
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return isPlainObject(value);
}

/** Refuses what is no object at all, which could not even be named in a later message. */
export function checkInput(input: unknown, where: string): void {
  if (!isPlainObject(input)) throw new DefinitionError([shapeProblem(where, input, 'an object')]);
}

/** Names of what a record holds. */
export function namesOf<Name extends string>(record: Readonly<Record<Name, unknown>> | undefined): readonly Name[] {
  return isPlainObject(record) ? (Object.keys(record) as Name[]) : [];
}

/** Reports fields nobody knows: an untyped `methds` would otherwise open every method. */
export function reportUnknown(value: unknown, known: readonly string[], where: string, report: Report): void {
  if (isPlainObject(value)) unknownFields(value, known, where, report);
  else report(shapeProblem(where, value, 'an object'));
}
