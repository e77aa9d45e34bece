import { createHash } from 'node:crypto';
import { throwIfAny } from '../../errors';
import { type GatewayTemplate } from '../../kong';
import { parseJson, show, sorted, type AccessFile } from '../../model';
import {
  directoryOf,
  Identities,
  isObject,
  itemsOf,
  readPlan,
  readSynthesized,
  valueAt,
  type Application,
  type Directory,
  type Identity,
  type RoleAssignment,
  type ScopeGrant,
  type TerraformStackState,
} from '../../terraform';
import { previewDigests, type PreviewDigests } from '../preview';
import { audienceOf } from './audience';
import { otherFiles, type StackFiles, type SynthOutput } from './files';
import { accessOf, templateOf } from './read-files';
import { sharing } from './sharing';

/** One stack of one side, as it was read. */
export interface StackSide {
  readonly name: string;
  /** The stack it was synthesized as, where that is another. */
  readonly writtenAs?: string;
  readonly synthesized?: TerraformStackState;
  readonly plan?: TerraformStackState;
  /** Digests of the files, in hexadecimal, by their names. */
  readonly digests: Readonly<Record<string, string>>;
  /** The same of those that are not read here. */
  readonly others: Readonly<Record<string, string>>;
  /** What is written beside the configuration, where it is. */
  readonly template?: GatewayTemplate;
  readonly access?: AccessFile;
  readonly preview?: PreviewDigests;
  /** True where it is what a plan's state has: nothing was synthesized, and nobody wrote a definition beside it. */
  readonly isDeployed: boolean;
  /** Files that say what they must not, or cannot be read. */
  readonly problems: readonly string[];
}

/** A deployment before or after a change: a stack with a gateway, and the stacks that belong to it. */
export interface Side {
  readonly name: string;
  readonly stacks: readonly StackSide[];
  readonly directory: Directory;
  /** What the directory is by the plans that were given; the same where there was none. */
  readonly planned: Directory;
  /** The gateway's configuration with the path of its file, where the deployment has one. */
  readonly template?: GatewayTemplate;
  readonly templateFile: string;
  readonly access?: AccessFile;
  readonly byIdentity: ReadonlyMap<Identity, Application>;
  readonly assignmentsOf: ReadonlyMap<Identity, readonly RoleAssignment[]>;
  readonly grantsOf: ReadonlyMap<Identity, readonly ScopeGrant[]>;
  /** Registrations by what stands for their client id, and by the id itself where it is known. */
  readonly byAudience: ReadonlyMap<string, Application>;
  /** True where it is what plans' states have. */
  readonly isDeployed: boolean;
  /** Registration by the key that stands for its client id in the configuration. */
  readonly markers: ReadonlyMap<string, Identity>;
  /** Files that say what they must not, or cannot be read. */
  readonly problems: readonly string[];
}

/** The file of a stack within a synthesized output. */
export function fileOf(stack: string, name: string): string {
  return `stacks/${stack}/${name}`;
}

/**
 * The deployments of a synthesized output.
 *
 * @throws DefinitionError where a `cdk.tf.json` or a plan cannot be read, or where a stack's name is none
 */
export function sidesOf({ source, stacks }: SynthOutput, others: readonly Side[] = []): readonly Side[] {
  throwIfAny(
    stacks
      .filter(({ name }) => !/^[A-Za-z0-9._-]{1,100}$/.test(name))
      .map(({ name }) => ({
        where: source,
        what: `${show(name)} is no name of a stack`,
        fix: 'use letters, digits, dots, underscores and dashes, at most 100 of them',
        code: 'STACK_NAME_INVALID',
      })),
  );
  const known = new Map(others.flatMap((side) => side.stacks.map((stack) => [stack.name, stack] as const)));
  const read = sorted(stacks, ({ name }) => name).map((stack) => stackSide(stack, known.get(stack.name)));
  const states = read.map(({ plan, synthesized }) => synthesized ?? plan).filter((state) => state !== undefined);
  // What has a gateway or a definition is a deployment of its own, whatever it reads of others.
  const owned = states.filter(({ name }) => !read.some((stack) => stack.name === name && isDeployment(stack)));
  const parent = new Map(owned.map((state) => [state.name, parentOf(state, states)]));
  const isRoot = ({ name }: StackSide): boolean => parent.get(name) === undefined;
  return read.filter(isRoot).map((root) =>
    sideOf(
      root,
      read.filter(({ name }) => rootOf(name, parent) === root.name),
    ),
  );
}

const PREVIEW = 'kong.preview.yaml';

