import { stringify } from 'yaml';
import { fillMarkers, markersIn, uuidOf, type Bindings } from '../model';
import type { ApiTemplate, GatewayTemplate, KongValue, PluginsByName, RouteTemplate } from './template';

/** Form of the file Kong reads: for decK, or for a gateway without a database. */
export type DocumentForm = 'deck' | 'db-less';

/** A Kong file as data. */
export type KongDocument = { readonly [field: string]: KongValue };

/** The template as the document Kong reads, markers and all: lists in place of maps, tags on every entity. */
export function toDocument(template: GatewayTemplate, form: DocumentForm): KongDocument {
  const apis = Object.values(template.apis);
  const tags = [...template.selectTags];
  const routes = apis.flatMap((api) => routeList(api.routes, tags));
  return {
    _format_version: '3.0',
    ...(form === 'deck' ? { _info: { select_tags: tags } } : {}),
    services: apis.map((api) => toService(api, tags)),
    ...(routes.length === 0 ? {} : { routes }),
  };
}

function toService({ service }: ApiTemplate, tags: readonly string[]): KongValue {
  const { plugins, routes, ...fields } = service;
  return { ...(fields as KongDocument), tags, plugins: pluginList(plugins, String(fields['name']), tags), routes: routeList(routes, tags) };
}

function routeList(routes: Readonly<Record<string, RouteTemplate>>, tags: readonly string[]): readonly KongDocument[] {
  return Object.entries(routes).map(([name, { plugins, ...fields }]) => ({ name, ...(fields as KongDocument), tags, plugins: pluginList(plugins, name, tags) }));
}

function pluginList(plugins: PluginsByName, owner: string, tags: readonly string[]): readonly KongDocument[] {
  return Object.entries(plugins).map(([name, config]) => ({ id: uuidOf(`kong/plugin/${owner}/${name}`), name, enabled: true, tags, config }));
}

/** A document with its client ids. Markers without one are returned; the document is then not fit for use. */
export function bind(document: KongDocument, bindings: Bindings): { readonly document: KongDocument; readonly missing: readonly string[] } {
  const text = JSON.stringify(document);
  const missing = [...markersIn(text)].filter((key) => !Object.hasOwn(bindings, key)).sort();
  return { document: JSON.parse(fillMarkers(text, bindings)) as KongDocument, missing };
}

/** The text of a Kong file. JSON is read by decK and Kong as well as YAML, and much faster to write. */
export function writeDocument(document: KongDocument, format: 'yaml' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(document, undefined, 1)}\n`;
  // Quoted throughout, so that no reader takes a text for a number, a date or a boolean; written out, never by reference.
  return stringify(document, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN', lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' });
}
