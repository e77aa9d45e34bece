import { graphPermissions } from '../../model';
import { type DirectoryPlace, type Identity } from '../../terraform';
import { type LintView } from './view';

/** A role or scope that is asked for or held. */
export interface HeldPermission {
  readonly client: Identity;
  readonly api: Identity;
  readonly id: string;
  readonly kind: 'application' | 'delegated';
  /** Value where it is known, else the id. */
  readonly value: string;
  readonly place: DirectoryPlace;
}

const SCOPE_IDS: ReadonlyMap<string, string> = new Map(
  Object.entries(graphPermissions.oauth2PermissionScopes).map(([value, { id }]) => [value, id]),
);
const GRAPH_VALUES: ReadonlyMap<string, string> = new Map([
  ...Object.entries(graphPermissions.appRoles).map(([value, id]) => [id, value] as const),
  ...Object.entries(graphPermissions.oauth2PermissionScopes).map(([value, { id }]) => [id, value] as const),
]);

/** Id of no role: assigned to an API as such. */
const NO_ROLE = '00000000-0000-0000-0000-000000000000';

/** Several rules ask for the same. */
function once<Value>(compute: (view: LintView) => Value): (view: LintView) => Value {
  const known = new WeakMap<LintView, { readonly value: Value }>();
  return (view) => {
    const result = known.get(view) ?? { value: compute(view) };
    known.set(view, result);
    return result.value;
  };
}

/** What applications ask for. */
export const requested = once(allRequested);

/** What is granted; assignments to an API as such are none. */
export const granted = once(allGranted);

function allRequested(view: LintView): readonly HeldPermission[] {
  return view.directory.applications.flatMap(({ identity, requests }) =>
    requests.flatMap(({ api, roleIds, scopeIds, place }) => [
      ...roleIds.map((id) => held(view, { client: identity, api, id, kind: 'application', place })),
      ...scopeIds.map((id) => held(view, { client: identity, api, id, kind: 'delegated', place })),
    ]),
  );
}

function allGranted(view: LintView): readonly HeldPermission[] {
  const { roleAssignments, scopeGrants } = view.directory;
  return [
    ...roleAssignments
      .filter(({ roleId }) => roleId !== NO_ROLE)
      .map(({ holder, api, roleId, place }) => held(view, { client: holder, api, id: roleId, kind: 'application', place })),
    ...scopeGrants.flatMap(({ client, api, values, scopeIds, place }) => [
      ...values.map((value) => held(view, { client, api, id: scopeId(view, api, value), kind: 'delegated', place }, value)),
      ...scopeIds.map((id) => held(view, { client, api, id, kind: 'delegated', place })),
    ]),
  ];
}

function held(view: LintView, one: Omit<HeldPermission, 'value'>, known?: string): HeldPermission {
  const api = apiOf(view, one);
  return { ...one, api, value: known ?? valueOf(view, api, one.id) };
}

/** The API by its client id; that of Microsoft Graph where only its service principal is known, since ids of permissions are its own. */
function apiOf(view: LintView, { api, id }: Pick<HeldPermission, 'api' | 'id'>): Identity {
  const canonical = view.canonical(api);
  return view.application(canonical) === undefined && GRAPH_VALUES.has(id) ? graphPermissions.appId : canonical;
}

function valueOf(view: LintView, api: Identity, id: string): string {
  const application = view.application(api);
  const own = application && [...application.roles, ...application.scopes].find((one) => one.id === id)?.value;
  return own ?? (api === graphPermissions.appId ? GRAPH_VALUES.get(id) : undefined) ?? view.externalValues.get(id) ?? id;
}

function scopeId(view: LintView, identity: Identity, value: string): string {
  const api = view.canonical(identity);
  const own = view.application(api)?.scopes.find((scope) => scope.value === value)?.id;
  return own ?? (api === graphPermissions.appId ? SCOPE_IDS.get(value) : undefined) ?? value;
}

/** True where a request and a grant of it can be told to be of the same. */
export function isComparable(view: LintView, { api, kind, id, value }: HeldPermission): boolean {
  if (kind === 'application' || api === graphPermissions.appId || view.application(api) !== undefined) return true;
  // A request has the id and a grant the value; only a definition knows both.
  return value !== id || view.externalNames.has(value);
}

/** True where what stands there could be read. */
export function isKnown(identity: Identity): boolean {
  return !identity.startsWith('?');
}
