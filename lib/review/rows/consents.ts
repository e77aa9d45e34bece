import { consentRisk, type ConsentRisk } from '../../lint';
import { DEFAULT_ROLE_ID, graphPermissions, sorted } from '../../model';
import { type Application, type DirectoryPlace, type Identity } from '../../terraform';
import { type ChangeRow, type Effect, type LeafChange } from '../report';
import { accepted } from '../side/guards';
import { type Side } from '../side/side';
import { type Context } from './context';
import { isHarmless, listed } from './leaf-index';
import { shownPerson } from './shown';

/** Something that is granted or asked for. */
interface Held {
  readonly holder: Identity;
  readonly api: Identity;
  readonly kind: 'application' | 'delegated';
  /** Value of the role or scope; its id where it has none that is known. */
  readonly permission: string;
  /** The one person it is for, where it is not for everybody. */
  readonly person?: string;
  readonly isGranted: boolean;
  readonly isRequested: boolean;
  readonly isPreAuthorized: boolean;
  readonly places: readonly DirectoryPlace[];
}

/** What is granted, asked for and assigned on one side and not on the other. */
export function consentRows(context: Context): readonly ChangeRow[] {
  const [was, now] = [heldOf(context.base), heldOf(context.head)];
  const routed = routedPermissions(context);
  const accessed = new Set(
    context.access.changes.flatMap(({ entry, apis }) =>
      apis.flatMap((api) => [entry.caller, ...entry.people].map((one) => `${one} ${api}`)),
    ),
  );
  const keys = [...new Set([...was.keys(), ...now.keys()])];
  const kept: Held[] = [];
  const rows = keys.flatMap((key) => {
    const [before, after] = [was.get(key), now.get(key)];
    const held = after ?? before;
    if (held === undefined) return [];
    if (stateOf(before) === stateOf(after)) {
      kept.push({ ...held, places: [...(before?.places ?? []), ...(after?.places ?? [])] });
      return [];
    }
    return rowOf(
      before,
      after,
      held,
      { isAccess: accessed.has(`${held.holder} ${held.api}`), isRouted: isRouted(held, routed, context) },
      context,
    );
  });
  return [...sorted(rows, ({ subject, what }) => `${subject} ${what}`), ...rearranged(kept, context)];
}

/** What is granted as before, by other resources. */
function rearranged(kept: readonly Held[], context: Context): readonly ChangeRow[] {
  const moved = kept.flatMap((held) => {
    const places = placesOf(held, undefined, context);
    return places.length === 0 ? [] : [{ held, places }];
  });
  if (moved.length === 0) return [];
  return [
    {
      section: 'consents',
      subject: listed([...new Set(moved.map(({ held }) => context.names.of(held.holder)))].sort()),
      what: 'holds what it held, by other resources',
      effect: 'neutral',
      isBlocking: false,
      notes: ['while it is applied, what goes may go before what comes'],
      places: moved.flatMap(({ places }) => places),
    },
  ];
}

function stateOf(held: Held | undefined): string {
  if (held === undefined) return 'nothing';
  return held.isGranted ? `granted${held.isPreAuthorized ? ' by the API itself' : ''}` : 'asked for, not granted by this deployment';
}

function heldOf(side: Side | undefined): ReadonlyMap<string, Held> {
  const found = new Map<string, Held>();
  if (side === undefined) return found;
  const { directory, byIdentity } = side;
  const add = (held: Held): void => {
    const key = JSON.stringify([held.holder, held.api, held.kind, held.permission, held.person]);
    const same = found.get(key);
    found.set(key, {
      ...held,
      isGranted: held.isGranted || same?.isGranted === true,
      isRequested: held.isRequested || same?.isRequested === true,
      isPreAuthorized: held.isPreAuthorized || same?.isPreAuthorized === true,
      places: [...(same?.places ?? []), ...held.places],
    });
  };
  const granted = { isGranted: true, isRequested: false, isPreAuthorized: false };
  for (const { holder, api, roleId, place } of directory.roleAssignments) {
    add({ holder, api, kind: 'application', permission: roleNamed(byIdentity.get(api), api, roleId), ...granted, places: [place] });
  }
  for (const { client, api, values, scopeIds, person, isPreAuthorized, place } of directory.scopeGrants) {
    for (const permission of [...values, ...scopeIds.map((id) => scopeNamed(byIdentity.get(api), api, id))])
      add({
        holder: client,
        api,
        kind: 'delegated',
        permission,
        ...(person !== undefined && { person }),
        ...granted,
        isPreAuthorized,
        places: [place],
      });
  }
  const asked = { isGranted: false, isRequested: true, isPreAuthorized: false };
  for (const { identity, requests } of directory.applications) {
    for (const { api, roleIds, scopeIds, place } of requests) {
      const of = { holder: identity, api, ...asked, places: [place] };
      for (const id of roleIds) add({ ...of, kind: 'application', permission: roleNamed(byIdentity.get(api), api, id) });
      for (const id of scopeIds) add({ ...of, kind: 'delegated', permission: scopeNamed(byIdentity.get(api), api, id) });
    }
  }
  return found;
}

/** Held by whoever is assigned without a role; brackets are in no value of a role. */
const DEFAULT_ROLE = '(default)';

function roleNamed(application: Application | undefined, api: Identity, id: string): string {
  if (id === DEFAULT_ROLE_ID) return DEFAULT_ROLE;
  const own = application?.roles.find((role) => role.id === id)?.value;
  return own ?? consentRisk({ api, permission: id, kind: 'application' }).value ?? id;
}

