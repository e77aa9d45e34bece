/** A request as the embedded servers get it. */
export interface ServedRequest {
  readonly method: string;
  /** Host without port, in lower case. */
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** What an embedded server answers. */
export interface ServedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer with a JSON document, which nobody may keep. */
export function jsonAnswer(status: number, content: unknown, headers: Readonly<Record<string, string>> = {}): ServedAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(content),
  };
}

/** A header of a request: the first, where it stands several times. */
export function headerOf({ headers }: Pick<ServedRequest, 'headers'>, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}
