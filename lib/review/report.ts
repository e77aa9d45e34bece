/** What a change does to who can do what. `unknown` and `broadened` are told apart, and both count as broadened. */
export type Effect = 'broadened' | 'unknown' | 'narrowed' | 'neutral';

/** A place in the reviewed files, and in the definition where that can be told. */
export interface Place {
  /** File within the synthesized output, such as `stacks/trading-prod/cdk.tf.json`, or of the plan. */
  readonly file: string;
  /** Names from the top of the file down. */
  readonly path: readonly string[];
  /** From 1; absent where the file that has it was not given as text. */
  readonly line?: number;
  /** Path of the construct, or `routes orders.list` in the definition. */
  readonly construct?: string;
  /** Which side has it: what was taken away is in BASE alone. */
  readonly side: 'base' | 'head';
}

/** One value of a file that is not what it was. */
export interface LeafChange {
  readonly place: Place;
  /** As JSON, shortened; absent where there is none. Never shown for fields that hold secrets. */
  readonly was?: string;
  readonly now?: string;
}

/** Who enters: a caller or an open set, and for whom. */
export interface Who {
  /** Key of a registration, or name of an open set, or a GUID where nobody named it. */
  readonly caller: string;
  /** Name of an open set that holds callers nobody named. */
  readonly isOpenSet: boolean;
  readonly as: 'anonymous' | 'application' | 'person';
  /**
   * People: any of these groups and persons enters, all of them are needed where `together` says so; everybody where there is none.
   * Of other tenants, and of APIs of elsewhere, the tenants that issue the tokens.
   */
  readonly people: readonly Person[];
  readonly together: boolean;
  /** True where the people must consent by themselves to scopes that the client was not granted. */
  readonly consents?: true;
}

/** A group or person, whose membership is not known here, or a tenant. */
export interface Person {
  readonly kind: 'group' | 'person' | 'principal' | 'tenant';
  /** Name in the definition; the object id where it has none. */
  readonly name: string;
  readonly objectId: string;
}

/** A route as somebody calls it. */
export interface RouteShown {
  /** Name on the gateway. */
  readonly name: string;
  /** Key of the API, where that is known. */
  readonly api: string;
  /** Methods, hosts and path of the definition, or of the gateway where the definition does not know it. */
  readonly methods: readonly string[];
  readonly hosts: readonly string[];
  readonly path: string;
  /** A request that shows the change, such as `GET https://api.example/orders/sample`. */
  readonly example: string;
}

/** What a caller needed, and needs, at some routes. */
export interface AccessRow {
  readonly direction: 'gained' | 'lost' | 'unknown';
  readonly who: readonly Who[];
  readonly routes: readonly RouteShown[];
  /** Conditions of the routes, as words; `no access` where nobody of these entered. */
  readonly was: string;
  readonly now: string;
  /** True where it is so from some addresses alone, and from others nothing changes. */
  readonly bySource?: true;
  /** What brings it about. */
  readonly causes: readonly LeafChange[];
  /** Teams that own the APIs and must agree. */
  readonly teams: readonly string[];
  /** Who can act as the callers, in words. */
  readonly actors: readonly string[];
  /** Such as that one of several roles is enough now, or that issued tokens live on. */
  readonly notes: readonly string[];
  /** From 0, for the gravest, on. */
  readonly rank: number;
}

/** Parts of a report besides access. */
export type Section =
  'settings' | 'carried' | 'consents' | 'credentials' | 'hardening' | 'registrations' | 'routes' | 'people' | 'stacks' | 'other';

/** One thing that changes besides who can call what. */
export interface ChangeRow {
  readonly section: Section;
  /** What it is about, such as `orders` or `orders.list`. */
  readonly subject: string;
  /** What changes, as a sentence without a full stop. */
  readonly what: string;
  readonly was?: string;
  readonly now?: string;
  readonly effect: Effect;
  /** True for what nobody should overlook. */
  readonly isBlocking: boolean;
  /** Risk of a consent. */
  readonly risk?: 'critical' | 'high' | 'medium' | 'low' | 'unknown';
  /** Who must approve a consent. */
  readonly approver?: string;
  readonly notes: readonly string[];
  readonly places: readonly LeafChange[];
}

/** What a linter says of the head and did not say of the base. */
export interface LintRow {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly key: string;
  readonly message: string;
  readonly fix: string;
  readonly place: Place;
  readonly waiver?: { readonly reason: string; readonly expires: string };
}

/** Something that keeps a report from being trusted. */
export interface Disagreement {
  readonly what: string;
  readonly was: string;
  readonly now: string;
  readonly place: Place;
}

/** How many resources a stack gains, changes and loses. */
export interface ResourceCounts {
  readonly stack: string;
  readonly from: 'synthesized' | 'plan';
  readonly create: number;
  readonly update: number;
  readonly destroy: number;
  readonly replace: number;
  readonly import: number;
  readonly move: number;
}

/** What was compared. */
export interface ReviewInput {
  readonly side: 'base' | 'head';
  /** Such as `synthesized stack trading-prod` or `plan trading-prod`. */
  readonly what: string;
  /** SHA-256 over the files, in hexadecimal. */
  readonly digest: string;
}

/** Cells of the access matrix, for those who want to see all of it. */
export interface MatrixShown {
  readonly route: RouteShown;
  readonly was: readonly Who[];
  readonly now: readonly Who[];
  readonly needsWas: string;
  readonly needsNow: string;
}

/** Review of one deployment: a stack with a gateway, and those that belong to it. */
export interface DeploymentReview {
  /** Name of the stack. */
  readonly name: string;
  readonly stacks: readonly string[];
  readonly environment: string;
  readonly tenantId: string;
  readonly kongVersion: string;
  readonly verdict: Verdict;
  readonly inputs: readonly ReviewInput[];
  readonly disagreements: readonly Disagreement[];
  readonly access: readonly AccessRow[];
  readonly changes: readonly ChangeRow[];
  /** Changed values that no row explains. */
  readonly unexplained: readonly LeafChange[];
  readonly lint: readonly LintRow[];
  readonly resources: readonly ResourceCounts[];
  /** Names that are not what they look like, such as those of mixed scripts. */
  readonly deceptiveNames: readonly string[];
  /** Where anything about access is not judged, why. */
  readonly notJudged: readonly string[];
  /** All routes with all who enter, before and after; only where it was asked for. */
  readonly matrix?: readonly MatrixShown[];
}

/** The sum of a review. */
export interface Verdict {
  readonly level: 'blocking' | 'review' | 'clean';
  readonly blocking: number;
  readonly toReview: number;
  readonly gained: number;
  readonly lost: number;
  readonly unknown: number;
  readonly consents: number;
  /** The gravest risk of a new consent. */
  readonly consentRisk?: NonNullable<ChangeRow['risk']>;
  readonly outages: number;
  readonly unauthenticated: number;
  readonly unexplained: number;
  readonly lintErrors: number;
  /** All of it in one line. */
  readonly line: string;
}

/** A review of two synthesized outputs, or of one with a plan. */
export interface ReviewReport {
  readonly formatVersion: 1;
  /** Version of this product. */
  readonly version: string;
  /** The command that gives the same report. */
  readonly command: string;
  /** Digest of all inputs, in hexadecimal. */
  readonly digest: string;
  readonly deployments: readonly DeploymentReview[];
}
