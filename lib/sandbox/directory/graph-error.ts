/** A refusal of the directory, as Graph words it. */
export class GraphError extends Error {
  constructor(
    public readonly status: number,
    /** Such as `Request_BadRequest`. */
    public readonly code: string,
    message: string,
    /** What is wrong with the property, such as `DuplicateValue`. @default - nothing is said of a property */
    public readonly detail?: string,
  ) {
    super(message);
    this.name = 'GraphError';
  }
}

/** Code of what Entra takes and the sandbox does not make. */
export const NOT_MADE = 'Sandbox_NotMade';

/** What Entra takes and the sandbox does not make. */
export function notMade(message: string): GraphError {
  return new GraphError(400, NOT_MADE, message);
}

/** What breaks a rule of the directory. */
export function badRequest(message: string, detail?: string): GraphError {
  return new GraphError(400, 'Request_BadRequest', message, detail);
}

/** A reference to what is not there, or not yet to be seen. */
export function notReferable(): GraphError {
  return badRequest('Not a valid reference update.');
}

/** A client id of no application, or of one that is not yet to be seen. */
export function noApplication(appId: string): GraphError {
  return badRequest(`The appId '${appId}' of the service principal does not reference a valid application object.`);
}

/** What is not there, or not yet to be seen. */
export function notFound(id: string): GraphError {
  return new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}

/** A value that a property cannot have. */
export function invalid(property: string, detail?: string, kind = 'Application'): GraphError {
  return badRequest(`Invalid value specified for property '${property}' of resource '${kind}'.`, detail);
}

/** A value that must stand once. */
export function duplicate(property: string, field: string): GraphError {
  return badRequest(`Request contains a property with duplicate values: ${property}.${field}.`, 'DuplicateValue');
}

/** What ids look like. */
export const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
