import fc from 'fast-check';
import {
  accessMatrix,
  checkPolicy,
  PolicyChecker,
  type Deployment,
  type Expectation,
  type Policy,
  type PolicyCaller,
} from '../../lib/access';
import { Floors } from '../support/floors';
import { build, organisation, type Organisation } from '../support/generate';
import { policyOf } from '../support/policy-of-matrix';

const SEED = Number(process.env['SEED'] ?? 20261124);

interface Generated {
  readonly deployment: Deployment;
  readonly policy: Policy;
}

function policyFor(generated: Organisation): Generated {
  const deployment = build(generated);
  return { deployment, policy: policyOf(deployment.model, accessMatrix(deployment)) };
}

/** Every caller there could be, in every way that one line can say. */
function everyCaller({ model }: Deployment): readonly PolicyCaller[] {
  const keys = [...model.clients, ...model.externalClients, ...model.apis].map(({ key }) => key);
  const principals = [...new Set(model.assignments.map(({ principal: { kind, key } }) => `${kind} ${key}`))];
  return [
    ...keys,
    ...keys.flatMap((caller) => ['anybody', ...principals].map((who) => ({ caller, for: [who] }))),
    ...(['anonymous', 'any-person', 'any-client'] as const).map((openSet) => ({ openSet })),
    ...(['application', 'person'] as const).map((as) => ({ openSet: 'other-tenants' as const, as })),
  ];
}

const textOf = (caller: PolicyCaller): string => {
  if (typeof caller === 'string') return caller;
  return 'openSet' in caller ? `* ${caller.openSet} ${caller.as ?? ''}` : `${caller.caller} ${[caller.for].flat().join()}`;
};

/** The policy with one expectation changed, and nothing else to look at. */
function changed(expectation: Expectation, callers: readonly PolicyCaller[]): Policy {
  return { formatVersion: 1, expectations: [{ ...expectation, callers }] };
}

test(`a policy that says what the matrix says holds, and is about every route (seed ${SEED})`, () => {
  const floors = new Floors();

  fc.assert(
    fc.property(organisation, (generated) => {
      const { deployment, policy } = policyFor(generated);
      const { holds, expectations, coverage } = checkPolicy(deployment, policy);
      expect(expectations.filter((one) => !one.holds)).toEqual([]);
      expect([holds, coverage.routes]).toEqual([
        true,
        { covered: deployment.model.routes.length, total: deployment.model.routes.length, missing: [] },
      ]);
      for (const { callers = [] } of policy.expectations) {
        floors.count(callers.length === 0 ? 'nobody' : 'somebody');
        for (const caller of callers)
          floors.count(typeof caller === 'string' ? 'application' : 'openSet' in caller ? caller.openSet : 'person');
      }
    }),
    { numRuns: 100, seed: SEED, endOnFailure: true },
  );

  floors.assertAtLeast(['nobody', 'somebody', 'application', 'person', 'anonymous', 'any-person', 'any-client', 'other-tenants'], 20);
});

test(`one caller less, or one more, and the expectation does not hold (seed ${SEED})`, () => {
  const floors = new Floors();

  fc.assert(
    fc.property(organisation, fc.nat(), (generated, number) => {
      const { deployment, policy } = policyFor(generated);
      const checker = new PolicyChecker(deployment);
      const everybody = everyCaller(deployment);
      for (const [index, expectation] of policy.expectations.entries()) {
        const { callers = [] } = expectation;
        const listed = new Set(callers.map(textOf));
        const others = everybody.filter((caller) => !listed.has(textOf(caller)));
        const added = [0, 1, 2].flatMap((at) => others[(number + index * 7 + at) % others.length] ?? []);
        const changes = [
          ...callers.map((_, at) => callers.filter((__, place) => place !== at)),
          ...added.map((caller) => [...callers, caller]),
        ];
        for (const change of changes) {
          const report = checker.check([{ file: 'policy', policy: changed(expectation, change) }]);
          if (report.holds) throw new Error(JSON.stringify({ expectation, change }));
        }
        floors.count(callers.length > 0 ? 'less' : 'more');
      }
    }),
    { numRuns: 60, seed: SEED, endOnFailure: true },
  );

  floors.assertAtLeast(['less', 'more'], 10);
});
