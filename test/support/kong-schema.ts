import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import AjvDraft04 from 'ajv-draft-04';
import { crossFieldProblems } from './kong-rules';

const FIXTURES = join(__dirname, '..', 'fixtures', 'kong');

/** Releases with a published schema of `openid-connect`. */
const OIDC_RELEASES = ['3.10', '3.12', '3.13', '3.14', '3.15'];

/** Only these have a schema here, and only of this release. */
const COMPANIONS = [
  'acl',
  'cors',
  'rate-limiting',
  'correlation-id',
  'file-log',
  'http-log',
  'ip-restriction',
  'prometheus',
  'request-termination',
  'request-transformer',
];
const COMPANION_RELEASE = '3.15';

/**
 * Fields of companion plugins that came after 3.9, with the release that brought them. From the plugins'
 * changelogs, from the gateway's own list of fields it takes away for older data planes
 * (kong/clustering/compat/removed_fields.lua), and from what the recorded files show the open-source gateway to have.
 */
const NEWER_FIELDS: readonly { readonly plugin: string; readonly path: readonly string[]; readonly since: string }[] = [
  { plugin: 'cors', path: ['allow_origin_absent'], since: '3.10' },
  { plugin: 'prometheus', path: ['wasm_metrics'], since: '3.10' },
  { plugin: 'http-log', path: ['ssl_verify'], since: '3.13' },
  { plugin: 'rate-limiting', path: ['redis', 'cloud_authentication'], since: '3.13' },
  { plugin: 'http-log', path: ['client_certificate'], since: '3.15' },
];

interface Schema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

const validators = new Map<string, ValidateFunction>();

/**
 * What a Kong of that version refuses in the configuration of a plugin; fields it does not know
 * are refused at every level.
 *
 * @param version two or more parts, such as `3.14` or `3.14.0.1`
 */
export function pluginProblems(name: string, version: string, config: unknown): string[] {
  const release = version.split('.').slice(0, 2).join('.');
  const source = schemaFile(name, release);
  if (source === undefined) return [`${name}: no schema for Kong ${version}`];
  const identity = `${source} ${release}`;
  const validate = validators.get(identity) ?? compile(name, release, source);
  validators.set(identity, validate);
  const problems = validate(config) ? [] : describe(validate.errors);
  return [...problems, ...crossFieldProblems(name, config)].map((problem) => `${name} ${release}: config${problem}`);
}

/** What a plugin takes for a field that is left out, in each release that is published here; undefined where a release names nothing. */
export function defaultsOf(name: string, field: string): readonly unknown[] {
  const releases = name === 'openid-connect' ? OIDC_RELEASES : [COMPANION_RELEASE];
  return releases.map((release) => {
    const source = schemaFile(name, release);
    const published = source === undefined ? undefined : (readJson(source) as Schema);
    return published?.properties?.['config']?.properties?.[field]?.['default'];
  });
}

/** What decK refuses in a file, by its own schema. */
export function deckProblems(document: unknown): string[] {
  const validate = validators.get('deck') ?? new AjvDraft04({ strict: false, allErrors: true }).compile(readJson('deck.schema.json'));
  validators.set('deck', validate);
  return validate(document) ? [] : describe(validate.errors).map((problem) => `deck: ${problem}`);
}

/** What only decK understands, at the top of a file and in a plugin. */
const DECK_ONLY = [
  '_info',
  '_konnect',
  '_workspace',
  '_plugin_configs',
  'cloned_plugins',
  'custom_plugins',
  'rbac_roles',
  'licenses',
  'service_packages',
  'custom_entities',
  'partials',
];
const DECK_ONLY_IN_PLUGINS = ['_config', 'partials'];

/** What a DB-less gateway refuses in a declarative file, or would take literally where decK evaluates it. */
export function dblessProblems(document: unknown): string[] {
  const problems = deckProblems(document).map((problem) => problem.replace(/^deck/, 'dbless'));
  if (typeof document !== 'object' || document === null) return problems;
  const file = document as Readonly<Record<string, unknown>>;
  if (!['1.1', '2.1', '3.0'].includes(String(file['_format_version'])))
    problems.push(`dbless: _format_version is ${JSON.stringify(file['_format_version'])}`);
  for (const field of DECK_ONLY) if (field in file) problems.push(`dbless: unknown field ${field}`);
  for (const { plugin, where } of allPlugins(file)) {
    for (const field of DECK_ONLY_IN_PLUGINS) if (field in plugin) problems.push(`dbless: ${where} unknown field ${field}`);
  }
  if (JSON.stringify(document).includes('${{')) problems.push('dbless: "${{" is no template here');
  return problems;
}

