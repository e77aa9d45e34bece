import { type KongEntities } from '../kong';
import { type AccessModel, type EnvironmentModel, type PrincipalModel } from '../model';

/** Callers that nobody named: everybody in a set may enter. */
export type OpenSet =
  /** Everybody who reaches the gateway, without a token. */
  | 'anonymous'
  /** Every application that is registered in the tenant. */
  | 'any-application'
  /** Every person of the tenant, through a client of the definition. */
  | 'any-person'
  /** Every client of the tenant to which a person may consent by himself, for people who are let in. */
  | 'any-client'
  /** Applications and people of the other tenants that an API serves, to whom their own administrators consent. */
  | 'other-tenants';

/** How a caller enters: for itself, or for people. */
export type EntersAs = 'application' | 'person';

/** One way in: a caller may call a route. Who is not in the matrix may not. */
export interface MatrixEntry {
  /** Key of a client, an external client or an API; of an open set its name. */
  readonly caller: string;
  readonly isOpenSet: boolean;
  readonly as: EntersAs | 'anonymous';
  /** Key of the API. */
  readonly api: string;
  /** Key of the route within its API. */
  readonly route: string;
  /** Kong routes by which it enters. */
  readonly doors: readonly string[];
  /** Values of roles and scopes the tokens carry. */
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  /** Of people: the groups and people any of whom enters, everybody where there is none; all of them are needed together where `together` is true. */
  readonly principals: readonly Pick<PrincipalModel, 'kind' | 'key'>[];
  readonly together: boolean;
  /** False where the gateway's answer cannot be told, and so counts as a way in. */
  readonly isCertain: boolean;
}

/** Who may call what. */
export interface AccessMatrix {
  readonly formatVersion: 1;
  readonly entries: readonly MatrixEntry[];
}

/** A deployment to be judged. */
export interface Deployment {
  readonly model: AccessModel;
  readonly environment: EnvironmentModel;
  /** Dumps of the gateway: what is in them and not of this deployment is part of every answer. @default - the gateway has nothing else */
  readonly foreign?: readonly KongEntities[];
}
