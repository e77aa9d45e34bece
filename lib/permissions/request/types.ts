import { type Cloud } from '../../model';

/** One thing that an administrator has to grant. */
export interface AdministratorRequest {
  /** What is granted, such as `Application.Read.All of Microsoft Graph`. */
  readonly what: string;
  /** To whom, and the client id or object id where it is known. */
  readonly whom: string;
  readonly id?: string;
  /** What it is needed for, in one sentence without a full stop. */
  readonly why: string;
  /** What it puts at stake, in one sentence without a full stop. */
  readonly risk: string;
  readonly tier: 0 | 1 | 2 | 'unknown';
  /** Roles of which one is enough to grant it. */
  readonly approver: string;
  /** The command that grants it and nothing else, for a POSIX shell with the Azure CLI. */
  readonly command: string;
  /** Page on which the same is granted together with all else the registration asks for. */
  readonly link?: string;
  /** What must be set before the command can be run. */
  readonly variables: readonly RequestVariable[];
}

/** A variable of a command, and where its value is found. */
export interface RequestVariable {
  readonly name: string;
  readonly how: string;
}

/** What one environment needs an administrator for. */
export interface RequestBundle {
  readonly name: string;
  readonly tenantId: string;
  readonly cloud: Cloud;
  /** Command that signs in to the tenant. */
  readonly signIn: string;
  readonly requests: readonly AdministratorRequest[];
  /** What a person has to do himself, as no command grants it to a pipeline. */
  readonly byPeople: readonly string[];
}
