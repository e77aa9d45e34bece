import { type ServicePrincipal, type Tenant } from '../directory';
import { EntraRefusal } from './refusal';

/** What a client asks for in `scope`. */
export interface RequestedScopes {
  /** The API, and how the client named it. */
  readonly api: ServicePrincipal;
  readonly named: string;
  /** Values of scopes that are asked for by name. */
  readonly values: readonly string[];
  /** Whether everything that is consented to is asked for. */
  readonly isDefault: boolean;
  /** Scopes of OpenID Connect that are asked for besides. */
  readonly ofOpenId: readonly string[];
}

const OPEN_ID = ['openid', 'profile', 'email', 'offline_access'];

/** What is asked for where everything is that is consented to, behind the name of the API. */
export const DEFAULT_SCOPE = '/.default';

/** The API of a tenant that is called so. @throws EntraRefusal where there is none */
export function knownApi(tenant: Tenant, resource: string): ServicePrincipal {
  const api = resourceOf(tenant, resource);
  if (api !== undefined) return api;
  throw new EntraRefusal(
    500011,
    'invalid_resource',
    `The resource principal named ${resource} was not found in the tenant named ${tenant.id}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
  );
}

/**
 * Reads the parameter `scope`.
 *
 * @throws EntraRefusal where it names no API, several, or one that is not in the tenant
 */
export function requestedScopes(tenant: Tenant, scope: string): RequestedScopes {
  const all = scope.split(/\s+/).filter((one) => one !== '');
  const ofOpenId = all.filter((one) => OPEN_ID.includes(one));
  const named = all.filter((one) => !OPEN_ID.includes(one)).map(splitScope);
  const resources = [...new Set(named.map(({ resource }) => resource))];
  const [resource] = resources;
  if (resource === undefined) {
    throw new EntraRefusal(
      70011,
      'invalid_scope',
      `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid: '${scope}'.`,
    );
  }
  if (resources.length > 1) {
    throw new EntraRefusal(
      28000,
      'invalid_scope',
      `Provided value for the input parameter scope is not valid because it contains more than one resource: ${scope}.`,
    );
  }
  const api = knownApi(tenant, resource);
  const values = named.map(({ value }) => value);
  const isDefault = values.includes('.default');
  if (isDefault && values.length > 1) {
    throw new EntraRefusal(70011, 'invalid_scope', ".default scope can't be combined with resource-specific scopes.");
  }
  const asked = values.filter((value) => value !== '.default').map((value) => scopeOf(api, value));
  return { api, named: resource, values: asked, isDefault, ofOpenId };
}

/** A scope as its API spells it: who asks for it may do so in whatever case. */
function scopeOf(api: ServicePrincipal, asked: string): string {
  const folded = asked.toLowerCase();
  const found = api.oauth2PermissionScopes.find(({ value, isEnabled }) => isEnabled && value?.toLowerCase() === folded)?.value;
  if (typeof found === 'string') return found;
  throw new EntraRefusal(
    650053,
    'invalid_client',
    `The application asked for scope '${asked}' that doesn't exist on the resource '${api.appId}'. Contact the app vendor.`,
  );
}

/** Whether scopes are those of OpenID Connect alone. */
export function isOfOpenId(scope: string): boolean {
  return scope.split(/\s+/).every((one) => one === '' || OPEN_ID.includes(one));
}

/**
 * Reads `scope` of a client that asks for a person who signs in, or did: who asks for OpenID Connect alone gets a token for Microsoft Graph.
 *
 * @throws EntraRefusal as {@link requestedScopes}
 */
export function signInScopes(tenant: Tenant, scope: string): RequestedScopes {
  return requestedScopes(tenant, isOfOpenId(scope) ? `${scope} ${MICROSOFT_GRAPH}${DEFAULT_SCOPE}` : scope);
}

/**
 * Reads `scope` of a client that redeems a code, of a sign-in or a device: it says once more which API that is for.
 *
 * @throws EntraRefusal as {@link requestedScopes}, and where that is another one
 */
export function redeemedScopes(tenant: Tenant, scope: string | undefined, authorized: RequestedScopes): RequestedScopes {
  if (scope === undefined) return authorized;
  const asked = signInScopes(tenant, scope);
  if (asked.api.appId === authorized.api.appId) return { ...asked, ofOpenId: authorized.ofOpenId };
  // Which number Entra gives this is not established.
  throw new EntraRefusal(
    undefined,
    'invalid_grant',
    `The code was issued for '${authorized.named}', and is not redeemed for '${asked.named}'.`,
  );
}

/**
 * Reads `scope` of a client that asks for itself, which is one API's `.default` and nothing else.
 *
 * @throws EntraRefusal where it is anything else
 */
export function defaultScope(tenant: Tenant, scope: string): RequestedScopes {
  const all = scope.split(/\s+/).filter((one) => one !== '');
  if (all.length !== 1 || !scope.trim().endsWith(DEFAULT_SCOPE)) {
    throw new EntraRefusal(
      1002012,
      'invalid_scope',
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    );
  }
  return requestedScopes(tenant, scope);
}

/** The API that a name stands for, in whatever case: its client id, or one of its identifier URIs. */
function resourceOf(tenant: Tenant, name: string): ServicePrincipal | undefined {
  const folded = name.toLowerCase();
  const byId = tenant.servicePrincipals.ofClientId(folded);
  return byId ?? tenant.servicePrincipals.all().find((one) => one.servicePrincipalNames.some((own) => own.toLowerCase() === folded));
}

function splitScope(text: string): { readonly resource: string; readonly value: string } {
  if (text.endsWith(DEFAULT_SCOPE)) return { resource: text.slice(0, -DEFAULT_SCOPE.length), value: '.default' };
  const at = text.lastIndexOf('/');
  // A scope without an API is one of Microsoft Graph.
  return at < 0 ? { resource: MICROSOFT_GRAPH, value: text } : { resource: text.slice(0, at), value: text.slice(at + 1) };
}

/** Client id of Microsoft Graph, in every tenant. */
export const MICROSOFT_GRAPH = '00000003-0000-0000-c000-000000000000';
