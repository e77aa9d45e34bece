import { types } from 'node:util';
import { DefinitionError, throwIfAny, type Problem } from '../errors';
import { isPlainObject, shapeProblem, show, unknownFields } from '../model';

type Report = (problem: Problem) => void;

/** What an untyped caller gave, as a list of objects; anything else is reported and left out. */
export function asList<Entry>(
  value: unknown,
  where: string,
  report: Report,
  expected = 'what the define functions return',
): readonly Entry[] {
  return entriesOf(value, where, report, isPlainObject, expected) as readonly Entry[];
}

/** The same for a list of texts. */
export function asTexts(value: unknown, where: string, report: Report): readonly string[] {
  return entriesOf(value, where, report, (entry) => typeof entry === 'string', 'a text') as readonly string[];
}

function entriesOf(value: unknown, where: string, report: Report, fits: (entry: unknown) => boolean, expected: string): readonly unknown[] {
  if (!Array.isArray(value)) {
    report(shapeProblem(where, value, 'a list'));
    return [];
  }
  return value.filter((entry: unknown, index) => {
    if (fits(entry)) return true;
    report(shapeProblem(`${where}[${index}]`, entry, expected));
    return false;
  });
}

/** A name or key an untyped caller gave, for messages and for what is made of it; that it is a text is checked later. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : show(value);
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

/** Refuses what is no object at all, which could not even be named in a later message, and what cannot be read. */
export function checkInput(input: unknown, where: string): void {
  if (types.isProxy(input) || !isPlainObject(input)) throw new DefinitionError([shapeProblem(where, input, 'an object')]);
  throwIfAny(unreadable(input, where));
}

/** Getters that throw and proxies: reading them later would end the check of everything else. */
function unreadable(input: object, where: string): readonly Problem[] {
  const problems: Problem[] = [];
  const found: (readonly [string, object])[] = [[where, input]];
  const seen = new Set<unknown>([input]);
  const visit = (value: unknown, place: string): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (types.isProxy(value)) problems.push(shapeProblem(place, value, 'plain data'));
    else found.push([place, value]);
  };
  // What is found on the way is visited in turn.
  for (const [place, owner] of found) {
    for (const name of Object.keys(owner)) {
      try {
        visit((owner as Readonly<Record<string, unknown>>)[name], `${place}.${name}`);
      } catch (error) {
        const reason = error instanceof Error ? error.message : show(error);
        problems.push({ where: `${place}.${name}`, what: `cannot be read: ${reason}`, fix: 'write plain data', code: 'WRONG_SHAPE' });
      }
    }
  }
  return problems;
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
