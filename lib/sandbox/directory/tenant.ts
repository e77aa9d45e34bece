import { Applications } from './applications';
import { type Clock } from './clock';
import { Credentials } from './credentials';
import { Grants } from './grants';
import { Ids } from './ids';
import { People } from './people';
import { ServicePrincipals } from './service-principals';
import { type Application } from './types';

/** What a tenant may know of others. */
export interface World {
  /** The registration with a client id, in whatever tenant it is. */
  applicationOf(appId: string): { readonly application: Application; readonly tenantId: string } | undefined;
  /** What the application with a client id proves itself by, which is kept where it is registered; undefined where nobody registered it. */
  credentialsOf(appId: string): Credentials | undefined;
}

/** Whom an app role may be given to. */
export interface Principal {
  readonly type: 'ServicePrincipal' | 'Group' | 'User';
  readonly displayName: string;
}

/** The directory of one tenant. What Entra answers is decided from it alone. */
export class Tenant {
  readonly ids: Ids;
  readonly domain: string;
  private readonly verified: Set<string>;
  readonly applications = new Applications(this);
  readonly servicePrincipals = new ServicePrincipals(this);
  readonly grants = new Grants(this);
  readonly people = new People();
  readonly credentials = new Credentials(this);

  constructor(
    readonly id: string,
    readonly clock: Clock,
    readonly world: World,
  ) {
    this.ids = new Ids(id);
    this.domain = `sandbox-${id.slice(0, 8)}.onmicrosoft.com`;
    this.verified = new Set([this.domain]);
  }

  /** Domains that are the tenant's own, in lower case. */
  get domains(): ReadonlySet<string> {
    return this.verified;
  }

  /** Makes a domain the tenant's own. */
  verify(domain: string): void {
    this.verified.add(domain.toLowerCase());
  }

  /** What a client proves itself by, here as anywhere: its registration has it, or, where there is none, its service principal. */
  credentialsOf(appId: string): Credentials {
    return this.world.credentialsOf(appId) ?? this.credentials;
  }

  /** Whoever has an object id; undefined where nobody has. */
  principal(id: string): Principal | undefined {
    const service = this.servicePrincipals.find(id);
    if (service !== undefined) return { type: 'ServicePrincipal', displayName: service.displayName };
    const group = this.people.group(id);
    if (group !== undefined) return { type: 'Group', displayName: group.displayName };
    const user = this.people.user(id);
    return user === undefined ? undefined : { type: 'User', displayName: user.displayName };
  }
}

/** The tenants there are. */
export class Tenants implements World {
  private readonly byId = new Map<string, Tenant>();

  constructor(private readonly clock: Clock) {}

  all(): readonly Tenant[] {
    return [...this.byId.values()];
  }

  find(id: string): Tenant | undefined {
    return this.byId.get(id);
  }

  /** The tenant with an id or one of its domains, in whatever case. */
  named(name: string): Tenant | undefined {
    const folded = name.toLowerCase();
    return this.find(folded) ?? this.all().find(({ domains }) => domains.has(folded));
  }

  /** The tenant with an id, made where it is not there. */
  ensure(id: string): Tenant {
    const known = this.byId.get(id);
    if (known !== undefined) return known;
    const tenant = new Tenant(id, this.clock, this);
    this.byId.set(id, tenant);
    return tenant;
  }

  applicationOf(appId: string): { readonly application: Application; readonly tenantId: string } | undefined {
    for (const tenant of this.byId.values()) {
      const application = tenant.applications.ofClientId(appId);
      if (application !== undefined) return { application, tenantId: tenant.id };
    }
    return undefined;
  }

  credentialsOf(appId: string): Credentials | undefined {
    const tenantId = this.applicationOf(appId)?.tenantId;
    return tenantId === undefined ? undefined : this.byId.get(tenantId)?.credentials;
  }
}
