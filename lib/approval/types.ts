/** What decK says it would do with an entity. */
export type ChangeKind = 'creating' | 'updating' | 'deleting';

/** One change that a synchronization would make on the gateway. */
export interface GatewayChange {
  readonly change: ChangeKind;
  /** Kind of entity, such as `route`. */
  readonly kind: string;
  /** What decK calls the entity. */
  readonly name: string;
  /** The entity's id on the gateway; empty where decK does not say it. */
  readonly id: string;
  /** Digest of what is on the gateway and would be changed or lost; empty for what is new. */
  readonly was: string;
}

/** Client ids that a plan knows, and keys of registrations that get theirs from its apply. */
export interface ApprovedClientIds {
  readonly known: Readonly<Record<string, string>>;
  readonly later: readonly string[] | 'all';
}

/** The half of an approval that is about the gateway. */
export interface ApprovedGateway {
  /** Digest of the template before ids are filled in. */
  readonly template: string;
  /** decK's own variables that say which gateway is meant; none of them is a secret. */
  readonly address: Readonly<Record<string, string>>;
  readonly selectTags: readonly string[];
  readonly clientIds: ApprovedClientIds;
  readonly changes: readonly GatewayChange[];
}

/** The state a plan was made from. */
export interface ApprovedState {
  readonly lineage: string;
  readonly serial: number;
}

/** Everything that decides what an apply does, as digests and plain facts. No part of it is a secret. */
export interface ApprovalParts {
  readonly stack: string;
  /** Digest of the saved plan. */
  readonly plan: string;
  /** Digest of each file of the synthesized stack, by its path in the stack's folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Digest of the provider lock. */
  readonly lock: string;
  /** Versions of the tools that plan and apply, by name. */
  readonly tools: Readonly<Record<string, string>>;
  readonly tenant: string;
  /** `none` before the first apply. */
  readonly state: ApprovedState | 'none';
  /** `none` where the deployment of this stack changes no gateway. */
  readonly gateway: ApprovedGateway | 'none';
}

/** What a person approves. */
export interface Approval {
  readonly formatVersion: 1;
  /** Digest over all parts. */
  readonly digest: string;
  readonly parts: ApprovalParts;
}
