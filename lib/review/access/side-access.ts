import { decide, RouteJudge, type Gateway, type GatewayRoute, type MatrixEntry, type PresentedToken } from '../../access';
import { type RouterRequest } from '../../router';
import { type Identity } from '../../terraform';
import { covers } from './compare';
import { audienceOf } from '../side/audience';
import { accepted } from '../side/guards';
import { CONSENTING, recoveredFrom } from '../side/recovered';
import { cloudOf, type Side } from '../side/side';
import { apisOf, sideGateway } from '../side/side-gateway';

/** One way in: a caller, an open set, and the people all of whom it needs; object ids in order. Of other tenants, and of APIs of elsewhere, it is the tenant that issues the token. */
export interface Entry {
  readonly caller: Identity;
  readonly isOpenSet: boolean;
  readonly as: MatrixEntry['as'];
  readonly people: readonly string[];
  /** True where the people must consent by themselves to scopes that the client was not granted. */
  readonly consents?: true;
  /** False where the gateway's answer cannot be told. */
  readonly isCertain: boolean;
}

/** Callers that no definition has: whoever gets any token of the tenant, or of the one that is named, for whatever API. */
const ANY_TOKEN = 'any-token';
/** Whoever gets a token for an API that nothing is known about. */
const OUTSIDE_AUDIENCE = 'outside-audience';
/** Whoever another tenant's administrator lets have a token for an API that is for several tenants. */
const OTHER_TENANTS = 'other-tenants';

const NOW = 1_800_000_000;

/** Says who enters the routes of one side, from its Terraform files and its template alone. */
export class SideAccess {
  readonly gateway: Gateway | undefined;
  readonly problems: readonly string[];
  private readonly judges: ReadonlyMap<1 | 2, RouteJudge>;
  private readonly home: string;
  private readonly versions: ReadonlyMap<Identity, 1 | 2>;

  /** @param checked Side of which Kong takes what is the same */
  constructor(
    private readonly side: Side,
    checked?: Side,
  ) {
    const { gateway, problems } = sideGateway(side, checked);
    this.gateway = gateway;
    this.problems = problems;
    this.home = side.directory.tenantId ?? 'unknown';
    const recovered = recoveredFrom(side.directory, cloudOf(side), '');
    const bindings = Object.fromEntries(side.directory.applications.map(({ identity }) => [identity, audienceOf(identity)]));
    this.versions = new Map(side.directory.applications.map(({ identity, tokenVersion }) => [identity, tokenVersion === 2 ? 2 : 1]));
    this.judges = new Map(
      gateway === undefined ? [] : ([1, 2] as const).map((version) => [version, new RouteJudge(recovered, gateway, { version, bindings })]),
    );
  }

  /** The registrations whose tokens a route accepts. */
  apis(route: GatewayRoute): readonly Identity[] {
    return apisOf(route, this.side);
  }

  /** Everybody who enters a route by a request that it takes, from an address. */
  entries(route: GatewayRoute, request: RouterRequest, clientIp: string): readonly Entry[] {
    const allowed = (token: PresentedToken | null): boolean | 'unknown' => {
      return this.gateway === undefined ? 'unknown' : decide(this.gateway, { request, token, now: NOW + 60, clientIp }).allowed;
    };
    const open = (caller: string, as: Entry['as'], isCertain: boolean): Entry => ({ caller, isOpenSet: true, as, people: [], isCertain });
    const anonymous = allowed(null);
    if (anonymous !== false) return [open('anonymous', 'anonymous', anonymous === true)];
    const apis = this.apis(route);
    const outside = accepted(route).audiences.filter((audience) => !this.side.byAudience.has(audience));
    const bearers = issuersOf(route).flatMap((issuer): readonly Entry[] => {
      const tenant = TENANT.exec(issuer)?.[0].toLowerCase();
      const isHome = tenant === this.home;
      // Who issues tokens where no tenant is named, nobody knows.
      const of = (caller: string, as: Entry['as'], isCertain: boolean): Entry => {
        return { ...open(caller, as, isCertain && tenant !== undefined), people: [tenant ?? issuer] };
      };
      const entering = AS.flatMap((as): readonly Entry[] => {
        const any = allowed(mostOf(route, as, issuer, 'any other API'));
        if (any !== false) return [isHome ? open(ANY_TOKEN, as, any === true) : of(ANY_TOKEN, as, any === true)];
        const answers = isHome ? [] : apis.flatMap((api) => this.foreignToken(api, as, issuer)).map(allowed);
        return answers.some((answer) => answer !== false) ? [of(OTHER_TENANTS, as, answers.includes(true))] : [];
      });
      const others = AS.filter((as) => outside.some((audience) => allowed(mostOf(route, as, issuer, audience)) !== false));
      return [...entering, ...others.map((as) => of(OUTSIDE_AUDIENCE, as, false))];
    });
    const named = apis.flatMap((api) => {
      const judge = this.judges.get(this.versions.get(api) ?? 2);
      return withSomebody(judge?.entriesOf({ api, key: route.name ?? '' }, [{ gatewayRoute: route, request, clientIp }]) ?? []);
    });
    return distinct([...bearers, ...withoutRepeated(named.flatMap(ways))]);
  }

