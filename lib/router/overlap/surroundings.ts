import { type RouterFlavor } from '../types';
import { type Criteria, type Field, type Surroundings } from './criteria';
import { headerSets } from './header-sets';

/** All that may stand around the path of a request that some routes match; what avoids others stands first. */
export interface Candidates {
  readonly list: readonly Surroundings[];
  /** False where more could be tried than is. */
  readonly isComplete: boolean;
}

/**
 * What may stand around the path of a request that each of `all` matches. Fields are independent of each other; so of each field
 * only those values are tried that no other one beats at avoiding `none`.
 */
export function surroundingsOf(all: readonly Criteria[], none: readonly Criteria[], flavor: RouterFlavor): Candidates {
  const schemes = (['https', 'http'] as const).filter((scheme) => all.every((one) => one.schemes.includes(scheme)));
  const headers = headerSets(all, none, flavor);
  const best = (values: readonly Surroundings[], field: Field): readonly Surroundings[] => leastTaken(values, field, all, none);
  const list = schemes.flatMap((scheme) => {
    const base = { method: 'GET', scheme, host: null };
    const methods = best(
      methodsOf(all, none).map((method) => ({ ...base, method })),
      'methods',
    );
    const sets = best(
      headers.sets.map((sent) => ({ ...base, ...(sent.length > 0 && { headers: sent }) })),
      'headers',
    );
    const hosts = best(
      hostsOf(all, none).map((host) => ({ ...base, ...host })),
      'hosts',
    );
    return hosts.flatMap((host) => {
      const named = snisOf(all, none, scheme, host.host).map((sni) => ({ ...host, ...(sni !== undefined && { sni }) }));
      return best(named, 'snis').flatMap((one) =>
        methods.flatMap(({ method }) => sets.map((set) => ({ ...one, method, ...(set.headers && { headers: set.headers }) }))),
      );
    });
  });
  return { list, isComplete: headers.isComplete };
}

/** The values that all routes take, without those that as many of the others take as with another value, and more. */
function leastTaken(
  values: readonly Surroundings[],
  field: Field,
  all: readonly Criteria[],
  none: readonly Criteria[],
): readonly Surroundings[] {
  const rated = values
    .filter((value) => all.every((one) => one.takes(value, [field])))
    .map((value) => ({ value, takers: new Set(none.filter((one) => one.takes(value, [field]))) }));
  return rated
    .filter(({ takers }, at) => {
      return !rated.some((other, place) => {
        const isWithin = other.takers.size <= takers.size && [...other.takers].every((one) => takers.has(one));
        return place !== at && isWithin && (other.takers.size < takers.size || place < at);
      });
    })
    .map(({ value }) => value);
}

/** A method that no route names matches as few routes as any can. */
function methodsOf(all: readonly Criteria[], none: readonly Criteria[]): readonly string[] {
  const [first, ...others] = all.filter(({ methods }) => methods.length > 0);
  if (first !== undefined) return first.methods.filter((method) => others.every(({ methods }) => methods.includes(method)));
  const named = new Set([...all, ...none].flatMap(({ methods }) => methods));
  return ['GET', ...(named.has('GET') ? [unused('TRACE', named)] : [])];
}

interface Host {
  readonly host: string | null;
  readonly port?: number;
}

/** Hosts that can be asked for: those that are listed, and one for each way to meet a wildcard, or none. */
function hostsOf(all: readonly Criteria[], none: readonly Criteria[]): readonly Host[] {
  const everyHost = [...all, ...none].flatMap(({ hosts }) => hosts);
  const label = freshLabel(everyHost);
  const listed = all.flatMap(({ hosts }) => hosts).filter((host) => !host.includes('*'));
  const wildcards = all.flatMap(({ hosts }) => hosts).filter((host) => host.includes('*'));
  const before = [...new Set(wildcards.filter((host) => /\*(?::[0-9]+)?$/.test(host)).map(withoutPort))].map((host) => host.slice(0, -1));
  const after = [...new Set(wildcards.filter((host) => host.startsWith('*')).map(withoutPort))].map((host) => host.slice(1));
  const met = [
    ...after.map((end) => `${label}${end}`),
    ...before.map((start) => `${start}${label}`),
    ...before.flatMap((start) => after.map((end) => `${start}${label}${end}`)),
  ];
  const names = listed.length + met.length > 0 ? [...listed.map(withoutPort), ...met] : [`${label}.invalid`];
  // A port of its own meets no route that names another.
  const ports = new Set(everyHost.flatMap((host) => portOf(host) ?? []));
  const free = [8000, 8001, 8002, 8003].find((port) => !ports.has(port)) ?? 1;
  const hosts = [...new Set(names)].flatMap((name): Host[] => [
    { host: name },
    ...[...ports, ...(ports.size > 0 ? [free] : [])].map((port) => ({ host: `${name}:${port}`, port })),
  ]);
  return all.every((one) => one.hosts.length === 0) ? [...hosts, { host: null }] : hosts;
}

/** The server name is the host's where nothing asks for another; none avoids routes that ask for one. */
function snisOf(
  all: readonly Criteria[],
  none: readonly Criteria[],
  scheme: 'https' | 'http',
  host: string | null,
): readonly (string | undefined)[] {
  if (scheme === 'http') return [undefined];
  const own = host === null ? undefined : withoutPort(host);
  const wanted = all.flatMap(({ snis }) => snis);
  const avoided = none.some(({ snis }) => snis.length > 0);
  if (wanted.length === 0) return avoided && own !== undefined ? [own, undefined] : [own];
  const label = freshLabel([...all, ...none].flatMap(({ snis }) => snis));
  const met = wanted.map((sni) => sni.replace('*', label).replace(/\.$/, ''));
  const crossed = wanted.flatMap((one) =>
    wanted.map((other) =>
      one.endsWith('*') && other.startsWith('*') ? `${one.slice(0, -1)}${label}${other.slice(1)}` : one.replace('*', label),
    ),
  );
  return [...new Set([...(own === undefined ? [] : [own]), ...met, ...crossed])];
}

function withoutPort(host: string): string {
  return host.replace(/:[0-9]+$/, '');
}

function portOf(host: string): number | undefined {
  const [, port] = /:([0-9]+)$/.exec(host) ?? [];
  return port === undefined ? undefined : Number(port);
}

/** A label no host has. */
function freshLabel(hosts: readonly string[]): string {
  return unused('other', new Set(hosts.flatMap((host) => host.split(/[.:*]/))));
}

function unused(first: string, taken: ReadonlySet<string>): string {
  let name = first;
  for (let number = 1; taken.has(name); number++) name = /^[A-Z]/.test(first) ? `${first}${'X'.repeat(number)}` : `${first}-${number}`;
  return name;
}
