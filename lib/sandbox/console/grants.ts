import { DefinitionError } from '../../errors';
import { object } from '../../model';
import { GraphError, type AppRoleAssignment, type OAuth2PermissionGrant, type Tenant } from '../directory';
import { type Desk } from './desk';
import { oneOf, readInput, textLike } from './input';
import { type Party } from './parties';

/** What somebody holds of an API, or held until it was revoked here. */
export interface GrantShown {
  readonly id: string;
  readonly kind: 'role' | 'scopes';
  readonly holder: Party;
  readonly api: string;
  /** Values of the role or of the scopes; none for an API as such. */
  readonly values: readonly string[];
  readonly isRevoked: boolean;
}

/** Scopes that an API lets a client use without a grant. */
export interface PreAuthorizationShown {
  readonly client: string;
  readonly api: string;
  readonly values: readonly string[];
}

type Held =
  | { readonly kind: 'role'; readonly of: AppRoleAssignment; readonly values: readonly string[] }
  | { readonly kind: 'scopes'; readonly of: OAuth2PermissionGrant; readonly values: readonly string[] };

/** Grants that were taken away here, so that they can be given back. */
export class RevokedGrants {
  private readonly byId = new Map<string, Held>();

  all(): readonly Held[] {
    return [...this.byId.values()];
  }

  find(id: string): Held | undefined {
    return this.byId.get(id);
  }

  put(held: Held): void {
    this.byId.set(held.of.id, held);
  }

  remove(id: string): void {
    this.byId.delete(id);
  }
}

/** Everything that is held of the deployment's APIs, and what was until it was revoked. */
export function shownGrants({ sandbox, parties, revoked }: Desk): readonly GrantShown[] {
  const all = [
    ...heldIn(sandbox.home).map((held) => ({ held, isRevoked: false })),
    ...revoked.all().map((held) => ({ held, isRevoked: true })),
  ];
  return all.flatMap(({ held, isRevoked }): readonly GrantShown[] => {
    const api = parties.apiWith(held.of.resourceId);
    if (api === undefined) return [];
    const holderId = held.kind === 'role' ? held.of.principalId : held.of.clientId;
    return [{ id: held.of.id, kind: held.kind, holder: parties.ofObjectId(holderId), api, values: held.values, isRevoked }];
  });
}

/** Scopes that clients of the deployment may use because the API says so itself. */
export function shownPreAuthorizations({ sandbox, parties }: Desk): readonly PreAuthorizationShown[] {
  return sandbox.home.applications.all().flatMap((application) => {
    const api = parties.ofClientId(application.appId);
    if (api === undefined) return [];
    const { oauth2PermissionScopes: scopes, preAuthorizedApplications } = application.api;
    return preAuthorizedApplications.flatMap(({ appId, delegatedPermissionIds: ids }): readonly PreAuthorizationShown[] => {
      const client = parties.ofClientId(appId);
      if (client === undefined) return [];
      return [{ client, api, values: scopes.filter(({ id }) => ids.includes(id)).flatMap(({ value }) => value ?? []) }];
    });
  });
}

/** Takes a grant away, or gives it back. Tokens that were issued stay as they are until they end. */
export function changeGrant(body: unknown, desk: Desk): { readonly said: string } {
  const { id, action } = readInput<{ readonly id: string; readonly action: 'revoke' | 'give back' }>(
    body,
    object({ id: textLike(/^[\w-]+$/, 'an id of a grant', 64), action: oneOf(['revoke', 'give back']) }),
  );
  return action === 'revoke' ? revoke(id, desk) : giveBack(id, desk);
}

function revoke(id: string, desk: Desk): { readonly said: string } {
  const { sandbox, parties, revoked } = desk;
  const held = heldIn(sandbox.home).find((one) => one.of.id === id && parties.apiWith(one.of.resourceId) !== undefined);
  if (held === undefined) throw unknownGrant('is held by nobody', 'take the id of a grant that is not revoked');
  if (held.kind === 'role') sandbox.home.grants.unassign(id);
  else sandbox.home.grants.revokeScopes(id);
  revoked.put(held);
  const [client, api] = held.kind === 'scopes' ? [parties.ofObjectId(held.of.clientId).key, parties.apiWith(held.of.resourceId)] : [];
  const stays = shownPreAuthorizations(desk).find((one) => one.client === client && one.api === api);
  const except = stays === undefined ? '' : ` The API itself still lets ${stays.client} use ${stays.values.join(', ')} without a grant.`;
  return { said: `Revoked: it is in no token from now on. Tokens that were issued before keep it until they end.${except}` };
}

function giveBack(id: string, { sandbox, revoked }: Desk): { readonly said: string } {
  const held = revoked.find(id);
  if (held === undefined) throw unknownGrant('was not revoked here', 'take the id of a grant that is revoked');
  try {
    if (held.kind === 'role') sandbox.home.grants.assign({ ...held.of });
    else sandbox.home.grants.grantScopes({ ...held.of });
  } catch (error) {
    if (error instanceof GraphError) throw unknownGrant(`cannot be given back: ${error.message}`, 'see what became of it in the directory');
    throw error;
  }
  revoked.remove(id);
  return { said: 'Given back: it is in the next token.' };
}

function heldIn({ grants, servicePrincipals }: Tenant): readonly Held[] {
  const roles = grants.assignmentsOf().map((of): Held => {
    const role = servicePrincipals.find(of.resourceId)?.appRoles.find((one) => one.id === of.appRoleId);
    return { kind: 'role', of, values: role?.value === null || role === undefined ? [] : [role.value] };
  });
  return [
    ...roles,
    ...grants.scopeGrantsOf().map((of): Held => ({ kind: 'scopes', of, values: of.scope.split(' ').filter((one) => one !== '') })),
  ];
}

function unknownGrant(what: string, fix: string): DefinitionError {
  return new DefinitionError([{ where: 'body.id', what, fix, code: 'CONSOLE_INPUT' }]);
}
