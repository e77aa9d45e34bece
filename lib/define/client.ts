import { checkInput } from './untyped';

interface ClientInputBase {
  /** Shown in Entra, with the environment's suffix; may change. */
  readonly name: string;
  /** Identity of the client; keep the old one when the name changes. Lower-case letters, digits, `-`. @default - the name */
  readonly key?: string;
  /** Team that owns the client. */
  readonly team: string;
  readonly description?: string;
  /** Names of owners, mapped to object ids by the environment. @default - the deploying identities alone */
  readonly owners?: readonly string[];
}

/** A client without people: signs in as itself. */
export interface DaemonInput extends ClientInputBase {
  readonly kind: 'daemon';
}

/** A client that signs people in: a server (`web`), a page (`spa`) or an installed program (`native`). */
export interface SignInClientInput extends ClientInputBase {
  readonly kind: 'web' | 'spa' | 'native';
  /** Name of the set of redirect URIs in the environment. @default - the key */
  readonly redirectUris?: string;
}

/** A workload whose identity Azure manages; it exists already and is not registered here. */
export interface ManagedIdentityInput extends ClientInputBase {
  readonly kind: 'managed-identity';
  /** Name of the managed identity in the environment. @default - the key */
  readonly identity?: string;
}

/** What {@link defineClient} is told. */
export type ClientInput = DaemonInput | SignInClientInput | ManagedIdentityInput;

/** An application that calls APIs. */
export type Client = ClientInput & { readonly key: string };

/** Declares a client. */
export function defineClient(input: ClientInput): Client {
  checkInput(input, 'defineClient');
  return { ...input, key: input.key ?? input.name };
}
