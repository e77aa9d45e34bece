import { type RouterRequest, type RouterRoute } from '../../router';
import { type Shadow } from './types';

/** A shadow in words, with the request that shows it. */
export function shadowText(shadow: Shadow): string {
  return `${whatOf(shadow)}${shadow.request === undefined ? '' : `; for example ${requestLine(shadow.request)}`}${outcomesOf(shadow)}`;
}

function whatOf({ kind, route, by }: Shadow): string {
  const [losing, taking] = [nameOf(route), by === undefined ? 'another route' : nameOf(by)];
  switch (kind) {
    case 'never-matches':
      return by === undefined
        ? `no request can match route ${losing}`
        : `route ${losing} never gets a request: others take all that it matches`;
    case 'takes':
      return `route ${taking} takes requests of route ${losing}`;
    case 'calculation':
      if (by === undefined)
        return `whether route ${losing} takes a request depends on how the gateway weighs routes (route_match_calculation)`;
      return `whether route ${losing} or route ${taking} takes a request depends on how the gateway weighs routes (route_match_calculation)`;
    case 'flavor':
      return `whether route ${losing} or route ${taking} takes a request depends on the gateway's router_flavor`;
    case 'sibling':
      return `the prefix of route ${taking} ends within a segment, and takes requests beside route ${losing}`;
    case 'not-judged':
      return by === undefined
        ? `what route ${losing} matches cannot be told`
        : `which of route ${losing} and route ${taking} takes a request cannot be told`;
  }
}

function outcomesOf({ outcomes = [] }: Shadow): string {
  if (outcomes.length === 0) return '';
  const told = outcomes.map(({ flavor, calculation, route }) => `${flavor} (${calculation}): ${route === null ? 'none' : nameOf(route)}`);
  return ` goes to: ${told.join(', ')}`;
}

/** A request in one line, with what of it decides. */
export function requestLine({ method, scheme = 'https', host, path, headers = [], sni }: RouterRequest): string {
  const plain = host?.replace(/:[0-9]+$/, '');
  const sent = headers.map(([name, value]) => ` with ${name}: ${value}`).join('');
  const named = sni === undefined || sni === plain ? '' : ` by the server name ${sni}`;
  return `${method} ${scheme}://${host ?? '(no host)'}${path}${sent}${named}`;
}

function nameOf({ name, id }: RouterRoute): string {
  return JSON.stringify(name ?? id ?? '');
}
