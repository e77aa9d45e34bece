import type { Problem } from '../errors';
import { lookUp, type AlternativeModel, type ApiModel, type EnvironmentModel, type RouteModel } from '../model';

/** A condition in disjunctive form: any term is enough, all values of a term are needed; no term means no condition. */
export type Condition = readonly (readonly string[])[];

/** One entry to a route: where it is and what a token must carry there. */
export interface Door {
  /** `all` where people's and applications' calls need not be told apart. */
  readonly kind: 'all' | 'people' | 'applications';
  readonly hosts: readonly string[];
  /** Header that marks applications' calls, where they are told apart by one. */
  readonly header?: { readonly name: string; readonly value: string };
  readonly roles: Condition;
  readonly scopes: Condition;
}

/**
 * The doors of a route: each exact for those it is for. Kong and-s its role and scope conditions,
 * so a door's alternatives must be the product of one of each; what is not is refused.
 */
export function doorsOf(
  route: RouteModel,
  api: ApiModel,
  environment: EnvironmentModel,
): { readonly doors: readonly Door[]; readonly problems: readonly Problem[] } {
  if (route.access.kind === 'public' || route.access.alternatives.length === 0)
    throw new Error(`route ${route.api}.${route.key} has no doors`);
  const hosts = [...(lookUp(environment.hosts, route.host) ?? [])].sort();
  const calls = environment.gateway.applicationCalls;
  const alternatives = inValues(route.access.alternatives, api);
  const people = alternatives.filter((alternative) => alternative.forPeople);
  const applications = alternatives.filter((alternative) => alternative.forApplications);

  const applicationHosts = calls?.by === 'host' ? lookUp(calls.hosts, route.host) : undefined;
  if (applicationHosts !== undefined) {
    return collect(route, [
      ...(people.length === 0 ? [] : [{ kind: 'people' as const, hosts, alternatives: people }]),
      ...(applications.length === 0
        ? []
        : [{ kind: 'applications' as const, hosts: [...applicationHosts].sort(), alternatives: applications }]),
    ]);
  }
  const together = productOf(alternatives);
  if (together !== undefined) return { doors: [{ kind: 'all', hosts, ...together }], problems: [] };
  if (people.length === 0 || applications.length === 0) return collect(route, [{ kind: 'all', hosts, alternatives }]);
  if (calls?.by === 'header') {
    const header = { name: calls.name, value: calls.value };
    return collect(route, [
      { kind: 'people', hosts, alternatives: people },
      { kind: 'applications', hosts, header, alternatives: applications },
    ]);
  }
  return { doors: [], problems: [needsDoors(route, environment)] };
}

interface ValuedAlternative {
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly forPeople: boolean;
  readonly forApplications: boolean;
}

function inValues(alternatives: readonly AlternativeModel[], api: ApiModel): readonly ValuedAlternative[] {
  return alternatives.map((alternative) => {
    const roles = api.roles.filter((role) => alternative.roles.includes(role.key));
    return {
      roles: roles.map((role) => role.value).sort(),
      scopes: api.scopes
        .filter((scope) => alternative.scopes.includes(scope.key))
        .map((scope) => scope.value)
        .sort(),
      forPeople: roles.every((role) => role.for !== 'applications'),
      // Only the token of a signed-in person carries scopes.
      forApplications: alternative.scopes.length === 0 && roles.every((role) => role.for !== 'people'),
    };
  });
}

type Unsplit = Omit<Door, 'roles' | 'scopes'> & { readonly alternatives: readonly ValuedAlternative[] };

function collect(
  route: RouteModel,
  unsplit: readonly Unsplit[],
): { readonly doors: readonly Door[]; readonly problems: readonly Problem[] } {
  const doors: Door[] = [];
  const problems: Problem[] = [];
  for (const { alternatives, ...door } of unsplit) {
    const condition = productOf(alternatives);
    if (condition === undefined) problems.push(noProduct(route, door.kind, alternatives));
    else doors.push({ ...door, ...condition });
  }
  return { doors, problems };
}

/** The role and the scope condition whose conjunction is the disjunction of the alternatives, if there are such. */
export function productOf(
  alternatives: readonly { readonly roles: readonly string[]; readonly scopes: readonly string[] }[],
): { readonly roles: Condition; readonly scopes: Condition } | undefined {
  const needed = alternatives.filter((one, index) => {
    return !alternatives.some((other, position) => position !== index && within(other, one) && (!within(one, other) || position < index));
  });
  const roles = distinct(needed.map((alternative) => alternative.roles));
  const scopes = distinct(needed.map((alternative) => alternative.scopes));
  // Each pair the gateway would let in must be let in by some alternative; the converse holds by construction.
  const exact = roles.every((role) =>
    scopes.every((scope) => needed.some((alternative) => within(alternative, { roles: role, scopes: scope }))),
  );
  return exact ? { roles: unlessTrue(roles), scopes: unlessTrue(scopes) } : undefined;
}

function within(
  less: { readonly roles: readonly string[]; readonly scopes: readonly string[] },
  more: { readonly roles: readonly string[]; readonly scopes: readonly string[] },
): boolean {
  return less.roles.every((role) => more.roles.includes(role)) && less.scopes.every((scope) => more.scopes.includes(scope));
}

function distinct(terms: readonly (readonly string[])[]): Condition {
  return [...new Map(terms.map((term) => [term.join(' '), term])).entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, term]) => term);
}

function unlessTrue(condition: Condition): Condition {
  return condition.some((term) => term.length === 0) ? [] : condition;
}

function needsDoors(route: RouteModel, environment: EnvironmentModel): Problem {
  return {
    where: `routes ${route.api}.${route.key}`,
    what: `lets in people and applications by different conditions, and the environment ${environment.key} does not tell their calls apart; the gateway requires roles and scopes together`,
    fix: 'set gateway.applicationCalls (a host of their own, or a header), or give people and applications routes of their own',
    code: 'ROUTE_NEEDS_DOORS',
  };
}

function noProduct(route: RouteModel, kind: Door['kind'], alternatives: readonly ValuedAlternative[]): Problem {
  const said = alternatives.map((alternative) => [...alternative.roles, ...alternative.scopes].join(' and ')).join(', or ');
  return {
    where: `routes ${route.api}.${route.key}`,
    what: `the ways in${kind === 'all' ? '' : ` for ${kind}`} (${said}) are no product of one condition on roles and one on scopes, which is all the gateway can check`,
    fix: 'require the same scopes in each alternative, or split the route in two',
    code: 'ROUTE_NOT_A_PRODUCT',
  };
}