/** Every plugin of a document with the place it was found. */
export function allPlugins(
  document: Readonly<Record<string, unknown>>,
): { readonly plugin: Readonly<Record<string, unknown>>; readonly where: string }[] {
  const found: { plugin: Readonly<Record<string, unknown>>; where: string }[] = [];
  const visit = (entity: Readonly<Record<string, unknown>>, where: string): void => {
    for (const plugin of records(entity['plugins'])) found.push({ plugin, where: `${where} plugin ${String(plugin['name'])}` });
    for (const kind of ['services', 'routes', 'consumers']) {
      for (const child of records(entity[kind])) visit(child, `${where} ${kind} ${String(child['name'] ?? child['username'])}`.trim());
    }
  };
  visit(document, '');
  return found;
}

function records(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? (value as Readonly<Record<string, unknown>>[]) : [];
}

function schemaFile(name: string, release: string): string | undefined {
  if (name === 'openid-connect') return OIDC_RELEASES.includes(release) ? `openid-connect-${release}.json` : undefined;
  if (name === 'oidc' || name === 'pre-function') return `hand-written/${name}.json`;
  return COMPANIONS.includes(name) ? `${name}-${COMPANION_RELEASE}.json` : undefined;
}

function compile(name: string, release: string, file: string): ValidateFunction {
  const published = readJson(file) as Schema;
  const config = published.properties?.['config'];
  if (config === undefined) throw new Error(`${file} has no config`);
  const newer = file.includes(`-${release}.`) ? [] : NEWER_FIELDS.filter((field) => field.plugin === name && isOlder(release, field.since));
  const known = newer.reduce((schema, field) => without(schema, field.path), config);
  return new Ajv({ strict: false, allErrors: true }).compile(strict(known));
}

/**
 * The published form read as the gateway applies it: unknown fields refused, lengths of arrays under
 * their own keyword, `null` standing for "unset" where a field may be left out.
 */
function strict(schema: Schema): Schema {
  const result: Record<string, unknown> = { ...schema };
  if (schema['type'] === 'array' && typeof schema['minLength'] === 'number') {
    result['minItems'] = schema['minLength'];
    delete result['minLength'];
  }
  if (Array.isArray(schema.required) && schema.required.length === 0) delete result['required'];
  if (schema['items'] !== undefined) result['items'] = strict(schema['items'] as Schema);
  if (typeof schema['additionalProperties'] === 'object') result['additionalProperties'] = strict(schema['additionalProperties'] as Schema);
  if (schema.properties !== undefined) {
    result['properties'] = Object.fromEntries(
      Object.entries(schema.properties).map(([name, property]) => [
        name,
        schema.required?.includes(name) === true ? strict(property) : orNull(strict(property)),
      ]),
    );
    result['additionalProperties'] ??= false;
  }
  return result;
}

function orNull(schema: Schema): Schema {
  const { type, enum: values } = schema;
  return {
    ...schema,
    ...(type === undefined ? {} : { type: [...(Array.isArray(type) ? type : [type]), 'null'] }),
    ...(Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {}),
  };
}

function without(schema: Schema, [name = '', ...rest]: readonly string[]): Schema {
  const { [name]: found, ...others } = schema.properties ?? {};
  if (found === undefined) throw new Error(`no field ${name} to leave out`);
  return { ...schema, properties: rest.length === 0 ? others : { ...others, [name]: without(found, rest) } };
}

function isOlder(release: string, than: string): boolean {
  const [major = 0, minor = 0] = release.split('.').map(Number);
  const [thanMajor = 0, thanMinor = 0] = than.split('.').map(Number);
  return major < thanMajor || (major === thanMajor && minor < thanMinor);
}

function describe(errors: readonly ErrorObject[] | null | undefined): string[] {
  return (errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`);
}

function readJson(file: string): object {
  return JSON.parse(readFileSync(join(FIXTURES, file), 'utf8')) as object;
}
