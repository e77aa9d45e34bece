/** One thing that was checked about a request. */
export interface Check {
  /** Who checked it: `router` or the name of a plugin. */
  readonly by: string;
  /** What was checked, such as `audience`. */
  readonly what: string;
  readonly outcome: 'pass' | 'fail' | 'unknown';
  readonly expected: string;
  readonly found: string;
  /** Field of the Kong configuration that asks for it. */
  readonly field?: string;
  /** Where the definition or the environment says so. */
  readonly origin?: string;
}

/** What the gateway does with a request. */
export interface Decision {
  /** Name of the Kong route that takes the request; null where none does or none can be told. */
  readonly route: string | null;
  /** Whether the request reaches the upstream. */
  readonly allowed: boolean | 'unknown';
  /** Status the caller gets from the gateway, or those that are possible where the gateway's is not established; none where nothing is known. 200 stands for whatever the upstream answers. */
  readonly statuses: readonly number[];
  /** What was checked, in order, up to what decided. */
  readonly trace: readonly Check[];
}

/** A token as the gateway gets it. */
export interface PresentedToken {
  readonly claims: Readonly<Record<string, unknown>>;
  /** Whether one of the issuer's keys made the signature. @default - `good` */
  readonly signature?: 'good' | 'bad';
  /** Where the caller puts it. @default - `authorization` */
  readonly in?: 'authorization' | 'access-token' | 'x-access-token' | 'query' | 'body' | 'cookie';
}

/** What a plugin does with a request: nothing, or an answer of its own. */
export interface PluginVerdict {
  readonly checks: readonly Check[];
  /** Set where the request ends here: its possible statuses. */
  readonly ends?: readonly number[];
  /** Set where what the plugin does cannot be told. */
  readonly unknown?: string;
}
