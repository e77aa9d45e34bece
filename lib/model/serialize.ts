import { DefinitionError, type Problem } from '../errors';
import type { EnvironmentModel } from './environment';
import { jsonErrorPlace } from './json-place';
import { repeatedName } from './repeated-names';
import { show } from './shape';
import type { AccessModel } from './types';
import { checkEnvironment, checkEnvironmentShape } from './validate/environment';
import { checkModel } from './validate';

/** Version of the JSON form; a change that a reader must know of raises it. */
export const FORMAT_VERSION = 1;

/** A definition with the environment it is deployed to, as `access.json` holds it. */
export interface AccessFile {
  readonly formatVersion: typeof FORMAT_VERSION;
  readonly environment: EnvironmentModel;
  readonly model: AccessModel;
}

/** The text of `access.json`: the same definition and environment give the same bytes. */
export function writeAccess(model: AccessModel, environment: EnvironmentModel): string {
  return `${JSON.stringify({ formatVersion: FORMAT_VERSION, environment: sortedRecords(environment), model }, undefined, 1)}\n`;
}

/**
 * Reads the text of an `access.json` and checks it as if it had just been defined.
 *
 * @throws DefinitionError `FILE_INVALID`, or the problems of the definition and environment.
 */
export function readAccess(text: string, file = 'access.json'): AccessFile {
  const parsed = parseJson(text, file) as Partial<AccessFile> | null;
  if (parsed === null || typeof parsed !== 'object' || parsed.formatVersion !== FORMAT_VERSION) {
    throw fileInvalid(
      file,
      `is not an access model of format ${FORMAT_VERSION}`,
      'synthesize the stack again with this version of kong-entra',
    );
  }
  const problems: Problem[] = [...checkModel(parsed.model), ...checkEnvironmentShape(parsed.environment)];
  if (problems.length === 0) problems.push(...checkEnvironment(parsed.model as AccessModel, parsed.environment as EnvironmentModel));
  if (problems.length > 0) throw new DefinitionError(problems.map((problem) => ({ ...problem, where: `${file} ${problem.where}` })));
  return parsed as AccessFile;
}

/** The definition in canonical order, whatever order it was written in. */
export function inOrder(model: AccessModel): AccessModel {
  const byKey = <Entry extends { readonly key: string }>(entries: readonly Entry[]): readonly Entry[] =>
    sorted(entries, (entry) => entry.key);
  const published = <Entry extends Pick<AccessModel['apis'][number], 'key' | 'roles' | 'scopes'>>(
    apis: readonly Entry[],
  ): readonly Entry[] => {
    return byKey(apis).map((api) => ({ ...api, roles: byKey(api.roles), scopes: byKey(api.scopes) }));
  };
  return {
    apis: published(model.apis),
    clients: byKey(model.clients),
    externalApis: published(model.externalApis),
    externalClients: byKey(model.externalClients),
    grants: sorted(model.grants, (grant) => `${grant.caller} ${grant.api}`),
    assignments: sorted(model.assignments, ({ principal, api }) => `${principal.kind} ${principal.key} ${api}`),
    routes: sorted(model.routes, (route) => `${route.api} ${route.key}`),
    retired: byKey(model.retired),
    observability: model.observability,
  };
}

/** Sorted by a text, by code units, so that no locale has a say. */
export function sorted<Entry>(entries: readonly Entry[], by: (entry: Entry) => string): readonly Entry[] {
  return entries
    .map((entry) => ({ entry, text: by(entry) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ entry }) => entry);
}

/** Parsed JSON, or a problem that names the file. What names something twice is refused: readers differ in what they take of it. */
export function parseJson(text: string, file: string): unknown {
  const parsed = parsedJson(text, file);
  const repeated = repeatedName(text, parsed);
  if (repeated !== undefined)
    throw fileInvalid(file, `has ${show(repeated)} twice, and programs differ in which of them they read`, 'write each name once');
  return parsed;
}

function parsedJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { line, column } = jsonErrorPlace(text);
    throw fileInvalid(file, `is not JSON from line ${line}, column ${column} on`, 'check that the file is whole');
  }
}

function fileInvalid(file: string, what: string, fix: string): DefinitionError {
  return new DefinitionError([{ where: file, what, fix, code: 'FILE_INVALID' }]);
}

// The maps of an environment have no order of their own.
function sortedRecords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedRecords);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(sorted(Object.entries(value), ([name]) => name).map(([name, entry]) => [name, sortedRecords(entry)]));
}
