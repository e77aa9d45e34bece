import { decide, RouteJudge, type Gateway, type GatewayRoute, type MatrixEntry, type PresentedToken } from '../../access';
import { issuerOf } from '../../kong';
import { type RouterRequest } from '../../router';
import { type Identity } from '../../terraform';
import { audienceOf } from '../side/audience';
import { accepted } from '../side/guards';
import { recoveredFrom } from '../side/recovered';
import { cloudOf, type Side } from '../side/side';
import { apisOf, sideGateway } from '../side/side-gateway';

/** One way in: a caller, an open set, and the people all of whom it needs; object ids in order. */
export interface Entry {
  readonly caller: Identity;
  readonly isOpenSet: boolean;
  readonly as: MatrixEntry['as'];
  readonly people: readonly string[];
  /** False where the gateway's answer cannot be told. */
  readonly isCertain: boolean;
}

/** Callers that no definition has: whoever gets any token of the tenant, for whatever API. */
const ANY_TOKEN = 'any-token';
/** Whoever gets a token for an API that nothing is known about. */
const OUTSIDE_AUDIENCE = 'outside-audience';

const NOW = 1_800_000_000;

/** Says who enters the routes of one side, from its Terraform files and its template alone. */
export class SideAccess {
  readonly gateway: Gateway | undefined;
  readonly problems: readonly string[];
  private readonly judges: ReadonlyMap<1 | 2, RouteJudge>;
  private readonly issuer: string;
  private readonly versions: ReadonlyMap<Identity, 1 | 2>;

  /** @param checked Side of which Kong takes what is the same */
  constructor(
    private readonly side: Side,
    checked?: Side,
  ) {
    const { gateway, problems } = sideGateway(side, checked);
    this.gateway = gateway;
    this.problems = problems;
    const cloud = cloudOf(side);
    this.issuer = issuerOf(cloud, side.directory.tenantId ?? 'unknown');
    const recovered = recoveredFrom(side.directory, gateway?.routes ?? [], cloud, '');
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

  /** Everybody who enters a route by a request that it takes. */
  entries(route: GatewayRoute, request: RouterRequest): readonly Entry[] {
    const clientIp = addressFor(route);
    const allowed = (token: PresentedToken | null): boolean | 'unknown' => {
      return this.gateway === undefined ? 'unknown' : decide(this.gateway, { request, token, now: NOW + 60, clientIp }).allowed;
    };
    const open = (caller: string, as: Entry['as'], isCertain: boolean): Entry => ({ caller, isOpenSet: true, as, people: [], isCertain });
    const anonymous = allowed(null);
    if (anonymous !== false) return [open('anonymous', 'anonymous', anonymous === true)];
    const anyToken = this.tokens(route, 'any other API').flatMap(({ as, token }) => {
      const answer = allowed(token);
      return answer === false ? [] : [open(ANY_TOKEN, as, answer === true)];
    });
    const apis = this.apis(route);
    const outside = accepted(route)
      .audiences.filter((audience) => !this.side.byAudience.has(audience))
      .flatMap((audience) => this.tokens(route, audience))
      .flatMap(({ as, token }) => (allowed(token) === false ? [] : [open(OUTSIDE_AUDIENCE, as, false)]));
    const named = apis.flatMap((api) => {
      const judge = this.judges.get(this.versions.get(api) ?? 2);
      return judge?.entriesOf({ api, key: route.name ?? '' }, [{ gatewayRoute: route, request, clientIp }]) ?? [];
    });
    return distinct([...anyToken, ...outside, ...named.flatMap(ways)]);
  }

  /** The most a token for an audience can carry, as an application's and as a person's. */
  private tokens(route: GatewayRoute, audience: string): readonly { readonly as: Entry['as']; readonly token: PresentedToken }[] {
    const { roles, scopes, groups } = accepted(route);
    const words = (items: readonly string[]): readonly string[] => [...new Set(items.flatMap((item) => item.split(/\s+/)))];
    const common = {
      ver: '2.0',
      iss: this.issuer,
      aud: audience,
      azp: 'any',
      oid: 'any',
      sub: 'any',
      iat: NOW,
      nbf: NOW,
      exp: NOW + 3600,
      roles: words(roles),
      groups: words(groups),
    };
    return [
      { as: 'application', token: { claims: { ...common, idtyp: 'app' } } },
      { as: 'person', token: { claims: { ...common, scp: words(scopes).join(' ') || 'any' } } },
    ];
  }
}

/** Each way in by itself. */
function ways({ caller, isOpenSet, as, principals, together, isCertain }: MatrixEntry): readonly Entry[] {
  const one = (people: readonly string[]): Entry => ({ caller, isOpenSet, as, people: [...people].sort(), isCertain });
  const ids = principals.map(({ key }) => key);
  return together || ids.length === 0 ? [one(ids)] : ids.map((id) => one([id]));
}

function distinct(entries: readonly Entry[]): readonly Entry[] {
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()];
}

/** An address from which a route may be called, by its own restriction. */
function addressFor({ plugins }: GatewayRoute): string {
  const allow = plugins.find(({ name }) => name === 'ip-restriction')?.config['allow'];
  const [first = '192.0.2.1'] = Array.isArray(allow) ? allow.map(String) : [];
  return first.replace(/\/.*$/, '');
}
