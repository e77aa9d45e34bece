import { type RouterRequest } from '../../router';
import { type EmbeddedGateway } from '../gateway';

/** Values of one kind that are named. */
const MOST_NAMED = 6;

/** Of a request that no route takes, what would have to be otherwise for one to take it: one thing alone, else that it takes more. */
export function missedBy(gateway: EmbeddedGateway, request: RouterRequest): string {
  const { routes } = gateway.entities();
  const those = (values: Iterable<string>, changes: (value: string) => Partial<RouterRequest>): readonly string[] =>
    [...new Set(values)].filter((value) => gateway.takes({ ...request, ...changes(value) }));
  const headers = routes.flatMap((route) =>
    Object.entries(route.headers ?? {}).flatMap(([name, values]) => values.map((value) => `${name}: ${value}`)),
  );
  const found = Object.entries({
    'another scheme': those(['https', 'http'], (scheme) => ({ scheme: scheme as 'https' | 'http' })),
    'another method': those(
      routes.flatMap(({ methods }) => methods ?? []),
      (method) => ({ method }),
    ),
    'another host': those(
      routes.flatMap(({ hosts }) => hosts ?? []),
      (host) => ({ host }),
    ),
    'a header': those(headers, (header) => ({ headers: [...(request.headers ?? []), pairOf(header)] })),
  }).filter(([, values]) => values.length > 0);
  if (found.length === 0) return 'No route takes it: its path, or more than one thing, would have to be another.';
  const named = found.map(([what, values]) => {
    const rest = values.length - MOST_NAMED;
    return `${what} (${values.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? `, and ${String(rest)} more` : ''})`;
  });
  return `No route takes it; one would with ${named.join(', or with ')}.`;
}

function pairOf(header: string): readonly [string, string] {
  const at = header.indexOf(': ');
  return [header.slice(0, at), header.slice(at + 2)];
}
