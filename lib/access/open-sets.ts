import { type ApiModel } from '../model';
import { type Holdings } from './holdings';
import { type Deployment, type MatrixEntry, type OpenSet } from './matrix-entry';
import { type TokenIssuer } from './token';

/** Claims, and what of them the matrix tells. */
export interface Candidate {
  readonly caller: string;
  readonly isOpenSet: boolean;
  readonly as: MatrixEntry['as'];
  readonly claims: Readonly<Record<string, unknown>> | null;
  readonly principals: MatrixEntry['principals'];
  readonly together: boolean;
}

/** The callers nobody named, with the most their tokens can carry. */
export class OpenSets {
  private readonly apis: ReadonlyMap<string, ApiModel>;

  constructor(
    private readonly deployment: Deployment,
    private readonly issuer: TokenIssuer,
    private readonly holdings: Holdings,
  ) {
    this.apis = new Map(deployment.model.apis.map((api) => [api.key, api]));
  }

  /** Those that exist for an API. */
  of(key: string): readonly Candidate[] {
    const api = this.apis.get(key);
    if (api === undefined) return [];
    const open = (
      caller: OpenSet,
      as: MatrixEntry['as'],
      claims: Candidate['claims'],
      principals: Candidate['principals'] = [],
    ): Candidate => {
      return { caller, isOpenSet: true, as, claims, principals, together: false };
    };
    const oid = 'any';
    const application = { ...this.issuer.common(key, undefined), oid, sub: oid, idtyp: 'app' };
    const person = { ...this.issuer.common(key, undefined), oid, sub: 'any' };
    const usersScopes = api.scopes.filter(({ consent }) => consent === 'users').map(({ value }) => value);
    const peoplesRoles = [...new Set(this.holdings.assignmentsOf(key).flatMap(({ roles }) => roles))].sort();
    const everyScope = [...new Set([...usersScopes, ...this.scopesInUse(key)])].sort();
    const people = this.holdings.assignmentsOf(key).map(({ principal: { kind, key: name } }) => ({ kind, key: name }));
    return [
      open('anonymous', 'anonymous', null),
      ...(api.open ? [open('any-application', 'application', application)] : []),
      ...(api.open && everyScope.length > 0 ? [open('any-person', 'person', { ...person, scp: everyScope.join(' ') })] : []),
      ...(usersScopes.length > 0 && (api.open || people.length > 0)
        ? [
            open(
              'any-client',
              'person',
              { ...person, scp: usersScopes.join(' '), ...(peoplesRoles.length > 0 && { roles: peoplesRoles }) },
              api.open ? [] : people,
            ),
          ]
        : []),
      ...this.otherTenants(key),
    ];
  }

  /** Whatever the API declares: other tenants' administrators grant what they like. */
  private otherTenants(key: string): readonly Candidate[] {
    const { environment } = this.deployment;
    const api = this.apis.get(key);
    const tenants = (api?.tenants ?? []).filter((name) => name !== 'home').map((name) => environment.tenants[name] ?? '');
    return tenants
      .filter((tenant) => tenant !== environment.tenantId)
      .flatMap((tenant): readonly Candidate[] => {
        const common = { ...this.issuer.common(key, undefined, tenant), oid: 'any', sub: 'any' };
        const rolesFor = (holder: 'applications' | 'people'): readonly string[] => {
          return (api?.roles ?? []).filter((role) => role.for === holder || role.for === 'both').map(({ value }) => value);
        };
        const scp = (api?.scopes ?? []).map(({ value }) => value).join(' ');
        const set = { caller: 'other-tenants', isOpenSet: true, principals: [], together: false } as const;
        return [
          { ...set, as: 'application', claims: { ...common, idtyp: 'app', roles: rolesFor('applications') } },
          ...(scp === '' ? [] : [{ ...set, as: 'person' as const, claims: { ...common, scp, roles: rolesFor('people') } }]),
        ];
      });
  }

  private scopesInUse(api: string): readonly string[] {
    return [...this.holdings.callersOf(api)].flatMap((caller) => this.holdings.scopesOf(caller, api));
  }
}
