import { type CalledThing, type Deployment, type Expectation, type NamedCaller, type OpenSetCaller } from '../access';

/** Who calls what: a caller, for itself or for people, or an open set; and a route or a request. */
export type PolicyCall = CalledThing & (NamedCaller | OpenSetCaller);

/** The call as an expectation of one caller. */
export function expectationOf(call: PolicyCall, says: 'may' | 'mayNot'): Expectation {
  const { route, request, headers, clientIp, ...caller } = call;
  return {
    ...(route !== undefined && { route }),
    ...(request !== undefined && { request }),
    ...(headers !== undefined && { headers }),
    ...(clientIp !== undefined && { clientIp }),
    [says]: [caller],
  };
}

/** What a matcher is about. @throws where it is no deployment */
export function deploymentOf(received: unknown, matcher: string): Deployment {
  const { model, environment } = (received ?? {}) as Partial<Deployment>;
  if (typeof model !== 'object' || typeof environment !== 'object')
    throw new TypeError(`expect(…).${matcher} takes a deployment, { model, environment }, such as the content of an access.json`);
  return received as Deployment;
}
