import { type GatewayTemplate } from '../../kong';

/** Names under which a template has things by their names. */
const MAPS = ['apis', 'routes', 'plugins', 'pluginDefaults'];

/**
 * A template without maps that have nothing in them: they say what their absence says. Compared with one that has something there,
 * each thing in it comes or goes by itself.
 */
export function withoutEmptyMaps(template: GatewayTemplate | undefined): unknown {
  return template === undefined ? undefined : stripped(template);
}

function stripped(value: unknown): unknown {
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([name, inner]) => !(MAPS.includes(name) && isEmpty(inner)));
  return Object.fromEntries(entries.map(([name, inner]) => [name, stripped(inner)]));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
