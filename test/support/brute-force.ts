import type { GatewayRequest } from './gateway-oracle';
import type { Caller, ReviewSide } from './review-side';

/** Requests that one route takes before, and one, the same or another, after; null where none does. */
export interface TakenBy {
  readonly was: string | null;
  readonly now: string | null;
}

/** Somebody who was let in and is not, or the other way round. */
export interface Difference extends TakenBy {
  readonly direction: 'gained' | 'lost';
  /** True where he was let in and is, but not from the same addresses. */
  readonly bySource: boolean;
  readonly caller: Caller;
  readonly request: GatewayRequest;
}

/**
 * Who is let in on one of two sides alone, by trying everybody. Which route takes a request is asked of every request; what its plugins
 * say to each token is asked of one of those that the same two routes take, and of one of them by OPTIONS.
 */
export function differences(
  base: ReviewSide,
  head: ReviewSide,
  requests: readonly GatewayRequest[],
  callers: readonly Caller[],
): readonly Difference[] {
  const regions = new Map<string, TakenBy & { readonly request: GatewayRequest }>();
  for (const request of requests) {
    const [was, now] = [base.routeOf(request), head.routeOf(request)];
    if (was === undefined || now === undefined) continue;
    const key = JSON.stringify([was, now, request.method === 'OPTIONS']);
    if ((was ?? now) !== null && !regions.has(key)) regions.set(key, { was, now, request });
  }
  return [...regions.values()].flatMap(({ was, now, request }) =>
    callers.flatMap((caller): readonly Difference[] => {
      const [before, after] = [base.from(request, caller), head.from(request, caller)];
      const bySource = before.length > 0 && after.length > 0;
      const told = (direction: 'gained' | 'lost'): Difference => ({ was, now, request, caller, direction, bySource });
      return [
        ...(after.some((address) => !before.includes(address)) ? [told('gained')] : []),
        ...(before.some((address) => !after.includes(address)) ? [told('lost')] : []),
      ];
    }),
  );
}
