import { badRequest, duplicate, GraphError, invalid } from './graph-error';
import { type Application } from './types';

/** Whose directory it is. */
export interface Organisation {
  readonly id: string;
  /** Domains that are verified, in lower case. */
  readonly domains: ReadonlySet<string>;
}

const MAX_LENGTH = 255;

/**
 * Holds identifier URIs that are new against what a tenant takes by default.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/identifier-uri-restrictions
 * @throws GraphError for the first that it does not take
 */
export function checkIdentifierUris(
  { appId, identifierUris }: Pick<Application, 'appId' | 'identifierUris'>,
  before: readonly string[],
  organisation: Organisation,
): void {
  if (new Set(identifierUris.map((uri) => uri.toLowerCase())).size !== identifierUris.length) throw duplicate('identifierUris', 'uri');
  for (const uri of identifierUris) if (!before.includes(uri)) checkUri(uri, appId, organisation);
}

function checkUri(uri: string, appId: string, { id, domains }: Organisation): void {
  if (uri.length > MAX_LENGTH) throw invalid('identifierUris', 'InvalidLength');
  if (uri.endsWith('/'))
    throw new GraphError(400, 'IdentifierUrisEndsWithSlash', `Values of identifierUris property must not end with a slash: '${uri}'`);
  const [, scheme, host = '', path = ''] = /^(api|https):\/\/([\w.~-]+)((?:\/[\w.~:@!$&'(),;=+%-]+)*)$/.exec(uri) ?? [];
  if (scheme === undefined) throw badRequest('Property identifierUris is invalid.', 'GenericError');
  const name = host.toLowerCase();
  if ([...domains].some((domain) => name === domain || name.endsWith(`.${domain}`))) return;
  if (scheme === 'https') {
    throw new GraphError(
      400,
      'HostNameNotOnVerifiedDomain',
      `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri}'`,
    );
  }
  const rest = path.slice(1).toLowerCase();
  const isOfApplication = path === '' ? name === appId.toLowerCase() : rest === appId.toLowerCase();
  if (isOfApplication || (name === id.toLowerCase() && rest !== '')) return;
  throw badRequest(
    `Failed to add identifier URI ${uri}. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID, as per the default tenant policy of your organization. See https://aka.ms/identifier-uri-addition-error for more information on this error.`,
  );
}
