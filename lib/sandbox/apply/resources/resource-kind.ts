import { type Tenant } from '../../directory';
import { type Json } from '../../../terraform';
import { type Attributes } from '../evaluation';

/** How one type of the azuread provider becomes an object of a directory. */
export interface ResourceKind {
  /** Arguments that it has an answer to. Any other makes the sandbox refuse the stack. */
  readonly known: readonly string[];
  /** Makes the object, as the provider does. @throws GraphError where the directory refuses it */
  make(tenant: Tenant, values: Json): Attributes;
}
