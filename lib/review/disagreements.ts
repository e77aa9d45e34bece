import { type GatewayTemplate } from '../kong';
import { isObject, type Directory } from '../terraform';
import { renderedOf } from './changes/rows';
import { changedLeaves } from './leaves';
import { DEFAULT_ROLE_ID, type AccessFile } from '../model';
import { missingFiles } from './missing-files';
import { ofPlans } from './planned/disagreements';
import { isPreviewOf, type PreviewDigests } from './preview';
import { type Disagreement, type Place } from './report';
import { carriedTemplate, fileOf, type Side } from './side/side';
import { type Names } from './side/names';

/** Where the files of one side contradict each other: what says so against what will be applied. */
export function disagreements(side: Side, names: Names, base?: Side): readonly Disagreement[] {
  return [
    ...missingFiles(side, base),
    ...ofCarried(side),
    ...ofDefinition(side),
    ...ofPreview(side, base),
    ...ofDirectory(side, names),
    ...ofPlan(side, names),
    ...ofPlans(side),
  ];
}

function placeOf(file: string, path: readonly string[] = []): Place {
  return { file, path, side: 'head' };
}

/** The template in Terraform's configuration or plan, and the one beside it. */
function ofCarried(side: Side): readonly Disagreement[] {
  const root = side.stacks.find(({ name }) => name === side.name);
  const carried = root && carriedTemplate(root);
  if (carried === undefined && side.template === undefined) return [];
  if (carried === undefined || side.template === undefined) {
    const isBeside = carried === undefined;
    return [
      {
        what: `the gateway’s configuration stands ${isBeside ? 'beside the stack and not in it' : 'in the stack and not beside it'}`,
        was: isBeside ? 'no terraform_data.gateway' : 'terraform_data.gateway',
        now: isBeside ? 'gateway.json' : 'no gateway.json',
        place: placeOf(side.templateFile),
      },
    ];
  }
  const { apis, losses: _losses, ...settings } = side.template;
  const { settings: text, apis: texts } = carried as { readonly settings: unknown; readonly apis: unknown };
  const found: Disagreement[] = [];
  const compare = (what: string, path: readonly string[], own: unknown, other: unknown): void => {
    if (!isSameJson(own, other))
      found.push({
        what: `${what} is another in terraform_data.gateway than in gateway.json`,
        was: 'terraform_data.gateway',
        now: 'gateway.json',
        place: placeOf(side.templateFile, path),
      });
  };
  compare('what holds for all of the gateway', [], settings, text);
  const named = isObject(texts) ? texts : {};
  for (const key of new Set([...Object.keys(apis), ...Object.keys(named)])) compare(`the API ${key}`, ['apis', key], apis[key], named[key]);
  return found;
}

/** A parsed value, and a text that should hold the same. */
function isSameJson(own: unknown, text: unknown): boolean {
  if (own === undefined || typeof text !== 'string') return own === text;
  if (JSON.stringify(own).replace(/[$%]/g, (mark) => (mark === '$' ? '\\u0024' : '\\u0025')) === text) return true;
  try {
    return isSame(JSON.parse(text), own);
  } catch {
    return false;
  }
}

/** The template that follows from `access.json`, and the one that is applied. */
function ofDefinition(side: Side): readonly Disagreement[] {
  const { access, template, templateFile } = side;
  if (access === undefined || template === undefined) return [];
  const { apis: said, ...settings } = renderedOf(side) as GatewayTemplate;
  const { apis: applied, ...own } = template;
  const told = (what: string, path: readonly string[]): Disagreement => ({
    what: `${what} is not what access.json says, by this version of the renderer`,
    was: 'access.json',
    now: 'gateway.json',
    place: placeOf(templateFile, path),
  });
  return [
    ...(isSame(settings, own) ? [] : [told('what holds for all of the gateway', [])]),
    ...Object.keys({ ...said, ...applied })
      .filter((key) => !isSame(said[key], applied[key]))
      .map((key) => told(`the API ${key}`, ['apis', key])),
  ];
}

/** Whether two values say the same, in whatever order. */
function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other) || changedLeaves(one, JSON.parse(JSON.stringify(other ?? null))).length === 0;
}

/** The page that people read, and what is applied. */
function ofPreview(side: Side, base: Side | undefined): readonly Disagreement[] {
  const { name, template } = side;
  const preview = previewOf(side);
  if (preview === undefined || template === undefined) return [];
  const before = base && previewOf(base);
  const known = before === undefined || base?.template === undefined ? undefined : { preview: before, template: base.template };
  if (isPreviewOf(preview, template, known)) return [];
  const file = fileOf(name, 'kong.preview.yaml');
  const what = 'kong.preview.yaml shows another configuration than gateway.json';
  return [{ what, was: 'gateway.json', now: 'kong.preview.yaml', place: placeOf(file) }];
}

