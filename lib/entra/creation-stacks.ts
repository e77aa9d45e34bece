/**
 * Runs a function while the framework records no call stacks. It records the whole stack for each of some thirty parts of every
 * resource, only to name it in messages about its own tokens: two thirds of the time it takes to make a registration, and more
 * the deeper the call. An error thrown meanwhile has no stack either, so checks come before.
 */
export function withoutCreationStacks<Result>(make: () => Result): Result {
  const limit = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  if (limit?.configurable !== true) return make();
  // The framework raises the limit for each stack it records, so setting it would not last; this swallows what it sets.
  Object.defineProperty(Error, 'stackTraceLimit', { configurable: true, get: () => 0, set: () => undefined });
  try {
    return make();
  } finally {
    Object.defineProperty(Error, 'stackTraceLimit', limit);
  }
}
