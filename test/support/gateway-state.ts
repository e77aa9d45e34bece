import type { Calculation } from './kong-priority';
import type { GatewayRequest } from './kong-router';
import type { TieOrder } from './kong-traditional';

/** A plugin's configuration. */
export type Config = Readonly<Record<string, unknown>>;

/** A token as the gateway reads it, with the verdict of the signature check it would make. */
export interface TestToken {
  readonly signature: 'good' | 'bad';
  readonly claims: Readonly<Record<string, unknown>>;
  /** Where the caller puts it. @default - `Authorization: Bearer` */
  readonly in?: 'authorization' | 'access-token' | 'x-access-token' | 'query' | 'body' | 'cookie';
}

/** How the gateway chooses a route. */
export interface Routing {
  readonly flavor: 'traditional_compatible' | 'traditional' | 'expressions';
  /** Of the flavors that calculate priorities. @default - `original` */
  readonly calculation?: Calculation;
  /** Of the flavor `traditional`. @default - `listed` */
  readonly ties?: TieOrder;
}

const CALCULATIONS = ['original', 'compiled', 'strict'] as const;

/** Every way in which a gateway of a flavor may choose: a configuration must mean the same in all of them. */
export const ROUTINGS: Readonly<Record<Routing['flavor'], readonly Routing[]>> = {
  traditional_compatible: CALCULATIONS.map((calculation) => ({ flavor: 'traditional_compatible', calculation })),
  traditional: (['listed', 'reversed'] as const).map((ties) => ({ flavor: 'traditional', ties })),
  expressions: CALCULATIONS.map((calculation) => ({ flavor: 'expressions', calculation })),
};

/** How the gateway is set up. */
export interface OracleOptions extends Routing {
  /** Version of Kong; decides what a release did not do yet. @default - the oldest behaviour */
  readonly version?: string;
  /** Seconds since 1970. @default - 1,800,000,000 */
  readonly now?: number;
}

/** Text a test token has in headers; a search for it finds every place the token went. */
export const TOKEN_TEXT = 'eyJ0ZXN0LXRva2VuIn0.payload.signature';
export const DEFAULT_NOW = 1_800_000_000;

/** What plugins read and change while a request passes. */
export interface PluginState {
  readonly request: GatewayRequest;
  readonly token: TestToken | null;
  readonly options: OracleOptions;
  /** Headers on their way to the upstream, names in lower case. */
  readonly headers: Map<string, string>;
  /** Groups an authentication plugin found, for `acl`. */
  groups: readonly string[] | undefined;
  /** True once an authentication plugin has set a credential. */
  identified: boolean;
  allowedOrigin: string | null;
  /** Value of Access-Control-Allow-Methods in the answer. */
  allowedMethods: readonly string[];
}

/** An answer that ends the request at the gateway. */
export interface Exit {
  readonly status: number;
  readonly reason: string;
}

/** Fields of a configuration that are set, each of them expected. */
export function setFields(plugin: string, config: Config, expected: readonly string[]): Config {
  const set = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null && value !== undefined));
  const unknown = Object.keys(set).filter((field) => !expected.includes(field));
  if (unknown.length > 0) throw new Error(`${plugin}: ${unknown.join()} is not interpreted`);
  return set;
}
