import type { Who } from '../../lib/review';
import { UNREGISTERED, type Caller, type ReviewSide } from './review-side';

/** More groups and people than these are not combined with each other. */
const MOST_COMBINED = 4;

/** Everybody who may call on either of two sides, those among them whom neither names. */
export function callersOf(sides: readonly [ReviewSide, ReviewSide], home: string): readonly Caller[] {
  const grants = sides.flatMap(({ directory }) => directory.grants());
  const applications = distinct([
    ...sides.flatMap(({ directory }) => Object.keys(directory.clientIds())),
    ...grants.map(({ caller }) => caller),
    UNREGISTERED,
  ]);
  const clients = distinct(grants.filter(({ scopes }) => scopes.length > 0).map(({ caller }) => caller));
  const people = combinations(distinct(sides.flatMap(({ directory }) => directory.assignments().map(({ principal }) => principal))));
  const tenants = distinct(sides.flatMap((side) => side.tenants()));
  const both = ['application', 'person'] as const;
  return [
    { kind: 'anonymous' },
    ...tenants.flatMap((tenant) => both.map((as): Caller => ({ kind: 'any-token', as, tenant, isHome: tenant === home }))),
    ...[...tenants.filter((tenant) => tenant !== home), '99999999-9999-4999-8999-999999999999'].flatMap((tenant) =>
      both.map((as): Caller => ({ kind: 'foreign', as, tenant })),
    ),
    ...distinct(sides.flatMap((side) => side.outsideAudiences())).flatMap((audience) =>
      tenants.flatMap((tenant) => both.map((as): Caller => ({ kind: 'outside', as, audience, tenant, isHome: tenant === home }))),
    ),
    ...applications.map((name): Caller => ({ kind: 'application', name })),
    ...people.flatMap((is): readonly Caller[] => [
      ...clients.flatMap((name) => [false, true].map((consents): Caller => ({ kind: 'person', name, is, consents }))),
      { kind: 'person', name: UNREGISTERED, is, consents: true },
    ]),
  ];
}

/** Names of a report to what the interpreters call the same: keys as they are, and object ids of what is registered elsewhere. */
export type Known = ReadonlyMap<string, readonly string[]>;

/**
 * Whether somebody is among those of whom a report speaks. Who is let in without a token includes everybody. Who is let in with any
 * token of the tenant, or as any of its applications, includes each application that is named. A named caller is itself, for people
 * who are in one of the groups it names, or in all of them where they are needed together. A person who consents by himself to a
 * client is among those of that client, and among those of any client.
 */
export function includes(who: Who, caller: Caller, known: Known): boolean {
  if (who.caller === 'anonymous' && who.isOpenSet) return true;
  if (asOf(caller) !== who.as) return false;
  if (who.isOpenSet) return OPEN[who.caller]?.(who, caller) ?? false;
  if (caller.kind !== 'application' && caller.kind !== 'person') return false;
  if (who.consents === true && !(caller.kind === 'person' && caller.consents)) return false;
  return isNamed(who, caller.name, known) && (caller.kind === 'application' || isAmong(who, caller.is));
}

const OPEN: Readonly<Record<string, (who: Who, caller: Caller) => boolean>> = {
  'any-token': (who, caller) => {
    if (caller.kind === 'anonymous') return false;
    if (caller.kind === 'application' || caller.kind === 'person') return who.people.length === 0;
    return who.people.length === 0 ? caller.kind !== 'foreign' && caller.isHome : isOf(who, caller.tenant);
  },
  'any-application': (_who, { kind }) => kind === 'application',
  'any-person': (_who, caller) => caller.kind === 'person' && caller.name !== UNREGISTERED,
  'any-client': (who, caller) => caller.kind === 'person' && caller.consents && isAmong(who, caller.is),
  'other-tenants': (who, caller) => (caller.kind === 'foreign' || caller.kind === 'outside') && isOf(who, caller.tenant),
  'outside-audience': (who, caller) => caller.kind === 'outside' && isOf(who, caller.tenant),
};

/**
 * Those of whom a report speaks in their barest form: of each list somebody must gain or lose what the report says. Such as, of any
 * application, one that nobody registered; of a client for two groups, people who are in the one and in no other, and the same for the other.
 */
export function barest(who: Who, callers: readonly Caller[], known: Known): readonly (readonly Caller[])[] {
  const among = callers.filter((caller) => includes(who, caller, known));
  if (who.caller === 'anonymous') return [among.filter(({ kind }) => kind === 'anonymous')];
  if (who.isOpenSet && who.caller === 'any-application')
    return [among.filter((caller) => caller.kind === 'application' && caller.name === UNREGISTERED)];
  if (who.isOpenSet && who.caller === 'any-person') return [callers.filter((caller) => caller.kind === 'person' && caller.is.length === 0)];
  const tenants = who.people.map(({ objectId }) => objectId);
  const ofTenant = (kind: Caller['kind'], tenant: string): readonly Caller[] =>
    among.filter((caller) => caller.kind === kind && 'tenant' in caller && caller.tenant === tenant);
  if (who.caller === 'other-tenants') return tenants.map((tenant) => ofTenant('foreign', tenant));
  if (who.caller === 'any-token')
    return tenants.length === 0
      ? [among.filter(({ kind }) => kind === 'any-token')]
      : tenants.map((tenant) => ofTenant('any-token', tenant));
  if (who.as !== 'person' || (who.isOpenSet && who.caller !== 'any-client')) return [among];
  const exact = (is: readonly string[]): readonly Caller[] =>
    among.filter(
      (caller) =>
        caller.kind === 'person' &&
        caller.is.join() === [...is].sort().join() &&
        (who.isOpenSet || caller.consents === (who.consents ?? false)) &&
        (who.caller !== 'any-client' || caller.name === UNREGISTERED),
    );
  const ids = who.people.map(({ objectId }) => objectId);
  return who.together || ids.length === 0 ? [exact(ids)] : ids.map((id) => exact([id]));
}

function isOf({ people }: Who, tenant: string): boolean {
  return people.some(({ objectId }) => objectId === tenant);
}

function asOf(caller: Caller): Who['as'] {
  return caller.kind === 'anonymous' || caller.kind === 'application' || caller.kind === 'person' ? caller.kind : caller.as;
}

function isNamed(who: Who, name: string, known: Known): boolean {
  return who.caller === name || (known.get(who.caller) ?? []).includes(name);
}

function isAmong({ people, together }: Who, is: readonly string[]): boolean {
  const ids = people.map(({ objectId }) => objectId);
  return ids.length === 0 || (together ? ids.every((id) => is.includes(id)) : ids.some((id) => is.includes(id)));
}

/** Nobody, each alone, each two, and all together. */
function combinations(principals: readonly string[]): readonly (readonly string[])[] {
  const inOrder = [...principals].sort();
  const pairs = inOrder.length > MOST_COMBINED ? [] : inOrder.flatMap((one, at) => inOrder.slice(at + 1).map((other) => [one, other]));
  const lists = [[], ...inOrder.map((one) => [one]), ...pairs, inOrder];
  return [...new Map(lists.map((list) => [list.join(), list])).values()];
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
