import { type Application, type Identity } from '../../terraform';
import { type ChangeRow } from '../report';
import { audienceOf } from '../side/audience';
import { accepted } from '../side/guards';
import { type Side } from '../side/side';
import { isPublic } from './actors';
import { type Context } from './context';
import { listed } from './leaf-index';

/** A client that becomes public, or no longer is: whether anybody's copy of it gets the tokens that it gets. */
export function publicClientRow(identity: Identity, context: Context): readonly ChangeRow[] {
  const { base, head, leaves, names } = context;
  const [was, now] = [base?.byIdentity.get(identity), head?.byIdentity.get(identity)];
  if (was === undefined || now === undefined || head === undefined || isPublic(was) === isPublic(now)) return [];
  const becomes = isPublic(now);
  // Where the same addresses are of another platform, that is all that there is to say of them.
  const isSaid = (what: string): boolean => what === FALLBACK || (what.endsWith('redirect_uris') && urisOf(was) === urisOf(now));
  const { stack, address } = now.place.resource;
  return [
    {
      section: 'credentials',
      subject: names.of(identity),
      what: becomes
        ? 'becomes a public client: anybody’s copy of it can act as it'
        : 'is no longer a public client: whoever acts as it must prove that he may',
      was: becomes ? 'confidential' : 'public',
      now: becomes ? 'public' : 'confidential',
      effect: becomes ? 'broadened' : 'narrowed',
      isBlocking: false,
      notes: reachNotes(identity, becomes, head, context),
      places: leaves.take(`${stack}/${address}`, ({ row }) => row !== undefined && isSaid(row.what)),
    },
  ];
}

const FALLBACK = 'fallback_public_client_enabled';

function urisOf({ redirectUris }: Application): string {
  return redirectUris
    .map(({ uri }) => uri)
    .sort()
    .join(' ');
}

/** Roles of an API that people can hold; undefined where its roles are not known. */
function rolesOfPeople(api: Application | undefined): ReadonlySet<string> | undefined {
  return api && new Set(api.roles.filter(({ memberTypes }) => memberTypes.includes('User')).map(({ value }) => value));
}

/** Whether nothing is asked for, or one of the items is there, each word of it. */
function isMet(items: readonly string[], isHeld: (word: string) => boolean): boolean {
  return items.length === 0 || items.some((item) => item.split(/\s+/).every(isHeld));
}

/** Which APIs a client gets people tokens for, which routes take them, and who owns these APIs. */
function reachNotes(client: Identity, becomes: boolean, side: Side, { access, names }: Context): readonly string[] {
  const scopesOf = new Map<Identity, Set<string>>();
  for (const { client: holder, api, values, scopeIds } of side.directory.scopeGrants) {
    if (holder !== client) continue;
    const declared = side.byIdentity.get(api)?.scopes ?? [];
    const named = scopeIds.map((id) => declared.find((scope) => scope.id === id)?.value ?? id);
    scopesOf.set(api, new Set([...(scopesOf.get(api) ?? []), ...values, ...named]));
  }
  const apis = [...scopesOf.keys()].map((api) => names.of(api)).sort();
  const routes = access.now.filter((route) => {
    const { audiences, scopes, roles } = accepted(route);
    return [...scopesOf].some(([api, held]) => {
      if (!audiences.includes(audienceOf(api))) return false;
      const people = rolesOfPeople(side.byIdentity.get(api));
      return isMet(scopes, (scope) => held.has(scope)) && isMet(roles, (role) => people?.has(role) !== false);
    });
  });
  const teams = [...new Set([...scopesOf.keys()].flatMap((api) => names.team(names.of(api)) ?? []))].sort();
  return [
    ...(apis.length > 0 ? [`people who sign in with it reach ${listed(apis)}`] : ['it holds no scope of an API']),
    ...(routes.length > 0 ? [`routes that take what it holds: ${listed(routes.map(({ name, id }) => name ?? id ?? '').sort())}`] : []),
    ...(teams.length > 0 && becomes ? [`must agree: ${listed(teams)}`] : []),
  ];
}
