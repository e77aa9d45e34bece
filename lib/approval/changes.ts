import { DefinitionError, throwIfAny, type Problem } from '../errors';
import { isPlainObject, parseJson, show, sorted } from '../model';
import { digestOfData } from './digest';
import type { ChangeKind, GatewayChange } from './types';

const CHANGES: readonly ChangeKind[] = ['creating', 'updating', 'deleting'];

/** What decK did not get to; a report with such entries does not show everything. */
const DROPPED = ['dropped_creations', 'dropped_updates', 'dropped_deletions'];

/**
 * The changes that `deck gateway diff --json-output` reports, in order.
 *
 * @throws DefinitionError `DECK_REPORT_INVALID` for what is no whole report. decK ends with 0 although it failed, and says so
 * in the report's `errors`.
 * @see https://developer.konghq.com/deck/gateway/diff/
 */
export function readGatewayDiff(text: string, source: string): readonly GatewayChange[] {
  const report = parseJson(text, source);
  const changes = isPlainObject(report) ? report['changes'] : undefined;
  if (!isPlainObject(report) || !isPlainObject(changes))
    throw new DefinitionError([problem(source, 'is no report of `deck gateway diff --json-output`')]);
  const problems: Problem[] = [];
  const { errors } = report;
  if (!Array.isArray(errors)) problems.push(problem(`${source} errors`, 'is no list'));
  else problems.push(...errors.map((error) => problem(source, `decK failed: ${show(error)}`)));
  for (const name of DROPPED) {
    const dropped = changes[name];
    if (dropped !== undefined && dropped !== null && !(Array.isArray(dropped) && dropped.length === 0))
      problems.push(problem(`${source} changes.${name}`, 'names changes that decK gave up'));
  }
  const read = CHANGES.flatMap((change) => entries(changes[change], change, source, problems));
  throwIfAny(problems);
  return sorted(read, (one) => changeKey(one));
}

function entries(list: unknown, change: ChangeKind, source: string, problems: Problem[]): readonly GatewayChange[] {
  if (!Array.isArray(list)) {
    problems.push(problem(`${source} changes.${change}`, 'is no list'));
    return [];
  }
  return list.flatMap((entry: unknown, index): GatewayChange[] => {
    const { kind, name, body } = isPlainObject(entry) ? entry : {};
    if (typeof kind !== 'string' || typeof name !== 'string' || kind === '') {
      problems.push(problem(`${source} changes.${change}[${index}]`, 'has no kind and name'));
      return [];
    }
    const { old: before, new: after } = isPlainObject(body) ? body : {};
    // What is new has no id that stays: decK makes one up at each run. What goes is under "new", with nothing under "old".
    if (change === 'creating') return [{ change, kind, name, id: '', was: '' }];
    const there = change === 'deleting' ? (before ?? after) : before;
    return [{ change, kind, name, id: idOf(there), was: digestOfData(withoutTimes(there) ?? null) }];
  });
}

function withoutTimes(entity: unknown): unknown {
  if (!isPlainObject(entity)) return entity;
  return Object.fromEntries(Object.entries(entity).filter(([field]) => field !== 'created_at' && field !== 'updated_at'));
}

function idOf(entity: unknown): string {
  return isPlainObject(entity) && typeof entity['id'] === 'string' ? entity['id'] : '';
}

/** One text per change: two are the same change if their texts are the same. */
export function changeKey({ change, kind, name, id, was }: GatewayChange): string {
  return JSON.stringify([change, kind, name, id, was]);
}

/** A change in words. */
export function changeText({ change, kind, name, id }: GatewayChange): string {
  return `${change} ${kind} ${show(name)}${id === '' ? '' : ` (${show(id).slice(1, -1)})`}`;
}

function problem(where: string, what: string): Problem {
  return { where, what, fix: 'run `deck gateway diff --json-output` again, and pass all of what it prints', code: 'DECK_REPORT_INVALID' };
}
