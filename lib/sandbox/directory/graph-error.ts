/** A refusal of the directory, as Graph words it. */
export class GraphError extends Error {
  constructor(
    public readonly status: number,
    /** Such as `Request_BadRequest`. */
    public readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'GraphError';
  }
}

/** What breaks a rule of the directory. */
export function badRequest(message: string): GraphError {
  return new GraphError(400, 'Request_BadRequest', message);
}

/** What is not there, or not yet to be seen. */
export function notFound(id: string): GraphError {
  return new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
}
