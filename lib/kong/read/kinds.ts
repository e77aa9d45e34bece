import { IDENTITY } from './common-rules';
import { rules, type Rule, type Rules } from './fields';
import { SERVICE_RULES } from './service-rules';
import { isName } from './texts';

/** A kind of entity as Kong knows it. */
export interface Kind {
  readonly name: string;
  /** The field that names an entity uniquely. */
  readonly key?: string;
  /** The fields from which Kong derives the id, where it is not the name alone; `?` marks those that may be missing. Empty: it makes one up. */
  readonly idFrom?: readonly string[];
  /** Other fields that no two entities share. */
  readonly unique?: readonly string[];
  /** Fields that refer to other kinds; an entity can be written within one it refers to. */
  readonly references: ReadonlyMap<string, string>;
  /** Fields that must not be missing; a reference may be where the entity is written within another. Of a list in it, one is enough. */
  readonly needs: readonly (string | readonly string[])[];
  /** The fields; for routes they depend on the flavor and stand elsewhere. */
  readonly rules?: Rules;
  /** Fields that are not listed here pass. */
  readonly open: boolean;
}

interface Sketch {
  readonly needs?: Kind['needs'];
  readonly key?: string;
  readonly idFrom?: readonly string[];
  readonly unique?: readonly string[];
  readonly refers?: Readonly<Record<string, string>>;
  readonly rules?: Rules | undefined;
  readonly open?: boolean;
}

const consumer = { consumer: 'consumers' };

const PLUGIN_RULES = rules({
  ...IDENTITY,
  name: { type: 'text', required: true },
  instance_name: { type: 'text', check: isName },
  service: { type: 'reference', to: 'services' },
  route: { type: 'reference', to: 'routes' },
  consumer: { type: 'reference', to: 'consumers' },
  enabled: { type: 'boolean', required: true, default: true },
  config: { type: 'any' },
  protocols: { type: 'any' },
  // Of Enterprise and decK.
  consumer_group: { type: 'any' },
  ordering: { type: 'any' },
  condition: { type: 'any' },
  partials: { type: 'any' },
  _config: { type: 'any' },
});

const CONSUMER_RULES = rules({ ...IDENTITY, username: { type: 'text' }, custom_id: { type: 'text' } });

/** In the order in which Kong goes through them. Only services, routes and plugins are read in full. */
const SKETCHES: Readonly<Record<string, Sketch>> = {
  workspaces: { key: 'name', idFrom: ['name'] },
  ca_certificates: { unique: ['cert_digest'] },
  certificates: {},
  clustering_data_planes: {},
  consumers: { needs: [['username', 'custom_id']], key: 'username', unique: ['custom_id'], rules: CONSUMER_RULES },
  key_sets: { key: 'name' },
  keys: { needs: ['kid'], key: 'name', idFrom: ['kid', 'set?'], refers: { set: 'key_sets' } },
  parameters: { needs: ['key', 'value'], unique: ['key'] },
  services: { key: 'name', refers: { client_certificate: 'certificates' }, rules: SERVICE_RULES, open: false },
  routes: { key: 'name', refers: { service: 'services' }, rules: undefined, open: false },
  filter_chains: { key: 'name', idFrom: ['route?', 'service?'], refers: { route: 'routes', service: 'services' } },
  plugins: {
    key: 'instance_name',
    idFrom: ['name', 'route?', 'service?', 'consumer?'],
    refers: { route: 'routes', service: 'services', ...consumer },
    rules: PLUGIN_RULES,
    open: false,
  },
  snis: { needs: ['name', 'certificate'], key: 'name', refers: { certificate: 'certificates' } },
  upstreams: { needs: ['name'], key: 'name', refers: { client_certificate: 'certificates' } },
  targets: { needs: ['target', 'upstream'], idFrom: ['upstream', 'target'], refers: { upstream: 'upstreams' } },
  vaults: { needs: ['name', 'prefix'], key: 'prefix', idFrom: ['prefix'] },
  acls: { needs: ['group', 'consumer'], idFrom: ['consumer', 'group'], refers: consumer },
  acme_storage: { unique: ['key'], idFrom: [] },
  basicauth_credentials: { needs: ['username', 'consumer'], key: 'username', idFrom: ['username'], refers: consumer },
  hmacauth_credentials: { needs: ['username', 'consumer'], key: 'username', idFrom: ['username'], refers: consumer },
  jwt_secrets: { needs: ['consumer'], key: 'key', idFrom: [], refers: consumer },
  keyauth_credentials: { needs: ['consumer'], key: 'key', idFrom: [], refers: consumer },
  oauth2_credentials: { needs: ['name', 'consumer'], key: 'client_id', idFrom: [], refers: consumer },
  oauth2_authorization_codes: { unique: ['code'], refers: { credential: 'oauth2_credentials', service: 'services', plugin: 'plugins' } },
  oauth2_tokens: { key: 'access_token', idFrom: [], refers: { credential: 'oauth2_credentials', service: 'services' } },
  ratelimiting_metrics: {},
  sessions: { key: 'session_id', idFrom: ['session_id'] },
  session_metadatas: { refers: { session: 'sessions' } },
};

/** What open-source Kong knows, by name. */
export const KINDS: ReadonlyMap<string, Kind> = new Map(Object.entries(SKETCHES).map(([name, sketch]) => [name, kindOf(name, sketch)]));

function kindOf(name: string, sketch: Sketch): Kind {
  const { refers = {}, needs = [], open = true, rules: own, ...rest } = sketch;
  const fields: Record<string, Rule> = {
    ...IDENTITY,
    ...(rest.key === undefined ? {} : { [rest.key]: { type: 'text' } }),
    ...Object.fromEntries(Object.entries(refers).map(([field, to]) => [field, { type: 'reference', to }])),
  };
  const known = Object.hasOwn(sketch, 'rules') ? own : rules(fields);
  return { name, ...rest, needs, references: new Map(Object.entries(refers)), ...(known === undefined ? {} : { rules: known }), open };
}

/** The kinds that can be written within each kind, and the field that then refers to it. */
export const NESTED: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  [...KINDS.keys()].map((parent) => [
    parent,
    new Map(
      [...KINDS.values()].flatMap((child) => [...child.references].filter(([, to]) => to === parent).map(([field]) => [child.name, field])),
    ),
  ]),
);

/** What Kong Enterprise and decK have besides; not read. */
export const ENTERPRISE_KINDS: ReadonlySet<string> = new Set(
  (
    'consumer_groups consumer_group_consumers consumer_group_plugins partials plugins_partials rbac_roles rbac_users rbac_role_endpoints ' +
    'licenses service_packages custom_entities cloned_plugins custom_plugins degraphql_routes graphql_ratelimiting_cost_decorations'
  ).split(' '),
);

/** Fields of the file that decK has and Kong refuses. */
export const DECK_FIELDS: ReadonlySet<string> = new Set(['_info', '_konnect', '_workspace', '_plugin_configs']);
