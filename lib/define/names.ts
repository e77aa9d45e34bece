import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../errors';
import { show, unknownName, type ApiModel } from '../model';
import type { Api } from './api';
import type { ExternalApi } from './external';
import { asText, asTexts } from './untyped';

/** What turns names into keys: the APIs seen so far, by key, and where problems go. */
export interface Erasure {
  readonly report: (problem: Problem) => void;
  readonly apis: Map<string, { readonly source: Api | ExternalApi; readonly model: Pick<ApiModel, 'key' | 'roles' | 'scopes'> }>;
}

// Two packages may bring the same API; two different ones under one key would be confused.
export function checkSame(api: Api | ExternalApi, where: string, { apis, report }: Erasure): void {
  const known = apis.get(api.key);
  if (known === undefined || known.source === api || isDeepStrictEqual(known.source, api)) return;
  report({
    where,
    what: `API ${show(api.key)} is another one than the API of that key listed in the definition`,
    fix: 'use one version of the API object everywhere',
    code: 'API_CONFLICT',
  });
}

/** Keys of the named roles or scopes. A name the API does not declare stays as it is, for the check of the model to report. */
export function keys(
  names: unknown,
  api: Api | ExternalApi,
  kind: 'app role' | 'scope',
  where: string,
  { apis, report }: Erasure,
): readonly string[] {
  const model = apis.get(api.key)?.model;
  const permissions = (kind === 'app role' ? model?.roles : model?.scopes) ?? [];
  return asTexts(names, `${where} ${kind}s`, report).map((name) => {
    const found = permissions.find((permission) => permission.value === name);
    if (found !== undefined) return asText(found.key);
    // A former value lives on as a key; whoever still names it would be understood in silence.
    if (model !== undefined && permissions.some((permission) => permission.key === name)) {
      report({
        where,
        what: unknownName(model, kind, name),
        fix: 'name the value it has now',
        code: kind === 'app role' ? 'UNKNOWN_ROLE' : 'UNKNOWN_SCOPE',
      });
    }
    return name;
  });
}

/** Sorted and without repeats. */
export function union(...lists: readonly (readonly string[] | undefined)[]): readonly string[] {
  return [...new Set(lists.flatMap((list) => list ?? []))].sort();
}
