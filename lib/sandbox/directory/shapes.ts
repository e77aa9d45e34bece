import { isObject } from '../../terraform';
import { badRequest } from './graph-error';

/** What a value is: of a kind that may be null where it has a question mark, a list of something, or an object with some properties. */
export type Shape =
  'text' | 'text?' | 'flag?' | 'number?' | readonly [Shape] | { readonly [property: string]: Shape } | { readonly orNull: Shape };

const TEXTS: Shape = ['text'];
const CLAIMS: Shape = { orNull: [{ name: 'text', source: 'text?', essential: 'flag?', additionalProperties: { orNull: TEXTS } }] };

const ROLES: Shape = [
  { id: 'text', value: 'text?', displayName: 'text?', description: 'text?', allowedMemberTypes: TEXTS, isEnabled: 'flag?' },
];

const SCOPES: Shape = [
  {
    id: 'text',
    value: 'text?',
    type: 'text?',
    isEnabled: 'flag?',
    adminConsentDisplayName: 'text?',
    adminConsentDescription: 'text?',
    userConsentDisplayName: 'text?',
    userConsentDescription: 'text?',
  },
];

const PLATFORM: Shape = { redirectUris: TEXTS };

/** An app registration, as far as anything is read of it. */
export const APPLICATION_SHAPE: Shape = {
  description: 'text?',
  notes: 'text?',
  signInAudience: 'text',
  identifierUris: TEXTS,
  appRoles: ROLES,
  api: {
    acceptMappedClaims: 'flag?',
    knownClientApplications: TEXTS,
    requestedAccessTokenVersion: 'number?',
    oauth2PermissionScopes: SCOPES,
    preAuthorizedApplications: [{ appId: 'text', delegatedPermissionIds: TEXTS }],
  },
  requiredResourceAccess: [{ resourceAppId: 'text', resourceAccess: [{ id: 'text', type: 'text' }] }],
  web: { ...PLATFORM, homePageUrl: 'text?', logoutUrl: 'text?' },
  spa: PLATFORM,
  publicClient: PLATFORM,
  isFallbackPublicClient: 'flag?',
  groupMembershipClaims: 'text?',
  optionalClaims: { orNull: { accessToken: CLAIMS, idToken: CLAIMS, saml2Token: CLAIMS } },
  tags: TEXTS,
};

/** What stands for an application, the same. */
export const SERVICE_PRINCIPAL_SHAPE: Shape = {
  id: 'text',
  appId: 'text',
  displayName: 'text',
  servicePrincipalNames: TEXTS,
  alternativeNames: TEXTS,
  appRoles: ROLES,
  oauth2PermissionScopes: SCOPES,
  description: 'text?',
  notes: 'text?',
  homepage: 'text?',
  loginUrl: 'text?',
  logoutUrl: 'text?',
  replyUrls: TEXTS,
  notificationEmailAddresses: TEXTS,
  tags: TEXTS,
};

/** @throws GraphError where a value, or anything within it, is of another shape */
export function assertShape(value: unknown, shape: Shape, kind: string, property = ''): void {
  if (typeof shape === 'string') {
    if (!isOf(shape, value)) throw wrong(kind, property);
  } else if (isList(shape)) {
    if (!Array.isArray(value)) throw wrong(kind, property);
    for (const one of value) assertShape(one, shape[0], kind, property);
  } else if (isNullable(shape)) {
    if (value !== null && value !== undefined) assertShape(value, shape.orNull, kind, property);
  } else {
    if (!isObject(value)) throw wrong(kind, property);
    for (const [name, own] of Object.entries(shape)) assertShape(value[name], own, kind, name);
  }
}

const TYPES = { text: 'string', flag: 'boolean', number: 'number' } as const;

function isOf(shape: 'text' | 'text?' | 'flag?' | 'number?', value: unknown): boolean {
  if (shape.endsWith('?') && (value === null || value === undefined)) return true;
  return typeof value === TYPES[shape.replace('?', '') as keyof typeof TYPES];
}

function isList(shape: Shape): shape is readonly [Shape] {
  return Array.isArray(shape);
}

function isNullable(shape: Exclude<Shape, string>): shape is { readonly orNull: Shape } {
  return Object.hasOwn(shape, 'orNull');
}

function wrong(kind: string, property: string): Error {
  return badRequest(`Invalid value specified for property '${property}' of resource '${kind}'.`);
}
