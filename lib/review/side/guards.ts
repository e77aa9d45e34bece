import { type GatewayRoute } from '../../access';

/** What the plugins of a route ask of tokens, as far as it is text. */
export interface Accepted {
  readonly audiences: readonly string[];
  readonly issuers: readonly string[];
  /** Conditions on roles, scopes and groups: one of the items is enough, and of an item each word is needed. */
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly groups: readonly string[];
  /** True where some plugin asks for a token. */
  readonly asks: boolean;
}

const known = new WeakMap<GatewayRoute, Accepted>();

/** What a route accepts, by the fields of either dialect. */
export function accepted(route: GatewayRoute): Accepted {
  const found = known.get(route) ?? read(route);
  known.set(route, found);
  return found;
}

function read({ plugins }: GatewayRoute): Accepted {
  const of = (plugin: string, field: string): readonly string[] => {
    const value = plugins.find(({ name }) => name === plugin)?.config[field];
    return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
  };
  const issuers = of('openid-connect', 'issuers_allowed');
  return {
    audiences: [...of('openid-connect', 'audience_required'), ...of('oidc', 'bearer_jwt_auth_allowed_auds')],
    issuers: [...(issuers.length > 0 ? issuers : of('openid-connect', 'issuer')), ...of('oidc', 'discovery')],
    roles: [...of('openid-connect', 'roles_required'), ...of('acl', 'allow')],
    scopes: of('openid-connect', 'scopes_required'),
    groups: of('openid-connect', 'groups_required'),
    asks: plugins.some(({ name }) => name === 'openid-connect' || name === 'oidc'),
  };
}

/** A route's condition in words. */
export function needsOf(route: GatewayRoute | undefined): string {
  if (route === undefined) return 'no such route';
  if (route.plugins.some(({ name }) => name === 'request-termination')) return 'answered by the gateway itself';
  const { roles, scopes, groups, asks } = accepted(route);
  if (!asks) return 'no token';
  const parts = [...anyOf('role', roles), ...anyOf('scope', scopes), ...anyOf('group', groups)];
  return parts.length === 0 ? 'any token for the API' : parts.join(' and ');
}

function anyOf(what: string, items: readonly string[]): readonly string[] {
  const terms = items.map((item) => item.split(/\s+/).filter((word) => word !== ''));
  if (terms.length === 0) return [];
  const texts = terms.map((words) => words.map((word) => `${what} ${word}`).join(' and '));
  if (texts.length === 1) return [texts[0] ?? ''];
  return [`(${terms.map((words, at) => (words.length > 1 ? `(${texts[at] ?? ''})` : (texts[at] ?? ''))).join(' or ')})`];
}

/** True where one of several things is enough that were all needed before. */
export function isAllToAny(was: GatewayRoute | undefined, now: GatewayRoute | undefined): boolean {
  if (was === undefined || now === undefined) return false;
  const [before, after] = [accepted(was), accepted(now)];
  return (['roles', 'scopes', 'groups'] as const).some((field) => {
    const words = before[field].filter((item) => item.trim().includes(' ')).map((item) => item.trim().split(/\s+/));
    return words.some((all) => all.filter((word) => after[field].some((item) => item.trim() === word)).length >= 2);
  });
}
