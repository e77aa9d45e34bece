import { type Problem } from '../../../errors';
import { type Json } from '../../../terraform';
import { type Clock } from '../../directory';
import { type RunningPlugin } from '../exchange';
import { type GatewayLog } from '../log';
import { type Metrics } from '../metrics';
import { type TokenVerifier, type VerifierOptions } from './token-verifier';

/** What plugins share. */
export interface PluginServices {
  /** The verifier of an issuer's tokens: one for all who ask for the same. */
  readonly verifierOf: (options: IssuerOptions) => TokenVerifier;
  /** The gateway's clock. */
  readonly clock: Clock;
  readonly log: GatewayLog;
  /** Counts of calls, by what counts them. */
  readonly limits: Set<Map<string, unknown>>;
  readonly metrics: Metrics;
}

/** What decides which tokens are verified, and how. */
export type IssuerOptions = Omit<VerifierOptions, 'fetcher' | 'clock'>;

/** How a kind of plugin comes to run. */
export interface PluginKind {
  /** What of a configuration it does not enforce. */
  problems(where: string, config: Json): readonly Problem[];
  create(config: Json, services: PluginServices): RunningPlugin;
}