  /** The most a token for an API can carry that the administrator of another tenant grants; none where it issues none to other tenants. */
  private foreignToken(api: Identity, as: 'application' | 'person', iss: string): readonly PresentedToken[] {
    const application = this.side.byAudience.get(audienceOf(api));
    if (application === undefined || application.signInAudience === 'AzureADMyOrg') return [];
    if ((this.versions.get(api) === 2) !== iss.endsWith('/v2.0')) return [];
    const kind = as === 'application' ? 'Application' : 'User';
    const roles = application.roles.filter(
      ({ isEnabled, memberTypes }) => isEnabled && (memberTypes.length === 0 || memberTypes.includes(kind)),
    );
    const scopes = application.scopes.filter(({ isEnabled }) => isEnabled).map(({ value }) => value);
    if (as === 'person' && scopes.length === 0) return [];
    return [{ claims: { ...claimsOf(as, iss, audienceOf(api), scopes), roles: roles.map(({ value }) => value) } }];
  }
}

const AS = ['application', 'person'] as const;

const TENANT = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** Issuers whose tokens a route takes. */
function issuersOf(route: GatewayRoute): readonly string[] {
  return [...new Set(accepted(route).issuers.map((issuer) => issuer.replace(/\/\.well-known\/openid-configuration$/, '')))];
}

/** The most a token for an audience can carry, as an application's or as a person's. */
function mostOf(route: GatewayRoute, as: 'application' | 'person', iss: string, aud: string): PresentedToken {
  const { roles, scopes, groups } = accepted(route);
  const words = (items: readonly string[]): readonly string[] => [...new Set(items.flatMap((item) => item.split(/\s+/)))];
  return { claims: { ...claimsOf(as, iss, aud, words(scopes)), roles: words(roles), groups: words(groups) } };
}

function claimsOf(as: 'application' | 'person', iss: string, aud: string, scopes: readonly string[]): PresentedToken['claims'] {
  const of = as === 'application' ? { idtyp: 'app' } : { scp: scopes.join(' ') || 'any' };
  return { ver: '2.0', iss, aud, azp: 'any', oid: 'any', sub: 'any', iat: NOW, nbf: NOW, exp: NOW + 3600, ...of };
}

/** Any person enters through a client: not by the scopes of several clients together. */
function withSomebody(entries: readonly MatrixEntry[]): readonly MatrixEntry[] {
  const isOpen = entries.some(({ caller, as, principals }) => as === 'person' && principals.length === 0 && caller !== 'any-person');
  return isOpen ? entries : entries.filter(({ caller }) => caller !== 'any-person');
}

/** Each way in by itself. */
function ways({ caller: named, isOpenSet, as, principals, together, isCertain }: MatrixEntry): readonly Entry[] {
  const consents = named.endsWith(CONSENTING);
  if (consents && as === 'application') return [];
  const caller = consents ? named.slice(0, -CONSENTING.length) : named;
  const one = (people: readonly string[]): Entry => {
    return { caller, isOpenSet, as, people: [...people].sort(), ...(consents && { consents }), isCertain };
  };
  const ids = principals.map(({ key }) => key);
  return together || ids.length === 0 ? [one(ids)] : ids.map((id) => one([id]));
}

/** Without people who need not consent: whom the client brings in as it is, or any client does. */
function withoutRepeated(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter((entry) => entry.consents !== true || !entries.some((one) => one !== entry && covers(one, entry)));
}

function distinct(entries: readonly Entry[]): readonly Entry[] {
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}
