import { headerOf, type ServedRequest } from '../network';
import { EntraRefusal } from './refusal';
import { DEFAULT_SCOPE, isOfOpenId } from './requested-scopes';

/** Reads the parameters of a request. */
export type Form = (name: string) => string | undefined;

/** Credentials of a client in the Authorization header. */
export interface Basic {
  readonly id: string;
  readonly secret: string;
}

/** Parameters of a body: of one that is no form there are none. @throws EntraRefusal where one stands twice */
export function bodyForm(request: ServedRequest): Form {
  const [type = ''] = (headerOf(request, 'content-type') ?? '').split(';');
  return formOf(new URLSearchParams(type.trim().toLowerCase() === 'application/x-www-form-urlencoded' ? request.body : ''));
}

/** Parameters of a query. @throws EntraRefusal where one stands twice */
export function queryForm({ query }: ServedRequest): Form {
  return formOf(query);
}

/** Reads parameters, of which the empty ones are not there. */
function formOf(parameters: URLSearchParams): Form {
  const names = new Set<string>();
  for (const name of parameters.keys()) {
    if (names.has(name))
      throw new EntraRefusal(9000411, 'invalid_request', `The request is not properly formatted. The parameter '${name}' is duplicated.`);
    names.add(name);
  }
  return (name) => {
    const value = parameters.get(name);
    return value === null || value === '' ? undefined : value;
  };
}

/**
 * A form as the endpoint of a version takes it: that of version 1 has `resource` for the API, and in `scope` OpenID Connect alone.
 *
 * @throws EntraRefusal where it is a form for the other version
 */
export function ofVersion(form: Form, version: 1 | 2): Form {
  const [resource, scope] = [form('resource'), form('scope')];
  if (version === 2) {
    if (resource === undefined) return form;
    throw new EntraRefusal(901002, 'invalid_request', "The 'resource' request parameter is not supported.");
  }
  if (scope !== undefined && !isOfOpenId(scope)) {
    // What Entra makes of other scopes at this endpoint is not established.
    throw new EntraRefusal(
      undefined,
      'invalid_scope',
      `The endpoint of version 1 takes the API in 'resource', and not in scope '${scope}'.`,
    );
  }
  if (resource === undefined) return form;
  const both = [scope, `${resource}${DEFAULT_SCOPE}`].filter((one) => one !== undefined).join(' ');
  return (name) => (name === 'scope' ? both : form(name));
}

/** The parameters that a request must have. @throws EntraRefusal where it has not */
export function required(form: Form, name: string): string {
  const value = form(name);
  if (value !== undefined) return value;
  throw new EntraRefusal(900144, 'invalid_request', `The request body must contain the following parameter: '${name}'.`);
}

/** Credentials in the header of a request; undefined where there are none. @throws EntraRefusal where they cannot be read */
export function basicOf(request: ServedRequest): Basic | undefined {
  const header = headerOf(request, 'authorization') ?? '';
  if (!/^Basic\b/i.test(header)) return undefined;
  const [, encoded = ''] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header) ?? [];
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  try {
    if (id !== '' && secret.length > 0) return { id: decodeURIComponent(id), secret: decodeURIComponent(secret.join(':')) };
  } catch {
    // Refused below, as whatever else is no pair.
  }
  // Which number Entra gives this is not established.
  throw new EntraRefusal(undefined, 'invalid_request', 'The Authorization header is malformed.');
}
