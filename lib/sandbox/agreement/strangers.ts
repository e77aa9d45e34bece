import { type EnvironmentModel } from '../../model';
import { GraphError, type ServicePrincipal, type Tenant, type User } from '../directory';
import { Networks } from '../gateway';

/** A client that no definition knows, in a tenant; and how it goes again. */
export interface StrangerClient {
  readonly tenant: Tenant;
  readonly client: ServicePrincipal;
  remove(): void;
}

/** Registers a client in a tenant, as anybody there may. */
export function strangerIn(tenant: Tenant): StrangerClient {
  const application = tenant.applications.create({ displayName: 'stranger', web: { redirectUris: ['https://stranger.invalid/'] } });
  const client = tenant.servicePrincipals.create({ appId: application.appId });
  return {
    tenant,
    client,
    remove: () => {
      tenant.applications.delete(application.id);
      tenant.applications.purge(application.id);
    },
  };
}

/** What stands in another tenant for an API, where its registration allows that; undefined where it does not. */
export function consentedIn(tenant: Tenant, appId: string): ServicePrincipal | undefined {
  try {
    return tenant.servicePrincipals.create({ appId });
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}

/** An administrator of another tenant gives a client and a person everything that an API has. */
export function giveEverything({ tenant, client }: StrangerClient, api: ServicePrincipal, person: User): void {
  for (const [principalId, member] of [
    [client.id, 'Application'],
    [person.id, 'User'],
  ] as const) {
    const roles = api.appRoles.filter(({ allowedMemberTypes, isEnabled }) => isEnabled && allowedMemberTypes.includes(member));
    for (const { id } of roles) tenant.grants.assign({ principalId, resourceId: api.id, appRoleId: id });
  }
  const scope = api.oauth2PermissionScopes.map(({ value }) => value).join(' ');
  if (scope !== '') tenant.grants.grantScopes({ clientId: client.id, resourceId: api.id, consentType: 'AllPrincipals', scope });
}

const ADDRESSES = ['203.0.113.77', '198.51.100.77', '192.0.2.77', '198.18.0.77', '100.64.0.77', '2001:db8::77'];

/** An address from which nobody else calls, and which is of no proxy that is trusted. */
export function addressOfNobody({ gateway }: EnvironmentModel): string {
  const trusted = new Networks(gateway.trustedProxies ?? []);
  return ADDRESSES.find((one) => !trusted.has(one)) ?? '2001:db8:ffff::77';
}
