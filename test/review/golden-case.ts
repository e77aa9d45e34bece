import { type ReviewOptions, type SynthOutput } from '../../lib/review';
import { edited, shop, type ShopChanges } from '../support/review-shop';

/** A change, and what a review says of it: written by hand, and by no command. */
export interface GoldenCase {
  readonly name: string;
  readonly base?: ShopChanges;
  readonly head: SynthOutput | ShopChanges;
  readonly options?: Partial<ReviewOptions>;
  readonly line: string;
  /** The same inputs the other way round. */
  readonly swapped: string;
  /** `direction: callers @ routes: was -> now`, all of them, in their order. */
  readonly access: readonly string[];
  /** `effect subject: what`, of those that are blocking or broaden, all of them. */
  readonly changes?: readonly string[];
  /** What fails it, of `broadened`, `unauthenticated`, `consent:high`, `replace-app`, `lint:error`; and `contradiction`, which always does. */
  readonly fails: readonly string[];
  readonly swappedFails: readonly string[];
  readonly unexplained?: number;
  /** Why what is gained one way is not what is lost the other way. */
  readonly oneWay?: string;
}

export const base = shop();

export const spot = (path: readonly string[], value: unknown, file = 'cdk.tf.json'): SynthOutput => edited(base, file, path, value);
export const plugin = (path: readonly string[], value: unknown): SynthOutput => spot(['apis', 'orders', ...path], value, 'gateway.json');
export const roles = (...names: string[]): never => ({ roles: names }) as never;
export const EMPTY = '✅ nothing changes';
export const BILLING_ADDRESS = 'azuread_application.billing_081fd692';
export const BILLING = '${azuread_application.billing_081fd692.id}';

export const FEDERATED = {
  application_id: BILLING,
  display_name: 'pipeline',
  audiences: ['api://AzureADTokenExchange'],
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'repo:shop/billing:environment:prod',
};

export const ENDED = {
  organisation: {},
  waivers: [
    { rule: 'CON001', subject: 'billing/RoleManagement.ReadWrite.Directory', reason: 'until the new tool is there', expires: '2026-11-01' },
  ],
};
