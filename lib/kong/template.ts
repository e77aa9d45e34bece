import type { Dialect, RouterFlavor } from '../model';

/** A value of a Kong configuration. */
export type KongValue = string | number | boolean | null | readonly KongValue[] | { readonly [field: string]: KongValue };

/** Plugin name to the plugin's configuration, less what defaults say. */
export type PluginsByName = Readonly<Record<string, { readonly [field: string]: KongValue }>>;

/** A Kong route as the template holds it: fields of the entity less the defaults, plugins by name. Its id follows from its name. */
export interface RouteTemplate {
  readonly [field: string]: KongValue | PluginsByName;
  readonly plugins: PluginsByName;
}

/** A Kong service with its routes by name. */
export interface ServiceTemplate {
  readonly [field: string]: KongValue | PluginsByName | Readonly<Record<string, RouteTemplate>>;
  readonly plugins: PluginsByName;
  readonly routes: Readonly<Record<string, RouteTemplate>>;
}

/** What one API puts on the gateway. */
export interface ApiTemplate {
  /** Fields that every plugin of this name has on the API's routes, unless the route says otherwise. */
  readonly pluginDefaults: PluginsByName;
  readonly service: ServiceTemplate;
  /** Routes that reach no upstream, such as those that answer a browser's preflight, by name. */
  readonly routes: Readonly<Record<string, RouteTemplate>>;
}

/**
 * The gateway's configuration with markers for client ids that are known after apply, in a
 * form whose differences read well: everything by name, nothing by position, and what is common
 * to all routes said once.
 */
export interface GatewayTemplate {
  readonly formatVersion: 1;
  readonly dialect: Dialect;
  /** Version of Kong it was rendered for. */
  readonly version: string;
  readonly flavor: RouterFlavor;
  readonly selectTags: readonly string[];
  /** What Kong's own configuration file must say for this configuration to mean what it says. */
  readonly kongConf: Readonly<Record<string, string>>;
  /** What the dialect cannot do that another can, in words. */
  readonly losses: readonly string[];
  /** Fields that every route has. */
  readonly routeDefaults: { readonly [field: string]: KongValue };
  /** Fields that every plugin of this name has, unless an API or a route says otherwise. */
  readonly pluginDefaults: PluginsByName;
  /** By API key. */
  readonly apis: Readonly<Record<string, ApiTemplate>>;
}
