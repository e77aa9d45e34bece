import { accessMatrix, entrancesOf, renderedGateway, type MatrixEntry } from '../../access';
import { object, type AccessModel, type RouteModel } from '../../model';
import { type Desk } from './desk';
import { readInput } from './input';
import { type CallerParty } from './parties';

/** A role or a scope of an API. */
export interface ValueShown {
  readonly value: string;
  /** Who may hold a role, or who consents to a scope. */
  readonly note: string;
}

/** One way in, in the words of the matrix. */
export interface WhoShown extends Pick<MatrixEntry, 'caller' | 'isOpenSet' | 'as' | 'doors' | 'together' | 'isCertain'> {
  /** By the names that the environment and the directory know. */
  readonly principals: readonly { readonly kind: 'group' | 'person'; readonly name: string }[];
}

/** A route with a request that each of its doors is meant for. */
export interface RouteOverview {
  readonly api: string;
  readonly key: string;
  readonly methods: readonly string[];
  readonly path: string;
  /** Each way in: the roles and scopes that it needs together; none at all where it is public. */
  readonly needs: readonly (readonly string[])[];
  readonly isPublic: boolean;
  readonly doors: readonly {
    readonly name: string;
    readonly method: string;
    readonly scheme: string;
    readonly host: string;
    readonly path: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly from: string;
  }[];
  readonly who: readonly WhoShown[];
}

/** The organisation, as the definition and the matrix have it. */
export interface Overview {
  readonly deployment: string;
  readonly environment: string;
  readonly tenantId: string;
  readonly kong: string;
  readonly dialect: string;
  readonly urls: Desk['sandbox']['urls'];
  readonly callers: readonly CallerParty[];
  readonly groups: readonly string[];
  readonly people: readonly string[];
  readonly apis: readonly {
    readonly key: string;
    readonly name: string;
    readonly isExternal: boolean;
    readonly values: readonly ValueShown[];
  }[];
  /** Keys of those for which tokens can be got. */
  readonly audiences: readonly string[];
  readonly routes: readonly RouteOverview[];
}

const known = new WeakMap<object, readonly RouteOverview[]>();

/** What the deployment's access file says, and its matrix. */
export function readOverview(body: unknown, { sandbox, parties }: Desk): Overview {
  readInput(body, object({}));
  const { name, access } = sandbox.deployment;
  const { model, environment } = access;
  const routes = known.get(access) ?? routesOf(access);
  known.set(access, routes);
  return {
    deployment: name,
    environment: environment.key,
    tenantId: environment.tenantId,
    kong: environment.gateway.version,
    dialect: environment.gateway.dialect,
    urls: sandbox.urls,
    callers: parties.callers,
    groups: parties.groups,
    people: parties.people,
    apis: [
      ...model.apis.map((api) => ({ ...api, isExternal: false })),
      ...model.externalApis.map((api) => ({ ...api, isExternal: true })),
    ].map(({ key, name: called, isExternal, roles, scopes }) => ({
      key,
      name: called,
      isExternal,
      values: [
        ...roles.map(({ value, for: holders }) => ({
          value,
          note: `role for ${holders === 'both' ? 'applications and people' : holders}`,
        })),
        ...scopes.map(({ value, consent }) => ({ value, note: consent === 'admin' ? 'scope' : 'scope, people may consent' })),
      ],
    })),
    audiences: parties.apis,
    routes,
  };
}

function routesOf({ model, environment }: Desk['sandbox']['deployment']['access']): readonly RouteOverview[] {
  const gateway = renderedGateway({ model, environment });
  const entrances = entrancesOf(model, environment, gateway);
  const names = new Map(model.assignments.map(({ principal: { kind, key, name } }) => [`${kind} ${key}`, name]));
  const who = new Map<string, WhoShown[]>();
  for (const { api, route, caller, isOpenSet, as, doors, principals, together, isCertain } of accessMatrix({ model, environment })
    .entries) {
    const key = JSON.stringify([api, route]);
    const named = principals.map(({ kind, key: principal }) => ({ kind, name: names.get(`${kind} ${principal}`) ?? principal }));
    const entry = { caller, isOpenSet, as, doors, principals: named, together, isCertain };
    const same = who.get(key);
    if (same === undefined) who.set(key, [entry]);
    else same.push(entry);
  }
  return model.routes.map((route) => {
    const { api, key, methods = [], path, access } = route;
    return {
      api,
      key,
      methods,
      path,
      needs: access.kind === 'public' ? [] : access.alternatives.map((one) => valuesOf(model, route, one)),
      isPublic: access.kind === 'public',
      doors: entrances
        .filter((one) => one.route === route)
        .map(({ gatewayRoute, request, clientIp: from }) => ({
          name: gatewayRoute.name ?? '',
          method: request.method,
          scheme: request.scheme ?? 'https',
          host: request.host ?? '',
          path: request.path,
          headers: request.headers ?? [],
          from,
        })),
      who: who.get(JSON.stringify([api, key])) ?? [],
    };
  });
}

function valuesOf(
  { apis }: AccessModel,
  { api }: RouteModel,
  of: { readonly roles: readonly string[]; readonly scopes: readonly string[] },
): readonly string[] {
  const own = apis.find(({ key }) => key === api);
  const value = (declared: readonly { readonly key: string; readonly value: string }[] = [], key: string): string =>
    declared.find((one) => one.key === key)?.value ?? key;
  return [...of.roles.map((key) => value(own?.roles, key)), ...of.scopes.map((key) => value(own?.scopes, key))];
}
