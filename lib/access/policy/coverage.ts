import { type EnvironmentModel, type RoleModel, type AccessModel } from '../../model';
import { type Party } from './party';
import { type Covered, type PolicyCoverage } from './report';
import { usedBy } from './used';
import { type Verdict } from './verdict';

/** Counts what a policy speaks of. */
export class Coverage {
  private readonly routes: Tally;
  private readonly grants: Tally;
  private readonly assignments: Tally;
  /** What each caller holds of each API, and each group: value to its name in reports. */
  private readonly held = new Map<string, Map<string, string>>();
  private readonly openApis: ReadonlySet<string>;

  constructor(model: AccessModel, { consent }: EnvironmentModel) {
    const apis = new Map(model.apis.map((api) => [api.key, api]));
    this.openApis = new Set(model.apis.filter(({ open }) => open).map(({ key }) => key));
    // What is only requested is not held. APIs of others, which other gateways guard, declare nothing here.
    const isHeld = consent !== 'request-only';
    const grants = (isHeld ? model.grants : []).flatMap(({ caller, api, roles, scopes }) => [
      ...this.units(`${caller} -> ${api}`, 'role', valuesOf(apis.get(api)?.roles, roles)),
      ...this.units(`${caller} -> ${api}`, 'scope', valuesOf(apis.get(api)?.scopes, scopes)),
    ]);
    const assignments = (isHeld ? model.assignments : []).flatMap(({ principal: { kind, key }, api, roles }) => {
      const place = `${kind} ${key} -> ${api}`;
      return roles.length === 0
        ? this.units(place, 'the API as such', [''])
        : this.units(place, 'role', valuesOf(apis.get(api)?.roles, roles));
    });
    this.routes = new Tally(model.routes.map(({ api, key }) => `${api}.${key}`));
    this.grants = new Tally(grants);
    this.assignments = new Tally(assignments);
  }

  /** An expectation is about a route. */
  touch(route: string | undefined): void {
    if (route !== undefined) this.routes.count(route);
  }

  /** An expectation that holds lets a party in. */
  exercise(party: Party, { seen }: Verdict): void {
    if (party.kind === 'open') return;
    for (const one of seen.filter(({ decision }) => decision.allowed === true)) {
      const { roles, scopes } = usedBy(one);
      const granted = this.held.get(`${party.caller} -> ${one.api}`) ?? new Map<string, string>();
      const ofApplication = party.kind === 'application' ? roles : scopes;
      // Where the route asks for no scope, each is one without which Entra issues no token.
      const needed = party.kind === 'person' && scopes.length === 0 ? [...granted.keys()].filter((unit) => unit.startsWith('scope ')) : [];
      for (const unit of [...ofApplication.map((value) => `${party.kind === 'application' ? 'role' : 'scope'} ${value}`), ...needed])
        this.grants.count(granted.get(unit));
      if (party.kind === 'person')
        for (const principal of party.principals) this.exerciseAssignment(`${principal} -> ${one.api}`, one.api, roles);
    }
  }

  report(): PolicyCoverage {
    return { routes: this.routes.covered(), grants: this.grants.covered(), assignments: this.assignments.covered() };
  }

  private exerciseAssignment(place: string, api: string, roles: readonly string[]): void {
    const assigned = this.held.get(place);
    for (const role of roles) this.assignments.count(assigned?.get(`role ${role}`));
    if (!this.openApis.has(api)) this.assignments.count(assigned?.get('the API as such'));
  }

  private units(place: string, what: string, values: readonly string[]): readonly string[] {
    const held = this.held.get(place) ?? new Map<string, string>();
    this.held.set(place, held);
    return values.map((value) => {
      const unit = `${what} ${value}`.trim();
      held.set(unit, `${place}: ${unit}`);
      return `${place}: ${unit}`;
    });
  }
}

class Tally {
  private readonly missing: Set<string>;

  constructor(private readonly all: readonly string[]) {
    this.missing = new Set(all);
  }

  count(name: string | undefined): void {
    if (name !== undefined) this.missing.delete(name);
  }

  covered(): Covered {
    return { covered: this.all.length - this.missing.size, total: this.all.length, missing: [...this.missing] };
  }
}

function valuesOf(declared: readonly Pick<RoleModel, 'key' | 'value'>[] = [], keys: readonly string[]): readonly string[] {
  const wanted = new Set(keys);
  return declared.filter(({ key }) => wanted.has(key)).map(({ value }) => value);
}
