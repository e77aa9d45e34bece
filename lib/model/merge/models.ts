import { show } from '../shape';
import { type AccessModel, type ApiModel, type AssignmentModel, type ExternalApiModel, type GrantModel, type RetiredModel } from '../types';
import { type AccessPart } from './part';
import { agreed, type Report, type SettingsSource } from './settings';

/** A thing with the part it comes from. */
interface From<Thing> {
  readonly thing: Thing;
  readonly source: string;
}

/** Names of what one part declares external and another one registers, so that no environment need know it. */
export interface Resolved {
  readonly externalApis: ReadonlySet<string>;
  readonly externalClients: ReadonlySet<string>;
}

/** Definitions as one, not yet in order. */
export function mergeModels(
  parts: readonly AccessPart[],
  settings: SettingsSource,
  report: Report,
): { readonly model: AccessModel; readonly resolved: Resolved } {
  const all = <Thing>(of: (model: AccessModel) => readonly Thing[]): readonly From<Thing>[] =>
    parts.flatMap(({ source, model }) => of(model).map((thing) => ({ thing, source })));
  const registered = registrations(parts, report);
  const apis = all((model) => model.apis);
  const externalApis = all((model) => model.externalApis);
  const externalClients = all((model) => model.externalClients);
  const isRegistered = ({ thing: { key } }: From<{ readonly key: string }>): boolean => registered.has(key);
  for (const external of externalApis.filter(isRegistered)) compareWithOwner(external, apis, report);
  const namesOf = (list: readonly From<{ readonly key: string; readonly name: string }>[]): ReadonlySet<string> =>
    new Set(list.filter(isRegistered).map(({ thing: { name } }) => name));
  return {
    model: {
      apis: apis.map(({ thing }) => thing),
      clients: all((model) => model.clients).map(({ thing }) => thing),
      externalApis: mergeExternalApis(
        externalApis.filter((one) => !isRegistered(one)),
        report,
      ),
      externalClients: distinct(
        externalClients.filter((one) => !isRegistered(one)),
        'externalClients',
        report,
      ),
      grants: mergeGrants(
        all((model) => model.grants),
        report,
      ),
      assignments: mergeAssignments(
        all((model) => model.assignments),
        report,
      ),
      routes: all((model) => model.routes).map(({ thing }) => thing),
      retired: distinct<RetiredModel>(
        all((model) => model.retired),
        'retired',
        report,
      ),
      observability: agreed('observability', parts, settings, ({ model }) => model.observability, report),
    },
    resolved: { externalApis: namesOf(externalApis), externalClients: namesOf(externalClients) },
  };
}

/** Keys of all registrations; one that two parts make is a conflict. */
function registrations(parts: readonly AccessPart[], report: Report): ReadonlySet<string> {
  const owners = new Map<string, string>();
  for (const { source, model } of parts) {
    for (const { key } of [...model.apis, ...model.clients]) {
      const before = owners.get(key);
      if (before !== undefined)
        report({
          where: `merge ${key}`,
          what: `is registered by ${before} and by ${source}`,
          fix: 'let one of them register it, and the other one declare it with defineExternalApi or defineExternalClient',
          code: 'MERGE_REGISTERED_TWICE',
        });
      owners.set(key, before ?? source);
    }
  }
  return new Set(owners.keys());
}

/** What a part believes of another part's API must be so. */
function compareWithOwner({ thing: external, source }: From<ExternalApiModel>, apis: readonly From<ApiModel>[], report: Report): void {
  const owner = apis.find(({ thing }) => thing.key === external.key);
  const differ = (what: string): void =>
    report({ where: `merge ${external.key}`, what, fix: 'declare it external as its owner declares it', code: 'MERGE_EXTERNAL_DIFFERS' });
  if (owner === undefined) {
    differ(`is an API in ${source}, and a client elsewhere`);
    return;
  }
  for (const kind of ['roles', 'scopes'] as const) {
    for (const permission of external[kind]) {
      const found = (owner.thing[kind] as readonly (typeof permission)[]).find(({ key }) => key === permission.key);
      const name = `${kind === 'roles' ? 'app role' : 'scope'} ${show(permission.key)}`;
      if (found === undefined) differ(`has no ${name} in ${owner.source}, which ${source} grants`);
      else if (found.value !== permission.value || found.id !== permission.id)
        differ(
          `has the ${name} as ${show(permission.value)} (${permission.id}) in ${source} and as ${show(found.value)} (${found.id}) in ${owner.source}`,
        );
    }
  }
}

