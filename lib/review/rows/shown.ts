import { type GatewayRoute } from '../../access';
import { sorted } from '../../model';
import { type RouterRequest } from '../../router';
import { type Entry } from '../access/side-access';
import { type Person, type RouteShown, type Who } from '../report';
import { type Names } from '../side/names';

/** A route as it is shown. */
export function shownRoute(
  route: GatewayRoute,
  request: RouterRequest | undefined,
  apis: readonly string[],
  names: Names,
  side: 'base' | 'head',
): RouteShown {
  const name = route.name ?? route.id ?? 'a route without a name';
  const named = names.route(name, side);
  return {
    name,
    api: named?.api ?? apis.join(', '),
    methods: (route.methods ?? []).length > 0 ? [...(route.methods ?? [])] : (named?.methods ?? []),
    hosts: [...(route.hosts ?? [])],
    path: named?.path ?? (route.paths ?? []).join(' '),
    example: request === undefined ? '' : `${request.method} ${request.scheme ?? 'https'}://${request.host ?? ''}${request.path}`,
  };
}

/** An entry as it is shown. */
export function shownWho({ caller, isOpenSet, as, people, consents }: Entry, names: Names): Who {
  return {
    caller: isOpenSet ? caller : names.shown(caller),
    isOpenSet,
    as,
    people: people.map((id) => shownPerson(id, names)),
    together: people.length > 1,
    ...(consents && { consents }),
  };
}

/** A group or person as it is shown: by its name in the definition, and its object id. */
export function shownPerson(objectId: string, names: Names): Person {
  const known = names.outsideOf(objectId);
  if (known?.kind === 'group' || known?.kind === 'person' || known?.kind === 'tenant')
    return { kind: known.kind, name: known.name, objectId };
  return { kind: 'principal', name: names.of(objectId), objectId };
}

/** The same callers in fewer lines: one for a caller with the groups any of which is enough. */
export function mergedWho(all: readonly Who[]): readonly Who[] {
  const found = new Map<string, { readonly who: Who; readonly people: Map<string, Person> }>();
  for (const who of all) {
    const key = JSON.stringify([who.caller, who.as, who.consents, who.together || who.people.length === 0 ? who.people : 'any']);
    const { people } = found.get(key) ?? { people: new Map<string, Person>() };
    for (const person of who.people) people.set(person.objectId, person);
    found.set(key, { who, people });
  }
  const merged = [...found.values()].map(({ who, people }) => ({ ...who, people: who.together ? who.people : [...people.values()] }));
  return sorted(merged, sortKey);
}

function sortKey({ caller, isOpenSet, as, people }: Who): string {
  return `${isOpenSet ? 0 : 1} ${caller} ${as} ${people.map(({ name }) => name).join(' ')}`;
}
