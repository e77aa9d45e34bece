import { type Json } from './json';

/** A resource or data source, as it will be once what was planned or synthesized is applied. */
export interface TerraformResource {
  /** Address within its stack, such as `azuread_application.orders_03d5e290`. */
  readonly address: string;
  readonly mode: 'managed' | 'data';
  /** Type, such as `azuread_application`. */
  readonly type: string;
  readonly name: string;
  /** Name of its stack. */
  readonly stack: string;
  /**
   * Arguments and known attributes. What is known after apply alone is the reference that was written for it, such as
   * `${azuread_application.orders_03d5e290.client_id}`, or absent where that is not a plain reference.
   */
  readonly values: Json;
  /** Arguments that the file says are known after apply alone and that are not a plain reference. */
  readonly unknown: readonly string[];
  /** Path of the construct that made it, where the file says so. */
  readonly construct?: string;
}

/** What a plan does to a resource. */
export interface TerraformChange {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** As the plan has them: `["delete", "create"]` and `["create", "delete"]` replace. */
  readonly actions: readonly string[];
  /** The address it had before. */
  readonly movedFrom?: string;
  readonly isImported: boolean;
  /** Paths of the arguments that make it be replaced. */
  readonly replacedBy: readonly string[];
}

/** One stack: what was synthesized, or a plan of it. */
export interface TerraformStackState {
  readonly name: string;
  /** Path of the file it was read from. */
  readonly source: string;
  readonly form: 'synthesized' | 'plan';
  readonly resources: readonly TerraformResource[];
  /** Values of outputs by name. */
  readonly outputs: Json;
  /** Configurations of providers by their name, such as `azuread`. */
  readonly providers: Readonly<Record<string, readonly Json[]>>;
  /** What the plan does; a synthesized stack knows of no changes. */
  readonly changes: readonly TerraformChange[];
  /** The parsed file, for whoever compares all of it. Plans hold secrets: nothing of this is shown unasked. */
  readonly content: Json;
}
