/** Client ids by the key of their registration, known after apply: the output `client_ids` of a stack. */
export type Bindings = Readonly<Record<string, string>>;

const MARKER = /@@client_id:([a-z][a-z0-9-]*)@@/g;

/** What stands in the rendered configuration for the client id of a registration until it is known. */
export function clientIdMarker(key: string): string {
  return `@@client_id:${key}@@`;
}

/** Keys of the registrations whose client ids a text waits for. */
export function markersIn(text: string): ReadonlySet<string> {
  return new Set(Array.from(text.matchAll(MARKER), (match) => match[1] ?? ''));
}

/** The text with each marker replaced by its client id; a marker without one stays. */
export function fillMarkers(text: string, bindings: Bindings): string {
  return text.replace(MARKER, (marker, key: string) => (Object.hasOwn(bindings, key) ? (bindings[key] ?? marker) : marker));
}
