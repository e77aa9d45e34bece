import { type Policy } from '../access';
import { type PolicyCall } from './call';
import { matchers } from './matchers';

export { matchers } from './matchers';
export type { PolicyCall } from './call';

/** The matchers as a test calls them. */
export interface PolicyMatchers<Result> {
  /** The caller gets in, for sure; every requirement of the gateway is met. */
  toAllow(call: PolicyCall): Result;
  /** The caller does not get in, for sure: what cannot be told counts as a way in. */
  toDeny(call: PolicyCall): Result;
  /** Every expectation of a policy holds, such as one that `parsePolicy` read. */
  toSatisfyPolicy(policy: Policy): Result;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars
    interface Matchers<R, T = {}> extends PolicyMatchers<R> {}
  }
}

// eslint-disable-next-line @typescript-eslint/ban-ts-comment
/** @ts-ignore: a project without Jest has no such module, and needs none. */
declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars
  interface Matchers<R extends void | Promise<void>, T = unknown> extends PolicyMatchers<R> {}
}

const { expect } = globalThis as { readonly expect?: { readonly extend?: (added: typeof matchers) => void } };

// Without a global `expect` it is up to the test to extend its own.
if (typeof expect?.extend === 'function') expect.extend(matchers);