function previewOf({ name, stacks }: Side): PreviewDigests | undefined {
  return stacks.find((stack) => stack.name === name)?.preview;
}

/** Who holds what by `access.json`, and by the stacks. */
function ofDirectory(side: Side, names: Names): readonly Disagreement[] {
  if (side.access === undefined) return [];
  return difference(
    factsOfDefinition(side.access),
    factsOf(side.directory, names),
    'access.json',
    'the stacks',
    placeOf(fileOf(side.name, 'access.json')),
  );
}

/** Who holds what by the synthesized stacks, and by the plans. */
function ofPlan(side: Side, names: Names): readonly Disagreement[] {
  if (side.planned === side.directory) return [];
  return difference(
    factsOf(side.directory, names),
    factsOf(side.planned, names),
    'the synthesized stacks',
    'the plan',
    placeOf(fileOf(side.name, 'cdk.tf.json')),
  );
}

function difference(
  said: ReadonlySet<string>,
  applied: ReadonlySet<string>,
  by: string,
  against: string,
  place: Place,
): readonly Disagreement[] {
  const only = (facts: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] =>
    [...facts].filter((fact) => !others.has(fact)).sort();
  return [
    ...only(applied, said).map((fact) => ({ what: `by ${against} ${fact}; not by ${by}`, was: by, now: against, place })),
    ...only(said, applied).map((fact) => ({ what: `by ${by} ${fact}; not by ${against}`, was: by, now: against, place })),
  ];
}

/** What a directory comes to, one sentence each. */
function factsOf({ applications, roleAssignments, scopeGrants }: Directory, names: Names): ReadonlySet<string> {
  const scopes = new Map(
    applications.flatMap(({ identity, scopes: declared }) => declared.map(({ id, value }) => [`${identity} ${id}`, value] as const)),
  );
  return new Set([
    ...applications.flatMap(({ identity, roles, scopes: declared, servicePrincipal, signInAudience }) => {
      const name = names.of(identity);
      if (!names.isApi(name)) return [];
      return [
        `${name} is ${servicePrincipal?.requiresAssignment === true ? 'closed' : 'open'} and signs in ${signInAudience}`,
        ...roles
          .filter(({ isEnabled }) => isEnabled)
          .map(({ id, value, memberTypes }) => `${name} declares role ${value} (${id}) for ${memberTypes.join(' and ')}`),
        ...declared
          .filter(({ isEnabled }) => isEnabled)
          .map(({ id, value, type }) => `${name} declares scope ${value} (${id}) for ${type}`),
      ];
    }),
    ...roleAssignments.map(({ holder, api, roleId }) => `${names.of(holder)} holds ${roleText(roleId)} of ${names.of(api)}`),
    ...scopeGrants.flatMap(({ client, api, values, scopeIds }) => {
      const named = [...values, ...scopeIds.map((id) => scopes.get(`${api} ${id}`) ?? id)];
      return named.map((value) => `${names.of(client)} uses scope ${value} of ${names.of(api)}`);
    }),
  ]);
}

function roleText(id: string): string {
  return id === DEFAULT_ROLE_ID ? 'the default role' : `role ${id}`;
}

/** The same as a definition says it. */
function factsOfDefinition({ model, environment }: AccessFile): ReadonlySet<string> {
  const types = { applications: 'Application', people: 'User', both: 'Application and User' };
  const apis = new Map([...model.apis, ...model.externalApis].map((api) => [api.key, api]));
  const idOf = (api: string, key: string): string => apis.get(api)?.roles.find((role) => role.key === key)?.id ?? key;
  const valueOf = (api: string, key: string): string => apis.get(api)?.scopes.find((scope) => scope.key === key)?.value ?? key;
  const held = environment.consent === 'request-only' ? { grants: [], assignments: [] } : model;
  return new Set([
    ...model.apis.flatMap(({ key, open, tenants, roles, scopes }) => [
      `${key} is ${open ? 'open' : 'closed'} and signs in ${tenants.length > 0 ? 'AzureADMultipleOrgs' : 'AzureADMyOrg'}`,
      ...roles.map(({ id, value, for: holders }) => `${key} declares role ${value} (${id}) for ${types[holders]}`),
      ...scopes.map(({ id, value, consent }) => `${key} declares scope ${value} (${id}) for ${consent === 'admin' ? 'Admin' : 'User'}`),
    ]),
    ...held.grants.flatMap(({ caller, api, roles, scopes }) => [
      ...roles.map((role) => `${caller} holds ${roleText(idOf(api, role))} of ${api}`),
      ...scopes.map((scope) => `${caller} uses scope ${valueOf(api, scope)} of ${api}`),
    ]),
    ...held.assignments.flatMap(({ principal, api, roles }) => {
      return (roles.length === 0 ? [DEFAULT_ROLE_ID] : roles.map((role) => idOf(api, role))).map(
        (id) => `${principal.name} holds ${roleText(id)} of ${api}`,
      );
    }),
  ]);
}
