import { badRequest, GraphError } from './graph-error';
import { type FederatedIdentityCredential } from './types';

const MOST = 20;
const LONGEST = 600;

/** @throws GraphError where an application has as many federated credentials as it may have */
export function checkRoomForFederated(others: readonly FederatedIdentityCredential[]): void {
  if (others.length >= MOST) throw wrongFederated(`At most ${String(MOST)} are allowed for an application.`);
}

/**
 * Holds a federated credential against the rules of the directory and the others of its application.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 * @throws GraphError for the first rule that is broken
 */
export function checkFederated(
  { name, issuer, subject, audiences, description }: Omit<FederatedIdentityCredential, 'id'>,
  others: readonly FederatedIdentityCredential[],
): void {
  if (!/^[A-Za-z0-9_-]{3,120}$/.test(name))
    throw badRequest('Invalid value specified for property name of resource FederatedIdentityCredential.');
  const isRight = [issuer, subject, ...audiences].every(isExact) && isIssuer(issuer) && (description ?? '').length <= LONGEST;
  if (!isRight || audiences.length !== 1) throw badRequest('Invalid value specified for property of resource FederatedIdentityCredential.');
  if (others.some((one) => one.name === name))
    throw new GraphError(409, 'Request_MultipleObjectsWithSameKeyValue', `FederatedIdentityCredential with name ${name} already exists.`);
  if (others.some((one) => one.issuer === issuer && one.subject === subject)) {
    throw wrongFederated(
      `The combination of issuer and subject must be unique for the application. Issuer ${issuer} and Subject: ${subject} already exist.`,
    );
  }
}

export function wrongFederated(message: string): GraphError {
  return new GraphError(400, 'InvalidFederatedIdentityCredentialValue', message);
}

/** Whether a text can be compared as it is: nothing in it stands for something else. */
function isExact(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST && text.trim() === text && !/[*\p{Cc}]/u.test(text);
}

/** Whether tokens can have an issuer: an address whose keys can be looked up. */
function isIssuer(issuer: string): boolean {
  return /^https:\/\/[^/\s?#@\\]+(?:\/[^\s?#\\]*)?$/.test(issuer) && URL.canParse(issuer);
}
