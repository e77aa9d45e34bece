import { type AccessModel, type RouteModel } from '../../model';

/** The names of a definition that a policy may use. */
export interface PolicyNames {
  /** By `api.key`. */
  readonly routes: ReadonlyMap<string, RouteModel>;
  /** Keys of clients, external clients and APIs. */
  readonly callers: ReadonlySet<string>;
  /** `group staff`, `person ada`. */
  readonly principals: ReadonlySet<string>;
}

/** The names of a definition. */
export function namesOf(model: AccessModel): PolicyNames {
  return {
    routes: new Map(model.routes.map((route) => [`${route.api}.${route.key}`, route])),
    callers: new Set([...model.clients, ...model.externalClients, ...model.apis].map(({ key }) => key)),
    principals: new Set(model.assignments.map(({ principal: { kind, key } }) => `${kind} ${key}`)),
  };
}

const MOST_LISTED = 20;

/** The allowed names, the nearest to a wrong one first, in words. */
export function nearestFirst(wrong: string, allowed: Iterable<string>): string {
  const byDistance = [...allowed]
    .map((name) => ({ name, distance: distance(wrong, name) }))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1));
  const listed = byDistance
    .slice(0, MOST_LISTED)
    .map(({ name }) => name)
    .join(', ');
  if (byDistance.length === 0) return 'none';
  return byDistance.length > MOST_LISTED ? `${listed} and ${byDistance.length - MOST_LISTED} more` : listed;
}

/** Beyond this, names have nothing in common. */
const FARTHEST = 6;

/** Changes of one character that lead from one name to another, up to the farthest that is told. */
function distance(from: string, to: string): number {
  if (Math.abs(from.length - to.length) >= FARTHEST) return FARTHEST;
  let before = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const next = new Array<number>(to.length + 1).fill(FARTHEST);
    next[0] = row;
    let least = row;
    // Off the diagonal by as much as that is as far already.
    for (let column = Math.max(1, row - FARTHEST); column <= Math.min(to.length, row + FARTHEST); column++) {
      const changed = (before[column - 1] ?? FARTHEST) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const cost = Math.min(changed, (before[column] ?? FARTHEST) + 1, (next[column - 1] ?? FARTHEST) + 1);
      next[column] = cost;
      least = Math.min(least, cost);
    }
    if (least >= FARTHEST) return FARTHEST;
    before = next;
  }
  return Math.min(before[to.length] ?? FARTHEST, FARTHEST);
}
