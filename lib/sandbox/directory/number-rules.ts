import { isPersonal } from './audiences';
import { badRequest, duplicate, invalid } from './graph-error';
import { type Application } from './types';

const MOST_ENTRIES = 1200;
const MOST_APIS = 50;
const MOST_FOREIGN_APIS = 10;
const MOST_PERMISSIONS = 400;
const MOST_PRE_AUTHORIZED = 500;
const LONGEST_NAME = 256;
const LONGEST_TEXT = 1024;
const LONGEST_TAG = 256;

/** Where personal accounts sign in, the directory takes less. */
const PERSONAL = { permissions: 200, ofApi: 30, scopes: 100, scopeLength: 40, uris: 50, uriLength: 120 };

/** What stands around a registration. */
export interface Surroundings {
  /** Secrets and certificates that it has, or is to have. */
  readonly credentials: number;
  /** Whether an application is registered in the same tenant. */
  isRegistered(appId: string): boolean;
}

/**
 * Holds the numbers of a registration, and the lengths of what is written there, against what the directory takes.
 *
 * @see docs/entra.md
 * @throws GraphError for the first that is too great
 */
export function checkNumbers(next: Application, around: Surroundings): void {
  const { appRoles, api } = next;
  checkTexts(next, 'Application');
  for (const { displayName, description } of appRoles) if (isLong(displayName, description)) throw invalid('appRoles', 'InvalidLength');
  for (const one of api.oauth2PermissionScopes) {
    const isTooLong =
      isLong(one.adminConsentDisplayName, one.adminConsentDescription) || isLong(one.userConsentDisplayName, one.userConsentDescription);
    if (isTooLong) throw invalid('oauth2PermissionScopes', 'InvalidLength');
  }
  checkRequests(next, around);
  if (api.preAuthorizedApplications.length > MOST_PRE_AUTHORIZED) throw invalid('preAuthorizedApplications');
  if (isPersonal(next.signInAudience)) checkPersonal(next);
  checkRoom(next, around.credentials);
}

/** Holds all that stands in a registration against how much may stand there. @throws GraphError where it is more */
export function checkRoom(application: Application, credentials: number): void {
  const { appRoles, api, identifierUris, requiredResourceAccess, web, spa, publicClient, tags } = application;
  const lists = [
    ...[appRoles, api.oauth2PermissionScopes, api.knownClientApplications, identifierUris, tags],
    ...[api.preAuthorizedApplications, ...api.preAuthorizedApplications.map((one) => one.delegatedPermissionIds)],
    ...[requiredResourceAccess, ...requiredResourceAccess.map((one) => one.resourceAccess)],
    ...[web, spa, publicClient].map((platform) => platform.redirectUris),
  ];
  if (sum(lists) + credentials > MOST_ENTRIES) throw badRequest(`An application has at most ${String(MOST_ENTRIES)} entries.`);
}

/** What may be written beside a name, with tags each of which stands once. @throws GraphError where one is too long, or has white space */
export function checkTexts(
  { description, notes, tags }: { readonly description: string | null; readonly notes: string | null; readonly tags: readonly string[] },
  kind: string,
): void {
  if ((description ?? '').length > LONGEST_TEXT) throw invalid('description', 'InvalidLength', kind);
  if ((notes ?? '').length > LONGEST_TEXT) throw invalid('notes', 'InvalidLength', kind);
  if (!tags.every((tag) => tag.length > 0 && tag.length <= LONGEST_TAG && !/\s/.test(tag))) throw invalid('tags', undefined, kind);
  if (new Set(tags).size !== tags.length) throw duplicate('tags', 'tag');
}

function checkRequests({ requiredResourceAccess, signInAudience }: Application, { isRegistered }: Surroundings): void {
  const foreign = requiredResourceAccess.filter(({ resourceAppId }) => !isRegistered(resourceAppId));
  const permissions = requiredResourceAccess.map(({ resourceAccess }) => resourceAccess);
  const isOfPersonal = isPersonal(signInAudience);
  const isTooMany =
    requiredResourceAccess.length > MOST_APIS ||
    foreign.length > MOST_FOREIGN_APIS ||
    sum(permissions) > (isOfPersonal ? PERSONAL.permissions : MOST_PERMISSIONS) ||
    (isOfPersonal && permissions.some((one) => one.length > PERSONAL.ofApi));
  if (isTooMany) throw invalid('requiredResourceAccess');
}

function checkPersonal({ api, identifierUris }: Application): void {
  const scopes = api.oauth2PermissionScopes;
  if (scopes.length > PERSONAL.scopes) throw invalid('oauth2PermissionScopes');
  if (scopes.some(({ value }) => (value ?? '').length > PERSONAL.scopeLength)) throw invalid('oauth2PermissionScopes', 'InvalidLength');
  if (identifierUris.length > PERSONAL.uris) throw invalid('identifierUris');
  if (identifierUris.some((uri) => uri.length > PERSONAL.uriLength)) throw invalid('identifierUris', 'InvalidLength');
}

function isLong(name: string | null, text: string | null): boolean {
  return (name ?? '').length > LONGEST_NAME || (text ?? '').length > LONGEST_TEXT;
}

function sum(lists: readonly (readonly unknown[])[]): number {
  return lists.reduce((total, one) => total + one.length, 0);
}
