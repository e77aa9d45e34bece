import { deceptive } from '../output/names';
import { type AccessRow } from '../report';
import { type Context } from './context';

/** Names that the head brings and that are not what they look like. */
export function deceptiveNames({ base, head }: Context, rows: readonly AccessRow[]): readonly string[] {
  const known = new Set(base === undefined ? [] : namesIn(base));
  const shown = rows.flatMap(({ who, routes }) => [...who.map(({ caller }) => caller), ...routes.map(({ name }) => name)]);
  const added = [...new Set([...(head === undefined ? [] : namesIn(head)), ...shown])].filter((name) => !known.has(name));
  return added.flatMap((name) => deceptive(name) ?? []).sort();
}

/** Names that people tell things by: of registrations, roles, scopes and groups, and of what is on the gateway. */
function namesIn({ directory, access, template }: NonNullable<Context['head']>): readonly string[] {
  const { applications } = directory;
  return [
    ...applications.flatMap(({ displayName, roles, scopes, credentials }) => [
      displayName,
      ...[...roles, ...scopes].flatMap(({ value, displayName: title }) => [value, title]),
      ...credentials.map((credential) => credential.displayName),
    ]),
    ...Object.keys({ ...access?.environment.groups, ...access?.environment.people, ...access?.environment.owners }),
    ...Object.entries(template?.apis ?? {}).flatMap(([api, { service, routes }]) => [
      api,
      ...Object.keys({ ...service?.routes, ...routes }),
    ]),
  ];
}