/** Reads each file of a stack once; texts are long, and not kept. */
function stackSide({ name, writtenAs, files, beside = {}, plan, isDeployed = false }: StackFiles, other: StackSide | undefined): StackSide {
  const problems: string[] = [];
  const digests: Record<string, string> = {};
  const read = <Content>(file: string, parse: (text: string, source: string) => Content): Content | undefined => {
    const text = files[file];
    if (text === undefined) return undefined;
    // The longest of them is digested in pieces, so that it is not copied as a whole.
    if (file !== PREVIEW) digests[file] = digestOf(text);
    return parse(text, fileOf(name, file));
  };
  const synthesized = read('cdk.tf.json', (text, source) =>
    readSynthesized(sharing(parseJson(text, source), other?.synthesized?.content), name, source),
  );
  const template = read('gateway.json', (text, source) => sharing(templateOf(text, source, problems), other?.template));
  const access = read('access.json', (text, source) => sharing(accessOf(text, source, problems), other?.access));
  const preview = read(PREVIEW, previewDigests);
  if (preview !== undefined) digests[PREVIEW] = digestOf(preview.join('\n'));
  const texts = otherFiles(files).map((file) => [file, digestOf(files[file] ?? '')] as const);
  const others = Object.fromEntries(sorted([...texts, ...Object.entries(beside)], ([file]) => file));
  return {
    name,
    ...(writtenAs !== undefined && { writtenAs }),
    ...(synthesized !== undefined && { synthesized }),
    ...(plan !== undefined && { plan: readPlan(parseJson(plan.text, plan.source), name, plan.source) }),
    digests: { ...digests, ...others, ...(plan !== undefined && { plan: digestOf(plan.text) }) },
    others,
    ...(template !== undefined && { template }),
    ...(access !== undefined && { access }),
    ...(preview !== undefined && { preview }),
    isDeployed,
    problems,
  };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Whether a stack has a gateway, or a definition of one, be it one that cannot be read. */
function isDeployment(stack: StackSide): boolean {
  const { template, access, problems } = stack;
  return template !== undefined || access !== undefined || problems.length > 0 || carriedTemplate(stack) !== undefined;
}

/** The stack whose outputs a stack reads, where that is one of those that are known. */
function parentOf({ name, resources }: TerraformStackState, all: readonly TerraformStackState[]): string | undefined {
  const named = resources
    .filter(({ type }) => type === 'terraform_remote_state')
    .flatMap((state) => /^cross-stack-reference-input-(.+)$/.exec(state.name)?.[1] ?? []);
  const referred = named.find((one) => one !== name && all.some((stack) => stack.name === one));
  return referred ?? all.find((stack) => name === `${stack.name}-audit`)?.name;
}

function rootOf(name: string, parent: ReadonlyMap<string, string | undefined>): string {
  let root = name;
  for (let steps = 0; steps < parent.size; steps++) root = parent.get(root) ?? root;
  return root;
}

/** A deployment of which each stack is another than it was. */
export function withStacks({ name }: Side, stacks: readonly StackSide[]): Side {
  const root = stacks.find((stack) => stack.name === name);
  if (root === undefined) throw new Error(`the deployment ${name} has no stack of its name`);
  return sideOf(root, stacks);
}

function sideOf(root: StackSide, stacks: readonly StackSide[]): Side {
  const { template, access, problems } = root;
  const synthesized = stacks.map(({ synthesized: own, plan }) => own ?? plan).filter((state) => state !== undefined);
  const planned = stacks.map(({ synthesized: own, plan }) => plan ?? own).filter((state) => state !== undefined);
  const directory = directoryOf(synthesized);
  return {
    name: root.name,
    stacks,
    directory,
    planned: stacks.some(({ plan }) => plan !== undefined) ? directoryOf(planned) : directory,
    ...(template !== undefined && { template }),
    templateFile: fileOf(root.name, 'gateway.json'),
    ...(access !== undefined && { access }),
    byIdentity: new Map(directory.applications.map((application) => [application.identity, application])),
    assignmentsOf: grouped(directory.roleAssignments),
    grantsOf: grouped(directory.scopeGrants),
    byAudience: new Map(
      directory.applications.flatMap((application) =>
        [audienceOf(application.identity), application.clientId ?? '']
          .filter((name) => name !== '')
          .map((name) => [name, application] as const),
      ),
    ),
    markers: markersOf(synthesized),
    isDeployed: root.isDeployed,
    problems,
  };
}

/** What is held, by the API it is held of. */
function grouped<Held extends { readonly api: Identity }>(held: readonly Held[]): ReadonlyMap<Identity, readonly Held[]> {
  const found = new Map<Identity, Held[]>();
  for (const one of held) {
    const same = found.get(one.api);
    if (same === undefined) found.set(one.api, [one]);
    else same.push(one);
  }
  return found;
}

/** Registrations by the keys of the output `client_ids`. */
function markersOf(stacks: readonly TerraformStackState[]): ReadonlyMap<string, Identity> {
  const identities = new Identities(stacks);
  return new Map(
    stacks.flatMap(({ name, outputs }) => {
      const ids = outputs['client_ids'];
      return Object.entries(isObject(ids) ? ids : {}).map(([key, value]) => [key, identities.of(value, name)] as const);
    }),
  );
}

/** A side that is deployed: undefined for a folder among those of stacks that has files and nothing that Terraform was told to apply. */
export function deployment(side: Side | undefined): Side | undefined {
  return side?.stacks.some(({ synthesized, plan }) => synthesized !== undefined || plan !== undefined) === true ? side : undefined;
}

/** The template as Terraform carries it, for whoever compares; undefined where it carries none. */
export function carriedTemplate({ synthesized, plan }: StackSide): unknown {
  const state = plan ?? synthesized;
  const gateway = state?.resources.find(({ address }) => address === 'terraform_data.gateway');
  const carried = valueAt(gateway?.values, 'triggers_replace');
  if (!isObject(carried)) return undefined;
  return { settings: carried['settings'], apis: carried['apis'] };
}

/** Whether a side is another environment's deployment, read as if it were this one: neither becomes the other. */
export function isElsewhere(side: Side | undefined): boolean {
  return side?.stacks.some(({ writtenAs }) => writtenAs !== undefined) === true;
}

/** Provider configurations of a side. */
export function cloudOf({ stacks }: Side): 'global' | 'usgovernmentl4' | 'usgovernmentl5' | 'china' {
  const named = stacks
    .flatMap(({ synthesized, plan }) => itemsOf((synthesized ?? plan)?.providers['azuread']))
    .map((provider) => valueAt(provider, 'environment'));
  const [cloud] = named;
  return cloud === 'usgovernmentl4' || cloud === 'usgovernmentl5' || cloud === 'china' ? cloud : 'global';
}
