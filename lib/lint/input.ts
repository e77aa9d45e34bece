import { gatewayOf, type GatewaySettings, type KongFileContent } from '../access';
import { type Bindings } from '../model';
import { directoryOf, Identities, isObject, type Identity, type TerraformStackState } from '../terraform';
import { type LintGateway, type LintInput } from './types';

/** Name of the output that holds client ids by key. */
const CLIENT_IDS = 'client_ids';

/** What is known of one deployment. */
export interface LintParts {
  /** What it is called in findings. */
  readonly name: string;
  /** Its stacks, as they were synthesized or planned. */
  readonly stacks?: readonly TerraformStackState[];
  /** What runs on the gateway: a document, with or without markers, or the entities of a file. */
  readonly gateway?: { readonly content: KongFileContent; readonly settings: GatewaySettings; readonly routes?: LintGateway['routes'] };
  /** The output `client_ids` as it was deployed, for a gateway whose configuration has the ids themselves. */
  readonly clientIds?: Bindings;
  readonly definition?: NonNullable<LintInput['definition']>;
  /** The same before a change. */
  readonly base?: LintInput;
}

/** Puts together what rules look at. */
export function lintInput({ name, stacks, gateway, clientIds, definition, base }: LintParts): LintInput {
  return {
    name,
    ...(stacks !== undefined && {
      directory: directoryOf(stacks),
      clients: clientsOf(stacks),
      changes: stacks.flatMap(({ changes }) => changes),
      hasLifecycle: stacks.length > 0 && stacks.every(({ form }) => form === 'synthesized'),
    }),
    ...(gateway !== undefined && {
      gateway: { ...gateway, routes: gateway.routes ?? gatewayOf(gateway.content, gateway.settings).routes },
    }),
    ...(clientIds !== undefined && { clientIds }),
    ...(definition !== undefined && { definition }),
    ...(base !== undefined && { base }),
  };
}

/** Applications by the keys of the output that has their client ids. */
function clientsOf(stacks: readonly TerraformStackState[]): ReadonlyMap<string, Identity> {
  const identities = new Identities(stacks);
  return new Map(
    stacks.flatMap(({ name, outputs }) => {
      const ids = outputs[CLIENT_IDS];
      return Object.entries(isObject(ids) ? ids : {}).map(([key, value]) => [key, identities.of(value, name)] as const);
    }),
  );
}
