import type { AccessMatrix, AccessModel, MatrixEntry } from '../../lib';
import type { Expectation, Policy, PolicyCaller } from '../../lib/access';

/** A policy that says what a matrix says: an expectation for each route, with everybody who may call it. */
export function policyOf(model: AccessModel, { entries }: AccessMatrix): Policy {
  const expectations = model.routes.map(({ api, key }): Expectation => {
    const callers = entries.filter((entry) => entry.api === api && entry.route === key).flatMap(callersOf);
    return { route: `${api}.${key}`, callers };
  });
  return { formatVersion: 1, expectations };
}

/** Each one who may by itself, so that none can be left out unseen. */
function callersOf({ caller, isOpenSet, as, principals, together }: MatrixEntry): readonly PolicyCaller[] {
  if (isOpenSet) {
    const openSet = caller as 'anonymous';
    return [{ openSet, ...(caller === 'other-tenants' && as !== 'anonymous' && { as }) }];
  }
  if (as === 'application') return [caller];
  const names = principals.map(({ kind, key }) => `${kind} ${key}`);
  if (names.length === 0) return [{ caller, for: 'anybody' }];
  return together ? [{ caller, for: names.join(' and ') }] : names.map((name) => ({ caller, for: [name] }));
}
