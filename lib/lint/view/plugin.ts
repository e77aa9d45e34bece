import { type GatewayRoute } from '../../access';

/** A plugin of a route, as far as it decides. */
export type GatewayPlugin = GatewayRoute['plugins'][number];

/** A plugin's configuration, as a Kong file has it. */
export type PluginConfig = GatewayPlugin['config'];
