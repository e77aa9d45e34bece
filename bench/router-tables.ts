import type { RouterRequest, RouterRoute } from '../lib/router';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];

/** A UUID that is the same for a number every time. */
function id(index: number): string {
  return `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`;
}

/** Routes by host and prefix: what a gateway mostly has. */
export function plainRoutes(count: number): readonly RouterRoute[] {
  return Array.from({ length: count }, (_, index) => ({
    id: id(index),
    name: `r${index}`,
    hosts: [`h${index % 100}.example.com`],
    paths: [`/svc-${index}/items`],
  }));
}

/** Requests for those, no two alike. */
export function plainRequests(count: number, number: number): readonly RouterRequest[] {
  return Array.from({ length: number }, (_, at) => {
    const index = (at * 7919) % count;
    return { method: 'GET', scheme: 'https', host: `h${index % 100}.example.com`, path: `/svc-${index}/items/${at}` };
  });
}

/** Routes with criteria of every kind: expressions, methods, headers, hosts with asterisks, and none of some. */
export function mixedRoutes(count: number): readonly RouterRoute[] {
  return Array.from({ length: count }, (_, index): RouterRoute => {
    const base = { id: id(index), name: `r${index}` };
    const host = `h${index % 100}.example.com`;
    switch (index % 5) {
      case 0:
        return { ...base, hosts: [host], paths: [`~/svc-${index}/items/[^/]+$`], regex_priority: 64 };
      case 1:
        return { ...base, hosts: [host], methods: [METHODS[index % 4] ?? 'GET'], paths: [`/svc-${index}`] };
      case 2:
        return { ...base, hosts: [`*.w${index % 50}.example.com`], paths: [`/svc-${index}/items`] };
      case 3:
        return { ...base, paths: [`/svc-${index}/items`], headers: { 'x-version': [String(index % 7)] } };
      default:
        return { ...base, hosts: [host, `alt.${host}`], paths: [`~/svc-${index}/(?:items|parts)/[^/]+$`, `/svc-${index}/other`] };
    }
  });
}

/** Requests for those, no two alike. */
export function mixedRequests(count: number, number: number): readonly RouterRequest[] {
  return Array.from({ length: number }, (_, at) => {
    const index = (at * 7919) % count;
    const host = index % 5 === 2 ? `a.w${index % 50}.example.com` : `h${index % 100}.example.com`;
    const headers: readonly (readonly [string, string])[] = [
      ['user-agent', 'bench'],
      ['x-version', String(index % 7)],
    ];
    return { method: METHODS[index % 4] ?? 'GET', scheme: 'https', host, path: `/svc-${index}/items/${at}`, headers };
  });
}
