import { type Cloud, type GraphRole } from '../model';
import { type ConsentRisk } from '../lint';

/** Who works on a stack: `plan` only reads, `apply` writes registrations, `consent` grants. */
export type PipelineIdentity = 'plan' | 'apply' | 'consent';

/** An application permission of Microsoft Graph that an identity must hold. */
export interface NeededPermission {
  readonly permission: GraphRole;
  /** Id of the app role, the same in every tenant and cloud. */
  readonly id: string;
  readonly tier: ConsentRisk['tier'];
  readonly risk: ConsentRisk['risk'];
  /** What the permission puts at stake, in one sentence without a full stop. */
  readonly stake: string;
  /** The least of Entra's roles that can grant it. */
  readonly approver: string;
  /** What it is needed for, in one sentence without a full stop. */
  readonly why: string;
  /** Addresses of the resources that need it. */
  readonly neededBy: readonly string[];
  /** What one would like to narrow and cannot, and why. */
  readonly limit: string;
}

/** What a role on Azure is given for. */
export interface AzureScope {
  readonly resourceGroup: string;
  readonly storageAccount: string;
  readonly container: string;
}

/** A role on Azure that an identity must hold, besides Microsoft Graph. */
export interface NeededAzureRole {
  readonly role: string;
  readonly scope: AzureScope;
  readonly why: string;
}

/** What one identity must hold. */
export interface IdentityPermissions {
  readonly identity: PipelineIdentity;
  /** By name. */
  readonly graph: readonly NeededPermission[];
  readonly azure: readonly NeededAzureRole[];
}

/** What no identity of a pipeline can do, and a person must. */
export interface NeededPerson {
  readonly what: string;
  /** Roles of Entra and Azure that the person has to have. */
  readonly roles: readonly string[];
  readonly why: string;
  readonly neededBy: readonly string[];
}

/** A type of resource of which nothing is known here, so that what is said of a stack is not everything. */
export interface UnknownNeed {
  readonly type: string;
  readonly addresses: readonly string[];
}

/** What a pipeline must be allowed to do for one stack, or for several together. */
export interface PermissionsNeeded {
  /** Name of the stack; of several, that of the first. */
  readonly name: string;
  readonly stacks: readonly string[];
  /** Tenant of the provider; null where none or several are said. */
  readonly tenantId: string | null;
  readonly cloud: Cloud;
  /** Those that are needed, in the order plan, apply, consent. */
  readonly identities: readonly IdentityPermissions[];
  readonly people: readonly NeededPerson[];
  readonly unknown: readonly UnknownNeed[];
  /** What should be known beside the list, each in one sentence without a full stop. */
  readonly notes: readonly string[];
}
