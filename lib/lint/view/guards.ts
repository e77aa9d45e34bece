import { isObject, itemsOf, type Application } from '../../terraform';
import { type FindingPlace } from '../types';
import { issuerIn, type Issuer } from './issuer';
import { type GatewayPlugin, type PluginConfig } from './plugin';
import { type LintRoute, type PluginOwner } from './routes';

/** One audience that a guard accepts. */
export interface GuardAudience {
  /** As it is written: a client id, a marker of one, or an identifier URI. */
  readonly text: string;
  /** Whose it is, where that is known. */
  readonly application?: Application;
  readonly by?: 'client id' | 'identifier URI';
}

/** Something that a finding about a guard is found on. */
export interface GuardTarget {
  readonly subject: string;
  readonly place: FindingPlace;
  /** The entity in words. */
  readonly where: string;
}

/** One configuration of a plugin that checks tokens, and the routes for which it runs. */
export interface Guard {
  readonly plugin: 'openid-connect' | 'oidc';
  readonly config: PluginConfig;
  /** What it is found on: what it is written on where that is a service or everything, else each of its routes. */
  readonly targets: readonly GuardTarget[];
  readonly routes: readonly LintRoute[];
  /** Read where it is of Entra. */
  readonly issuer?: Issuer;
  /** What is accepted as `iss`, as written; the issuer itself where nothing is. */
  readonly issuersAllowed: readonly string[];
  readonly audiences: readonly GuardAudience[];
  /** Any of the terms is enough, and of a term every value. */
  readonly roles: readonly (readonly string[])[];
  readonly scopes: readonly (readonly string[])[];
  readonly groups: readonly (readonly string[])[];
}

/** The guards of some routes: routes that share a configuration share a guard. */
export function guardsOf(
  routes: readonly LintRoute[],
  owners: readonly PluginOwner[],
  audience: (text: string) => GuardAudience,
): readonly Guard[] {
  const shared = new Map(owners.flatMap(({ config, shared: label }) => (label === undefined ? [] : [[config as object, label] as const])));
  const groups = new Map<object, Map<object, LintRoute[]>>();
  for (const route of routes) {
    for (const plugin of route.route.plugins) {
      if (plugin.name !== 'openid-connect' && plugin.name !== 'oidc') continue;
      // Two routes with one `oidc` and different `acl` require different roles.
      const acl = plugin.name === 'oidc' ? (aclOf(route)?.config ?? NOTHING) : NOTHING;
      const byAcl = groups.get(plugin.config) ?? new Map<object, LintRoute[]>();
      groups.set(plugin.config, byAcl);
      const same = byAcl.get(acl);
      if (same === undefined) byAcl.set(acl, [route]);
      else same.push(route);
    }
  }
  return [...groups].flatMap(([config, byAcl]) =>
    [...byAcl.values()].map((of) => guardOf(config as PluginConfig, of, byAcl.size === 1 ? shared.get(config) : undefined, audience)),
  );
}

const NOTHING = {};

function aclOf({ route }: LintRoute): GatewayPlugin | undefined {
  return route.plugins.find(({ name }) => name === 'acl');
}

function guardOf(
  config: PluginConfig,
  routes: readonly LintRoute[],
  shared: string | undefined,
  audience: (text: string) => GuardAudience,
): Guard {
  const [first] = routes;
  const plugin = first?.route.plugins.find((one) => one.config === config)?.name === 'oidc' ? 'oidc' : 'openid-connect';
  const read = plugin === 'oidc' ? ofOidc(config, first && aclOf(first)) : ofOpenidConnect(config);
  const issuer = issuerIn(read.issuer);
  return {
    plugin,
    config,
    targets:
      shared === undefined
        ? routes.map(({ subject, place }) => ({ subject, place, where: place.entity ?? subject }))
        : [{ subject: shared, place: { entity: shared }, where: shared }],
    routes,
    ...(issuer !== undefined && { issuer }),
    issuersAllowed:
      read.issuersAllowed.length > 0 ? read.issuersAllowed : [read.issuer.replace(/\/\.well-known\/openid-configuration$/, '')],
    audiences: read.audiences.map(audience),
    roles: read.roles,
    scopes: read.scopes,
    groups: read.groups,
  };
}

interface Read {
  readonly issuer: string;
  readonly issuersAllowed: readonly string[];
  readonly audiences: readonly string[];
  readonly roles: readonly (readonly string[])[];
  readonly scopes: readonly (readonly string[])[];
  readonly groups: readonly (readonly string[])[];
}

function ofOpenidConnect(config: PluginConfig): Read {
  return {
    issuer: String(config['issuer'] ?? ''),
    issuersAllowed: texts(config['issuers_allowed']),
    audiences: texts(config['audience_required']).flatMap((item) => item.split(' ').filter((word) => word !== '')),
    roles: terms(config['roles_required']),
    scopes: terms(config['scopes_required']),
    groups: terms(config['groups_required']),
  };
}

function ofOidc(config: PluginConfig, acl: GatewayPlugin | undefined): Read {
  const allowed = texts(acl?.config['allow']).map((value) => [value]);
  return {
    issuer: String(config['discovery'] ?? ''),
    issuersAllowed: [],
    audiences: texts(config['bearer_jwt_auth_allowed_auds']),
    roles: config['groups_claim'] === 'roles' ? allowed : [],
    scopes: [],
    groups: config['groups_claim'] === 'roles' ? [] : allowed,
  };
}

/** Texts of a list. */
export function texts(value: unknown): readonly string[] {
  return itemsOf(value).filter((one): one is string => typeof one === 'string');
}

function terms(value: unknown): readonly (readonly string[])[] {
  return texts(value).map((item) => item.split(' ').filter((word) => word !== ''));
}

/** True for a field that is set, to anything. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && !(isObject(value) && Object.keys(value).length === 0);
}
