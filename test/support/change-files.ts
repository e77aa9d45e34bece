import type { SynthOutput } from '../../lib/review';
import { choose, guidOf, type chance } from './generate-texts';

type Choice = Parameters<typeof chance>[0];
type Fields = Record<string, unknown>;
type Plugins = Record<string, Fields>;

/** The parsed files of an output: what of `cdk.tf.json` defines resources, by type and name, and the configuration of the gateway. */
interface Files {
  readonly resources: readonly Record<string, Record<string, Fields>>[];
  readonly template: Template;
}

interface Template {
  dialect: string;
  flavor: string;
  readonly apis: Record<
    string,
    { readonly pluginDefaults: Plugins; readonly service: { readonly plugins: Plugins; readonly routes: Record<string, RouteFields> } }
  >;
}

type RouteFields = Fields & { readonly plugins: Plugins; paths: string[]; methods?: string[]; regex_priority?: number };

/** Makes one change of the files that no definition makes; false where there is nothing that could be changed so. */
export type FileChange = (files: Files, choice: Choice) => boolean;

/** An output with one of its files changed, or undefined where the change finds nothing. */
export function changedFiles(output: SynthOutput, change: FileChange, choice: Choice): SynthOutput | undefined {
  const parsed = output.stacks.map(({ files }) => ({
    terraform: JSON.parse(files['cdk.tf.json'] ?? '{}') as { resource?: Record<string, Record<string, Fields>> },
    template: files['gateway.json'] === undefined ? undefined : (JSON.parse(files['gateway.json']) as Template),
  }));
  const template = parsed.find((one) => one.template !== undefined)?.template;
  if (template === undefined) return undefined;
  if (!change({ resources: parsed.map(({ terraform }) => (terraform.resource ??= {})), template }, choice)) return undefined;
  return {
    source: 'changed files',
    stacks: output.stacks.map(({ name, files }, at) => ({
      name,
      files: {
        ...files,
        'cdk.tf.json': JSON.stringify(parsed[at]?.terraform),
        ...(parsed[at]?.template === undefined ? {} : { 'gateway.json': JSON.stringify(parsed[at]?.template) }),
      },
    })),
  };
}

function routes({ template }: Files): readonly RouteFields[] {
  return Object.values(template.apis).flatMap(({ service }) => Object.values(service.routes));
}

/** Routes whose token one of the plugins checks. */
function guarded(files: Files, name = 'openid-connect'): readonly RouteFields[] {
  return routes(files).filter(({ plugins }) => plugins[name] !== undefined);
}

function some<Item>(items: readonly Item[], choice: Choice, change: (item: Item) => unknown): boolean {
  if (items.length === 0) return false;
  return change(choose(choice, items)) !== false;
}

/** A change of what a plugin of a route is told. */
function told(name: string, fields: Fields): FileChange {
  return (files, choice) => some(guarded(files, name), choice, ({ plugins }) => Object.assign(plugins[name] ?? {}, fields));
}

function issuersWith({ template }: Files, tenant: string): string[] {
  const [api] = Object.values(template.apis);
  const listed = (api?.pluginDefaults['openid-connect']?.['issuers_allowed'] ?? []) as string[];
  return [...listed, ...listed.slice(0, 1).map((issuer) => issuer.replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/, tenant))];
}

const STRANGE_TENANT = guidOf('strange tenant');