function scopeNamed(application: Application | undefined, api: Identity, id: string): string {
  const own = application?.scopes.find((scope) => scope.id === id)?.value;
  return own ?? consentRisk({ api, permission: id, kind: 'delegated' }).value ?? id;
}

/** Roles and scopes that some route asks for, by the API whose tokens it takes; a route that asks for nothing takes all of them. */
function routedPermissions({ base, head, access }: Context): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [side, routes] of [
    [base, access.was],
    [head, access.now],
  ] as const) {
    if (side === undefined) continue;
    for (const route of routes) {
      const { audiences, roles, scopes } = accepted(route);
      for (const audience of audiences) {
        const api = side.byAudience.get(audience)?.identity ?? audience;
        for (const word of [...roles, ...scopes].flatMap((item) => item.split(/\s+/))) found.add(`${api} ${word}`);
      }
    }
  }
  return found;
}

function isRouted({ api, permission }: Held, routed: ReadonlySet<string>, { head, base }: Context): boolean {
  const isOwn = (head?.byIdentity.has(api) ?? false) || (base?.byIdentity.has(api) ?? false);
  return isOwn && routed.has(`${api} ${permission}`);
}

const CARRIED = 'carried upstream, effect unknown: no route asks for it';

function rowOf(before: Held | undefined, after: Held | undefined, held: Held, seen: Seen, context: Context): ChangeRow {
  const { names, head, base } = context;
  const isPerson = held.kind === 'application' && !isClient(held, context);
  const isOwn = (head ?? base)?.byIdentity.has(held.api) === true;
  const risk = isPerson ? undefined : riskOf(held, isOwn);
  const isMore = before === undefined || (after?.isGranted === true && !before.isGranted);
  const forPerson = held.person === undefined ? '' : ` for ${personText(held.person, context)} alone`;
  return {
    section: isPerson ? 'people' : 'consents',
    subject: isPerson ? personText(held.holder, context) : names.shown(held.holder),
    what: `${permissionText(held, isPerson)} of ${names.shown(held.api)}${forPerson}`,
    was: stateOf(before),
    now: stateOf(after),
    effect: effectOf(isMore, isOwn, seen),
    isBlocking: isMore && risk?.tier === 0 && held.kind === 'application',
    ...(risk && isMore && { risk: risk.risk, approver: risk.approver }),
    notes: [
      ...(isMore ? notesOfMore(isOwn, seen, risk) : ['issued tokens carry it until they end']),
      ...(isPerson ? ['membership of a group is not known here'] : []),
      ...pipelineNote(after, risk),
    ],
    places: placesOf(before, after, context),
  };
}

function permissionText({ kind, permission }: Held, isPerson: boolean): string {
  if (kind === 'application' && permission === DEFAULT_ROLE) return 'the default role';
  return `${isPerson ? 'role' : `${kind} permission`} ${permission}`;
}

/** What a permission puts at stake; where it cannot be told which API it is of, as if it were Microsoft Graph's. */
function riskOf({ api, permission, kind }: Held, isOwn: boolean): ConsentRisk {
  if (isOwn || GUID.test(api)) return consentRisk({ api, permission, kind });
  const risk = consentRisk({ api: graphPermissions.appId, permission, kind });
  return risk.tier === 'unknown' ? { ...risk, why: 'which API it is of cannot be told' } : risk;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Seen {
  readonly isAccess: boolean;
  readonly isRouted: boolean;
}

function notesOfMore(isOwn: boolean, { isRouted: isAsked }: Seen, risk: ConsentRisk | undefined): readonly string[] {
  if (!isOwn) return risk === undefined ? [] : [risk.why];
  return isAsked ? [] : [CARRIED];
}

function effectOf(isMore: boolean, isOwn: boolean, { isAccess, isRouted: isAsked }: Seen): Effect {
  if (!isMore) return 'narrowed';
  // What routes check is computed as access; what only the upstream reads is for nobody here to judge.
  if (isOwn) return isAsked || isAccess ? 'neutral' : 'unknown';
  return 'broadened';
}

function pipelineNote(after: Held | undefined, risk: ConsentRisk | undefined): readonly string[] {
  if (after === undefined || risk === undefined) return [];
  return after.isGranted ? ['granted when this is applied'] : ['the pipeline does not grant it: the approver must'];
}

/** Whether a holder is a client: known as one, or nobody knows it and the role is for applications alone. */
function isClient({ holder, api, permission }: Held, { base, head, names }: Context): boolean {
  const isRegistered = (base?.byIdentity.has(holder) ?? false) || (head?.byIdentity.has(holder) ?? false);
  const kind = names.outsideOf(holder)?.kind;
  if (isRegistered || kind === 'client' || kind === 'API') return true;
  const application = (head ?? base)?.byIdentity.get(api);
  // All app roles of Microsoft Graph are for applications, whatever the head calls who holds them.
  if (application === undefined) return kind === undefined || consentRisk({ api, permission, kind: 'application' }).value !== undefined;
  const role = application.roles.find(({ value }) => value === permission);
  return kind === undefined && role !== undefined && !role.memberTypes.includes('User');
}

function personText(id: string, { names }: Context): string {
  const { kind, name, objectId } = shownPerson(id, names);
  return kind === 'principal' ? name : `${kind} ${name} (${objectId})`;
}

/** The values of the files that say so. */
function placesOf(before: Held | undefined, after: Held | undefined, { leaves }: Context): readonly LeafChange[] {
  const places = [...(before?.places ?? []), ...(after?.places ?? [])];
  const owners = new Set(places.map(({ resource }) => `${resource.stack}/${resource.address}`));
  return [...owners].flatMap((owner) =>
    leaves.take(owner, (told) => told.row?.section === 'consents' && (told.status !== 'kept' || isHarmless(told))),
  );
}
