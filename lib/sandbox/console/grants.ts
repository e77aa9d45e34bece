import { DefinitionError } from '../../errors';
import { object } from '../../model';
import { GraphError, type Tenant } from '../directory';
import { type Desk } from './desk';
import { oneOf, readInput, textLike } from './input';
import { type Parties, type Party } from './parties';

/** How somebody comes to hold something: an app role, scopes by consent, or scopes because the API itself says so. */
type GrantKind = 'role' | 'scopes' | 'pre-authorization';

/** What somebody holds of an API, or held until it was revoked here. */
export interface GrantShown {
  readonly id: string;
  readonly kind: GrantKind;
  readonly holder: Party;
  readonly api: string;
  /** Values of the role or of the scopes; none for an API as such. */
  readonly values: readonly string[];
  readonly isRevoked: boolean;
}

interface Held {
  readonly id: string;
  readonly kind: GrantKind;
  readonly holderId: string;
  readonly resourceId: string;
  readonly values: readonly string[];
  readonly revoke: () => void;
  readonly giveBack: () => void;
}

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
    this.byId.set(held.id, held);
  }

  remove(id: string): void {
    this.byId.delete(id);
  }
}

/** Everything that is held of the deployment's APIs, and what was until it was revoked. */
export function shownGrants({ sandbox, parties, revoked }: Desk): readonly GrantShown[] {
  const all = [
    ...heldIn(sandbox.home).map((held) => shown(held, false, parties)),
    ...revoked.all().map((held) => shown(held, true, parties)),
  ];
  const order = ({ holder, api, kind, values }: GrantShown): string => JSON.stringify([holder.kind, holder.key, api, kind, values]);
  return all.flatMap((one) => one ?? []).sort((one, other) => (order(one) < order(other) ? -1 : 1));
}

function shown({ id, kind, holderId, resourceId, values }: Held, isRevoked: boolean, parties: Parties): GrantShown | undefined {
  const api = parties.apiWith(resourceId);
  return api === undefined ? undefined : { id, kind, holder: parties.ofObjectId(holderId), api, values, isRevoked };
}

/** Takes a grant away, or gives it back. Tokens that were issued stay as they are until they end. */
export function changeGrant(body: unknown, desk: Desk): { readonly said: string } {
  const { id, action } = readInput<{ readonly id: string; readonly action: 'revoke' | 'give back' }>(
    body,
    object({ id: textLike(/^[\w-]+$/, 'an id of a grant', 100), action: oneOf(['revoke', 'give back']) }),
  );
  return action === 'revoke' ? revoke(id, desk) : giveBack(id, desk);
}

function revoke(id: string, { sandbox, parties, revoked }: Desk): { readonly said: string } {
  const all = heldIn(sandbox.home).filter(({ resourceId }) => parties.apiWith(resourceId) !== undefined);
  const held = all.find((one) => one.id === id);
  if (held === undefined) throw unknownGrant('is held by nobody', 'take the id of a grant that is not revoked');
  held.revoke();
  revoked.put(held);
  const others = all.filter((one) => one !== held && one.holderId === held.holderId && one.resourceId === held.resourceId);
  const staying = held.values.filter((value) => others.some(({ values }) => values.includes(value)));
  const except = staying.length === 0 ? '' : ` ${staying.join(', ')} it holds otherwise as well.`;
  return { said: `Revoked: it is in no token from now on. Tokens that were issued before keep it until they end.${except}` };
}

function giveBack(id: string, { revoked }: Desk): { readonly said: string } {
  const held = revoked.find(id);
  if (held === undefined) throw unknownGrant('was not revoked here', 'take the id of a grant that is revoked');
  try {
    held.giveBack();
  } catch (error) {
    if (error instanceof GraphError) throw unknownGrant(`cannot be given back: ${error.message}`, 'see what became of it in the directory');
    throw error;
  }
  revoked.remove(id);
  return { said: 'Given back: it is in the next token.' };
}

function heldIn(tenant: Tenant): readonly Held[] {
  return [...rolesIn(tenant), ...scopesIn(tenant), ...preAuthorizationsIn(tenant)];
}

function rolesIn({ grants, servicePrincipals }: Tenant): readonly Held[] {
  return grants.assignmentsOf().map((of): Held => {
    const value = servicePrincipals.find(of.resourceId)?.appRoles.find(({ id }) => id === of.appRoleId)?.value ?? undefined;
    return {
      id: of.id,
      kind: 'role',
      holderId: of.principalId,
      resourceId: of.resourceId,
      values: value === undefined ? [] : [value],
      revoke: () => {
        grants.unassign(of.id);
      },
      giveBack: () => void grants.assign({ ...of }),
    };
  });
}

function scopesIn({ grants }: Tenant): readonly Held[] {
  return grants.scopeGrantsOf().map((of): Held => ({
    id: of.id,
    kind: 'scopes',
    holderId: of.clientId,
    resourceId: of.resourceId,
    values: of.scope.split(' ').filter((value) => value !== ''),
    revoke: () => {
      grants.revokeScopes(of.id);
    },
    giveBack: () => void grants.grantScopes({ ...of }),
  }));
}

function preAuthorizationsIn({ applications, servicePrincipals }: Tenant): readonly Held[] {
  return applications.all().flatMap(({ id, appId, api }) => {
    const resource = servicePrincipals.ofClientId(appId);
    return api.preAuthorizedApplications.flatMap((one): readonly Held[] => {
      const client = servicePrincipals.ofClientId(one.appId);
      if (resource === undefined || client === undefined) return [];
      const others = (): readonly (typeof one)[] =>
        applications.get(id).api.preAuthorizedApplications.filter((other) => other.appId !== one.appId);
      const set = (preAuthorizedApplications: readonly (typeof one)[]): void =>
        void applications.update(id, { api: { preAuthorizedApplications } });
      return [
        {
          id: `pre-authorized-${id}-${one.appId}`,
          kind: 'pre-authorization',
          holderId: client.id,
          resourceId: resource.id,
          values: api.oauth2PermissionScopes
            .filter((scope) => one.delegatedPermissionIds.includes(scope.id))
            .flatMap(({ value }) => value ?? []),
          revoke: () => {
            set(others());
          },
          giveBack: () => {
            set([...others(), one]);
          },
        },
      ];
    });
  });
}

function unknownGrant(what: string, fix: string): DefinitionError {
  return new DefinitionError([{ where: 'body.id', what, fix, code: 'CONSOLE_INPUT' }]);
}