const GATEWAY: Readonly<Record<string, FileChange>> = {
  'no audience is required': told('openid-connect', { audience_required: null }),
  'no audience is required of an API': ({ template }, choice) =>
    some(
      Object.values(template.apis).filter(({ pluginDefaults }) => pluginDefaults['openid-connect']),
      choice,
      ({ pluginDefaults }) => Object.assign(pluginDefaults['openid-connect'] ?? {}, { audience_required: [] }),
    ),
  'an audience of elsewhere is let in': (files, choice) =>
    some(Object.values(files.template.apis), choice, ({ pluginDefaults }) => {
      const lists = [
        ['openid-connect', 'audience_required'],
        ['oidc', 'bearer_jwt_auth_allowed_auds'],
      ] as const;
      return some(
        lists.filter(([name]) => pluginDefaults[name] !== undefined),
        choice,
        ([name, field]) => (pluginDefaults[name]?.[field] as string[]).push(guidOf('audience of elsewhere')),
      );
    }),
  'another API’s audience is let in': (files, choice) =>
    some(Object.values(files.template.apis), choice, ({ pluginDefaults }) => {
      const others = Object.keys(files.template.apis).map((key) => `@@client_id:${key}@@`);
      const list = (pluginDefaults['openid-connect']?.['audience_required'] ?? []) as string[];
      return some(
        others.filter((other) => list.length > 0 && !list.includes(other)),
        choice,
        (other) => list.push(other),
      );
    }),
  'an issuer is let in': (files, choice) =>
    some(guarded(files), choice, ({ plugins }) =>
      Object.assign(plugins['openid-connect'] ?? {}, { issuers_allowed: issuersWith(files, STRANGE_TENANT) }),
    ),
  'no audience is required, and an issuer is let in': (files, choice) =>
    some(guarded(files), choice, ({ plugins }) =>
      Object.assign(plugins['openid-connect'] ?? {}, { audience_required: null, issuers_allowed: issuersWith(files, STRANGE_TENANT) }),
    ),
  'no role is required': told('openid-connect', { roles_required: null }),
  'no scope is required': told('openid-connect', { scopes_required: [] }),
  'a group is required': told('openid-connect', { groups_required: ['auditors'] }),
  'words are required of another claim': told('openid-connect', { roles_claim: ['wids'] }),
  'a token is looked for in the query': told('openid-connect', { bearer_token_param_type: ['query'] }),
  'a plugin is taken away': (files, choice) =>
    some(
      routes(files).filter(({ plugins }) => Object.keys(plugins).length > 0),
      choice,
      ({ plugins }) => {
        Reflect.deleteProperty(plugins, choose(choice, Object.keys(plugins)));
      },
    ),
  'no token is asked for': (files, choice) =>
    some([...guarded(files), ...guarded(files, 'oidc')], choice, ({ plugins }) => {
      delete plugins['openid-connect'];
      delete plugins['oidc'];
      delete plugins['acl'];
    }),
  'roles are not looked at': (files, choice) => some(guarded(files, 'acl'), choice, ({ plugins }) => delete plugins['acl']),
  'two routes change their paths': (files, choice) =>
    some(routes(files), choice, (route) =>
      some(
        routes(files).filter((other) => String(other.paths) !== String(route.paths)),
        choice,
        (other) => {
          [route.paths, other.paths] = [other.paths, route.paths];
        },
      ),
    ),
  'two routes change their order': (files, choice) =>
    some(
      routes(files).filter(({ regex_priority: priority }) => priority !== undefined),
      choice,
      (route) =>
        some(
          routes(files).filter(({ regex_priority: priority }) => priority !== undefined && priority !== route.regex_priority),
          choice,
          (other) => {
            [route.regex_priority, other.regex_priority] = [other.regex_priority ?? 0, route.regex_priority ?? 0];
          },
        ),
    ),
  'two routes change their plugins': (files, choice) =>
    some(Object.values(files.template.apis), choice, ({ service }) =>
      some(Object.values(service.routes), choice, (route) =>
        some(
          Object.values(service.routes).filter((other) => other !== route),
          choice,
          (other) => {
            const [own, theirs] = [{ ...route.plugins }, { ...other.plugins }];
            for (const [plugins, next] of [
              [route.plugins, theirs],
              [other.plugins, own],
            ] as const) {
              for (const name of Object.keys(plugins)) Reflect.deleteProperty(plugins, name);
              Object.assign(plugins, next);
            }
          },
        ),
      ),
    ),
  'a route begins with its path': (files, choice) =>
    some(routes(files), choice, (route) => {
      const [, prefix = '/'] = /^~(\/[a-z0-9-]+)/.exec(route.paths[0] ?? '') ?? [];
      route.paths = [prefix];
      delete route.regex_priority;
    }),
  'a route takes every method': (files, choice) =>
    some(
      routes(files).filter(({ methods }) => methods),
      choice,
      (route) => delete route.methods,
    ),
};

/** Resources of a type, with the names they have. */
function resourcesOf({ resources }: Files, type: string): readonly Fields[] {
  return resources.flatMap((stack) => Object.values(stack[type] ?? {}));
}

/** Applications that declare something, with the service principal of each. */
function registered(files: Files): readonly {
  readonly application: Fields;
  readonly principal: Fields;
  readonly references: Record<'application' | 'principal', string>;
}[] {
  return files.resources.flatMap((stack) =>
    Object.entries(stack['azuread_application'] ?? {}).flatMap(([name, application]) => {
      const principals = Object.entries(stack['azuread_service_principal'] ?? {});
      const [own, principal] = principals.find(([, one]) => String(one['client_id']).includes(`azuread_application.${name}.`)) ?? [];
      if (own === undefined || principal === undefined) return [];
      return [
        {
          application,
          principal,
          references: { application: `azuread_application.${name}`, principal: `azuread_service_principal.${own}` },
        },
      ];
    }),
  );
}

type Published = Fields & { readonly id: string; readonly value: string; readonly allowed_member_types?: string[]; type?: string };

function rolesOf(application: Fields): readonly Published[] {
  return (application['app_role'] ?? []) as Published[];
}

function scopesOf(application: Fields): readonly Published[] {
  return (((application['api'] ?? {}) as Fields)['oauth2_permission_scope'] ?? []) as Published[];
}

