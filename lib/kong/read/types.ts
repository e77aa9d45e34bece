import type { RouterRoute } from '../../router';
import type { Value } from './value';

/** What is wrong with a Kong file, and where: `services[0].routes[1].paths[0]`, counted from 0; empty for the file as a whole. */
export interface KongFileProblem {
  readonly path: string;
  readonly message: string;
}

/** What a Kong file holds, or all that is wrong with it. */
export type KongFile =
  | {
      readonly entities: KongEntities;
      /** Kinds of entities that the file has besides, such as `upstreams`. */
      readonly furtherKinds: readonly string[];
    }
  | { readonly problems: readonly KongFileProblem[] };

/** What every entity of Kong has. */
export interface KongEntity {
  /** As given, or as Kong derives it from the name; absent where Kong would make one up. */
  readonly id?: string | null;
  readonly tags?: readonly string[] | null;
  readonly created_at?: number | null;
}

/** A service with Kong's defaults. */
export interface KongService extends KongEntity {
  readonly name: string | null;
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
  readonly path: string | null;
  readonly retries: number | null;
  readonly connect_timeout: number | null;
  readonly write_timeout: number | null;
  readonly read_timeout: number | null;
  readonly client_certificate: KongEntity | null;
  readonly tls_verify: boolean | null;
  readonly tls_verify_depth: number | null;
  readonly ca_certificates: readonly string[] | null;
  /** Names that the certificate of the upstream may have instead, which only Kong Enterprise asks for; absent where the file says nothing. */
  readonly tls_sans?: Value;
  readonly enabled: boolean;
}

/** A route with Kong's defaults, as the router takes it; its service inline. */
export interface KongRoute extends RouterRoute, KongEntity {
  readonly id?: string | null;
  readonly created_at?: number | null;
  readonly name: string | null;
  readonly service: KongService | null;
  readonly request_buffering: boolean;
  readonly response_buffering: boolean;
  /** Of the flavor `expressions` alone. */
  readonly priority?: number;
}

/** A consumer; what else it has is not read. */
export interface KongConsumer extends KongEntity {
  readonly username: string | null;
  readonly custom_id: string | null;
}

/** A plugin as it is written: its configuration is neither checked nor completed. */
export interface KongPlugin extends KongEntity {
  readonly name: string;
  readonly instance_name: string | null;
  readonly enabled: boolean;
  readonly config: { readonly [field: string]: Value };
  readonly service: KongService | null;
  readonly route: KongRoute | null;
  readonly consumer: KongConsumer | null;
  /** Where and when it runs besides, and where else its configuration is written; each as it stands in the file, absent where it says nothing. */
  readonly protocols?: Value;
  readonly ordering?: Value;
  readonly condition?: Value;
  readonly consumer_group?: Value;
  readonly partials?: Value;
  readonly _config?: Value;
}

/** Filters in WebAssembly that run on a route, on those of a service, or on all; they are not read. */
export interface KongFilterChain extends KongEntity {
  readonly service: KongService | null;
  readonly route: KongRoute | null;
}

/** The entities of a file, nested ones beside the others, in the order of the file. */
export interface KongEntities {
  readonly services: readonly KongService[];
  readonly routes: readonly KongRoute[];
  readonly plugins: readonly KongPlugin[];
  readonly consumers: readonly KongConsumer[];
  readonly filterChains: readonly KongFilterChain[];
}