/** An external API that several parts know, with the permissions that any of them grants. */
function mergeExternalApis(list: readonly From<ExternalApiModel>[], report: Report): readonly ExternalApiModel[] {
  const merged = new Map<string, ExternalApiModel>();
  for (const { thing, source } of list) {
    const before = merged.get(thing.key);
    if (before === undefined) {
      merged.set(thing.key, thing);
      continue;
    }
    const joined = <Entry extends { readonly key: string }>(own: readonly Entry[], other: readonly Entry[]): readonly Entry[] => [
      ...own,
      ...other.filter(({ key }) => !own.some((one) => one.key === key)),
    ];
    const same = [before, thing].map(({ roles: _roles, scopes: _scopes, ...rest }) => JSON.stringify(rest));
    const clash = [...thing.roles, ...thing.scopes].some((one) =>
      [...before.roles, ...before.scopes].some((other) => other.key === one.key && JSON.stringify(other) !== JSON.stringify(one)),
    );
    if (same[0] !== same[1] || clash)
      report({
        where: `merge ${thing.key}`,
        what: `is declared external in another way by ${source} than by others`,
        fix: 'declare it alike, best in a package of its own',
        code: 'MERGE_EXTERNAL_DIFFERS',
      });
    merged.set(thing.key, { ...before, roles: joined(before.roles, thing.roles), scopes: joined(before.scopes, thing.scopes) });
  }
  return [...merged.values()];
}

function distinct<Thing extends { readonly key: string }>(list: readonly From<Thing>[], what: string, report: Report): readonly Thing[] {
  const merged = new Map<string, Thing>();
  for (const { thing, source } of list) {
    const before = merged.get(thing.key) ?? thing;
    if (JSON.stringify(before) !== JSON.stringify(thing))
      report({
        where: `merge ${what} ${thing.key}`,
        what: `is declared in another way by ${source} than by others`,
        fix: 'declare it alike',
        code: 'MERGE_EXTERNAL_DIFFERS',
      });
    merged.set(thing.key, before);
  }
  return [...merged.values()];
}

/** Entra keeps one consent for the scopes of a pair, and each role of a pair once: a second deployment cannot make it again. */
function mergeGrants(list: readonly From<GrantModel>[], report: Report): readonly GrantModel[] {
  const merged = new Map<string, From<GrantModel>>();
  for (const { thing, source } of list) {
    const pair = `${thing.caller} -> ${thing.api}`;
    const before = merged.get(pair);
    if (before === undefined) {
      merged.set(pair, { thing, source });
      continue;
    }
    const shared = thing.roles.filter((role) => before.thing.roles.includes(role));
    const what = shared.length > 0 ? `the app role ${shared.map(show).join(', ')}` : 'scopes, of which Entra keeps one consent';
    if (shared.length > 0 || (thing.scopes.length > 0 && before.thing.scopes.length > 0))
      report({
        where: `merge grants ${pair}`,
        what: `${before.source} and ${source} both grant ${what}`,
        fix: 'let one of them grant it',
        code: 'MERGE_HELD_TWICE',
      });
    merged.set(pair, {
      source: before.source,
      thing: { ...thing, roles: union(before.thing.roles, thing.roles), scopes: union(before.thing.scopes, thing.scopes) },
    });
  }
  return [...merged.values()].map(({ thing }) => thing);
}

function mergeAssignments(list: readonly From<AssignmentModel>[], report: Report): readonly AssignmentModel[] {
  const merged = new Map<string, From<AssignmentModel>>();
  for (const { thing, source } of list) {
    const { principal, api, roles } = thing;
    const pair = `${principal.kind} ${principal.key} -> ${api}`;
    const before = merged.get(pair);
    if (before === undefined) {
      merged.set(pair, { thing, source });
      continue;
    }
    const shared = roles.filter((role) => before.thing.roles.includes(role));
    if (shared.length > 0 || (roles.length === 0 && before.thing.roles.length === 0))
      report({
        where: `merge assignments ${pair}`,
        what: `${before.source} and ${source} both assign ${shared.length === 0 ? 'the API as such' : shared.map(show).join(', ')}`,
        fix: 'let one of them assign it',
        code: 'MERGE_HELD_TWICE',
      });
    merged.set(pair, { source: before.source, thing: { ...thing, roles: union(before.thing.roles, roles) } });
  }
  return [...merged.values()].map(({ thing }) => thing);
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].sort();
}
