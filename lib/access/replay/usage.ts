import { type AlternativeModel, type ApiModel } from '../../model';
import { textOf } from '../explain/claims';
import { kindOf } from '../explain/own-checks';
import { wordsOf, type Claims } from '../plugins/claims';
import { type DefinedCallers } from './definition';

/** What of a definition nobody used. */
export interface Unused {
  readonly grants: readonly { readonly caller: string; readonly api: string; readonly kind: 'role' | 'scope'; readonly value: string }[];
  readonly assignments: readonly {
    readonly principal: string;
    readonly api: string;
    /** Value of the role; absent for an assignment to the API as such. */
    readonly role?: string;
  }[];
  /** Grants of APIs that are registered elsewhere, whose calls do not pass this gateway. */
  readonly grantsElsewhere: number;
}

/** Which grants and assignments were used: those that satisfied a way in, by the definition's own words. */
export class Usage {
  private readonly used = new Set<string>();
  private readonly apis: ReadonlyMap<string, ApiModel>;

  constructor(private readonly callers: DefinedCallers) {
    this.apis = new Map(callers.definition.model.apis.map((api) => [api.key, api]));
  }

  /** A call that is let in, or may be. */
  add(routeName: string | null, claims: Claims): void {
    const route = this.callers.routeOf(routeName);
    const caller = this.callers.keyOf(textOf(claims, 'azp') ?? textOf(claims, 'appid') ?? '');
    if (route === undefined || caller === undefined) return;
    const { api, access } = route;
    const isPerson = kindOf(claims) !== 'application';
    if (isPerson) this.used.add(keyOf('assigned', '', api, ''));
    for (const { roles, scopes } of access.kind === 'public' ? [] : access.alternatives.filter((way) => this.isMet(api, way, claims))) {
      for (const role of roles) this.used.add(keyOf(isPerson ? 'assigned' : 'role', isPerson ? '' : caller, api, role));
      for (const scope of scopes) this.used.add(keyOf('scope', caller, api, scope));
    }
  }

  unused(): Unused {
    const { grants, assignments } = this.callers.definition.model;
    const own = grants.filter(({ api }) => this.apis.has(api));
    return {
      grants: own.flatMap(({ caller, api, roles, scopes }) => [
        ...this.unusedOf('role', caller, api, roles).map((value) => ({ caller, api, kind: 'role' as const, value })),
        ...this.unusedOf('scope', caller, api, scopes).map((value) => ({ caller, api, kind: 'scope' as const, value })),
      ]),
      assignments: assignments.flatMap(({ principal: { kind, key }, api, roles }) => {
        const principal = `${kind} ${key}`;
        if (roles.length === 0) return this.used.has(keyOf('assigned', '', api, '')) ? [] : [{ principal, api }];
        return this.unusedOf('assigned', '', api, roles).map((role) => ({ principal, api, role }));
      }),
      grantsElsewhere: grants.length - own.length,
    };
  }

  private unusedOf(kind: Kind, caller: string, api: string, keys: readonly string[]): readonly string[] {
    return keys.filter((key) => !this.used.has(keyOf(kind, caller, api, key))).map((key) => this.valueOf(api, kind, key));
  }

  private isMet(api: string, { roles, scopes }: AlternativeModel, claims: Claims): boolean {
    const [heldRoles, heldScopes] = [wordsOf(claims['roles']), wordsOf(claims['scp'])];
    return (
      roles.every((key) => heldRoles.includes(this.valueOf(api, 'role', key))) &&
      scopes.every((key) => heldScopes.includes(this.valueOf(api, 'scope', key)))
    );
  }

  private valueOf(api: string, kind: Kind, key: string): string {
    const declared = kind === 'scope' ? this.apis.get(api)?.scopes : this.apis.get(api)?.roles;
    return declared?.find((one) => one.key === key)?.value ?? key;
  }
}

type Kind = 'role' | 'scope' | 'assigned';

function keyOf(kind: Kind, caller: string, api: string, key: string): string {
  return JSON.stringify([kind, caller, api, key]);
}