/** Adds a resource to the stack with the registrations. */
function add({ resources }: Files, type: string, fields: Fields): void {
  const stack = resources.find((one) => one['azuread_application'] !== undefined);
  if (stack !== undefined) (stack[type] ??= {})[`extra_${guidOf(JSON.stringify(fields)).slice(0, 8)}`] = fields;
}

/** Something that is assigned a role for a kind of holder. */
function assigned(kind: 'Application' | 'User', principalObjectId: (files: Files, choice: Choice) => string): FileChange {
  return (files, choice) =>
    some(registered(files), choice, ({ application, references }) =>
      some(
        rolesOf(application).filter((role) => role.allowed_member_types?.join() === kind),
        choice,
        ({ id }) =>
          add(files, 'azuread_app_role_assignment', {
            app_role_id: id,
            principal_object_id: principalObjectId(files, choice),
            resource_object_id: `\${${references.principal}.object_id}`,
          }),
      ),
    );
}

const DIRECTORY: Readonly<Record<string, FileChange>> = {
  'no assignment is required': (files, choice) =>
    some(
      resourcesOf(files, 'azuread_service_principal').filter((one) => one['app_role_assignment_required'] === true),
      choice,
      (principal) => {
        principal['app_role_assignment_required'] = false;
      },
    ),
  'an application nobody knows is assigned': assigned('Application', () => guidOf('application nobody knows')),
  'people nobody knows are assigned': assigned('User', () => guidOf('people nobody knows')),
  'a registration is assigned': assigned('Application', (files, choice) => {
    return `\${${choose(choice, registered(files)).references.principal}.object_id}`;
  }),
  'a client is consented to': (files, choice) =>
    some(registered(files), choice, ({ application, references }) => {
      const scopes = scopesOf(application).map(({ value }) => value);
      if (scopes.length === 0) return false;
      const taken = resourcesOf(files, 'azuread_service_principal_delegated_permission_grant').map(
        (one) => `${String(one['service_principal_object_id'])} ${String(one['resource_service_principal_object_id'])}`,
      );
      const resource = `\${${references.principal}.object_id}`;
      const free = registered(files)
        .map((one) => `\${${one.references.principal}.object_id}`)
        .filter((client) => client !== resource && !taken.includes(`${client} ${resource}`));
      return some(free, choice, (client) =>
        add(files, 'azuread_service_principal_delegated_permission_grant', {
          service_principal_object_id: client,
          resource_service_principal_object_id: resource,
          claim_values: scopes.slice(0, choose(choice, [1, 2])),
        }),
      );
    }),
  'a client is pre-authorized': (files, choice) =>
    some(registered(files), choice, ({ application, references }) =>
      some(
        registered(files).filter((one) => one.application !== application),
        choice,
        (client) =>
          some(scopesOf(application), choice, ({ id }) =>
            add(files, 'azuread_application_pre_authorized', {
              application_id: `\${${references.application}.id}`,
              authorized_client_id: `\${${client.references.application}.client_id}`,
              permission_ids: [id],
            }),
          ),
      ),
    ),
  'people may consent to a scope': (files, choice) =>
    some(
      registered(files)
        .flatMap(({ application }) => scopesOf(application))
        .filter(({ type }) => type === 'Admin'),
      choice,
      (scope) => (scope.type = 'User'),
    ),
  'other tenants are let in': (files, choice) =>
    some(registered(files), choice, ({ application }) => {
      if (application['sign_in_audience'] === 'AzureADMultipleOrgs') return false;
      return (application['sign_in_audience'] = 'AzureADMultipleOrgs');
    }),
  'tokens are of version 1': (files, choice) =>
    some(
      registered(files).filter(({ application }) => rolesOf(application).length > 0),
      choice,
      ({ application }) => {
        (application['api'] as Fields)['requested_access_token_version'] = 1;
      },
    ),
};

/** An API whose tokens everybody gets, and a route of it that asks for nothing more. */
function opened(files: Files, choice: Choice, fields: Fields): boolean {
  for (const principal of resourcesOf(files, 'azuread_service_principal')) principal['app_role_assignment_required'] = false;
  return told('openid-connect', fields)(files, choice);
}

const OPEN: Readonly<Record<string, FileChange>> = {
  'every application gets in': (files, choice) => opened(files, choice, { roles_required: null, scopes_required: null }),
  'every person gets in': (files, choice) =>
    some(
      registered(files).filter(({ application }) => scopesOf(application).length > 0),
      choice,
      ({ application }) => {
        const value = choose(choice, scopesOf(application)).value;
        return opened(files, choice, { roles_required: null, scopes_required: [value] });
      },
    ),
};

/** Changes of the files, which no definition makes, that may let somebody in or keep somebody out. */
export const FILE_CHANGES: Readonly<Record<string, FileChange>> = { ...GATEWAY, ...DIRECTORY, ...OPEN };
