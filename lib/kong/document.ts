import { stringify } from 'yaml';
import { fillMarkers, markersIn, uuidOf, type Bindings } from '../model';
import { checkKongEntities, type KongFileProblem } from './read';
import type { ApiTemplate, GatewayTemplate, KongValue, PluginsByName, RouteTemplate } from './template';

/** Form of the file Kong reads: for decK, or for a gateway without a database. */
export type DocumentForm = 'deck' | 'db-less';

/** A Kong file as data. */
export type KongDocument = { readonly [field: string]: KongValue };

/**
 * The template as the document Kong reads, markers and all: defaults in their places, lists for maps, ids and tags on every entity. It has
 * passed the checks of {@link readKongFile}.
 */
export function toDocument(template: GatewayTemplate, form: DocumentForm): KongDocument {
  const { document, problems } = tryDocument(template, form);
  const [problem] = problems;
  if (problem !== undefined) throw new Error(`kong-entra rendered what Kong refuses: ${problem.path}: ${problem.message}`);
  return document;
}

/** The same of a template that somebody may have changed, with what Kong would refuse of it. */
export function tryDocument(
  template: GatewayTemplate,
  form: DocumentForm,
): { readonly document: KongDocument; readonly problems: readonly KongFileProblem[] } {
  const document = uncheckedDocument(template, form);
  return { document, problems: checkKongEntities(document, template.flavor) };
}

/** The same without the checks, which take longer than the document: for whoever compares it with one that was checked. */
export function uncheckedDocument(template: GatewayTemplate, form: DocumentForm): KongDocument {
  const tags = [...template.selectTags];
  const apis = Object.values(template.apis).map((api) => ({
    api,
    context: { template, defaults: api.pluginDefaults, tags, configs: new Map<string, KongDocument>() },
  }));
  const routes = apis.flatMap(({ api, context }) => routeList(api.routes, context));
  return {
    _format_version: '3.0',
    ...(form === 'deck' ? { _info: { select_tags: tags } } : {}),
    services: apis.map(({ api, context }) => toService(api, context)),
    ...(routes.length === 0 ? {} : { routes }),
  };
}

interface Context {
  readonly template: GatewayTemplate;
  /** Defaults of the API's plugins. */
  readonly defaults: PluginsByName;
  readonly tags: readonly string[];
  /** Configurations by what an API's plugins say of their own: what is alike is one object, of which there are thousands else. */
  readonly configs: Map<string, KongDocument>;
}

function toService({ service }: ApiTemplate, context: Context): KongValue {
  const { plugins, routes, ...fields } = service;
  return {
    ...(fields as KongDocument),
    tags: context.tags,
    plugins: pluginList(plugins, String(fields['name']), context),
    routes: routeList(routes, context),
  };
}

function routeList(routes: Readonly<Record<string, RouteTemplate>>, context: Context): readonly KongDocument[] {
  return Object.entries(routes).map(([name, { plugins, ...fields }]) => ({
    id: uuidOf(`kong/route/${name}`),
    name,
    ...context.template.routeDefaults,
    ...(fields as KongDocument),
    tags: context.tags,
    plugins: pluginList(plugins, name, context),
  }));
}

function pluginList(plugins: PluginsByName, owner: string, context: Context): readonly KongDocument[] {
  return Object.entries(plugins).map(([name, fields]) => ({
    id: uuidOf(`kong/plugin/${owner}/${name}`),
    name,
    enabled: true,
    tags: context.tags,
    config: configOf(name, fields, context),
  }));
}

function configOf(name: string, fields: PluginsByName[string], { template, defaults, configs }: Context): KongDocument {
  const key = `${name} ${JSON.stringify(fields)}`;
  const known = configs.get(key) ?? { ...template.pluginDefaults[name], ...defaults[name], ...fields };
  configs.set(key, known);
  return known;
}

/** A document with its client ids. Markers without one are returned; the document is then not fit for use. */
export function bind(document: KongDocument, bindings: Bindings): { readonly document: KongDocument; readonly missing: readonly string[] } {
  const missing = new Set<string>();
  const known = new Map<object, KongValue>();
  const ofText = (text: string): string => {
    if (!text.includes('@@')) return text;
    for (const key of markersIn(text)) if (!Object.hasOwn(bindings, key)) missing.add(key);
    return fillMarkers(text, bindings);
  };
  const filled = (value: KongValue): KongValue => {
    if (typeof value === 'string') return ofText(value);
    if (typeof value !== 'object' || value === null) return value;
    const same = known.get(value);
    if (same !== undefined) return same;
    const own: KongValue = Array.isArray(value)
      ? (value as readonly KongValue[]).map(filled)
      : Object.fromEntries(Object.entries(value as KongDocument).map(([name, one]) => [ofText(name), filled(one)]));
    known.set(value, own);
    return own;
  };
  return { document: filled(document) as KongDocument, missing: [...missing].sort() };
}

/** The text of a Kong file. JSON is read by decK and Kong as well as YAML, and much faster to write. */
export function writeDocument(document: KongDocument, format: 'yaml' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(document, undefined, 1)}\n`;
  // Quoted throughout, so that no reader takes a text for a number, a date or a boolean; written out, never by reference.
  return stringify(document, {
    defaultStringType: 'QUOTE_DOUBLE',
    defaultKeyType: 'PLAIN',
    lineWidth: 0,
    aliasDuplicateObjects: false,
    compat: 'yaml-1.1',
  });
}
