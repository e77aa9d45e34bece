import { PolicyChecker, type Deployment } from '../access';

interface Known {
  readonly deployment: Deployment;
  readonly checker: PolicyChecker;
}

const known = new WeakMap<object, readonly Known[]>();

/** As many as tests of one definition use in turn. */
const MOST_KEPT = 8;

/** The checker of a deployment; one whose parts are the very same is taken again, so that a gateway is rendered once. */
export function checkerOf(deployment: Deployment): PolicyChecker {
  const before = known.get(deployment.model) ?? [];
  const same = before.find((one) => haveSameParts(one.deployment, deployment));
  if (same !== undefined) return same.checker;
  const checker = new PolicyChecker(deployment);
  known.set(deployment.model, [{ deployment: { ...deployment }, checker }, ...before].slice(0, MOST_KEPT));
  return checker;
}

function haveSameParts(one: Deployment, other: Deployment): boolean {
  const [parts, others] = [new Map<string, unknown>(Object.entries(one)), Object.entries(other)];
  return parts.size === others.length && others.every(([name, part]) => parts.has(name) && parts.get(name) === part);
}
