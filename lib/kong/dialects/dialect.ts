import type { Problem } from '../../errors';
import type { ApiModel, EnvironmentModel, RouteModel } from '../../model';
import type { Door } from '../doors';
import type { PluginsByName } from '../template';

/** One door of a route, with all a dialect may need to know. */
export interface DoorContext {
  readonly route: RouteModel;
  readonly api: ApiModel;
  readonly door: Door;
  readonly environment: EnvironmentModel;
}

/** How a plugin enforces a door. */
export interface Dialect {
  /** Fields every instance has in an environment. */
  readonly defaults: (environment: EnvironmentModel) => PluginsByName;
  /** Fields every instance has on the routes of an API, besides those of the environment. */
  readonly apiDefaults: (api: ApiModel, environment: EnvironmentModel) => PluginsByName;
  /** The plugins that let in whoever satisfies the door, and nobody else, less the defaults. */
  readonly plugins: (context: DoorContext) => PluginsByName;
  /** What of a door this plugin cannot enforce exactly, with the ways out. */
  readonly refusals: (context: DoorContext) => readonly Problem[];
  /** What is lost compared with the other dialect, in words. */
  readonly losses: readonly string[];
  /** Headers this plugin can set besides those that are asked for. */
  readonly ownHeaders: readonly string[];
}
