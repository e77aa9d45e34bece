import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { throwIfAny } from '../errors';
import { gatewayOfTemplate, lintInput, type LintInput, type LintParts } from '../lint';
import { parseJson, readAccess, type Bindings } from '../model';
import { type RouterFlavor } from '../router';
import { isPlan, readPlan, readSynthesized, valueAt, type TerraformStackState } from '../terraform';
import { readClientIds } from './client-ids';
import { type Flags, kongEntities, valuesOf } from './gateway-source';
import { fileProblem, readFolder, readText } from './io';
import { loadTemplate, templateOf } from './load';

/** The deployments that some flags name: one, or those of a folder of stacks. */
export function lintInputs(flags: Flags): readonly LintInput[] {
  const [synth, plans, config] = [valuesOf(flags, 'synth'), valuesOf(flags, 'plan'), flags['config'] ?? ''];
  const wrong = [
    ...(synth.length + plans.length === 0 && config === '' ? ['needs --synth, --plan or --config'] : []),
    ...(synth.length > 0 && plans.length > 0
      ? ['takes --synth or --plan, not both: a stack is what was synthesized, or what was planned']
      : []),
  ];
  const fix = 'name the folder of the synthesized stacks, a plan (`terraform show -json tfplan`), or a Kong file';
  throwIfAny(wrong.map((what) => ({ where: 'kong-entra lint', what, fix, code: 'USAGE' })));
  const parts = synth.length > 0 ? synthesizedParts(synth) : [plans.length > 0 ? plannedParts(plans) : { name: nameOf(config) }];
  const [only] = parts;
  if (parts.length > 1 && [config, flags['access'] ?? '', flags['client-ids'] ?? ''].some((path) => path !== ''))
    throw fileProblem(
      'kong-entra lint',
      `--config, --access and --client-ids are of one deployment, and ${synth.join(', ')} has ${parts.map(({ name }) => name).join(', ')}`,
      'name the folder of one stack with --synth',
      'USAGE',
    );
  const whole = parts.length > 1 || only === undefined ? parts : [withFlags(only, flags)];
  return basedOn(whole, valuesOf(flags, 'base'));
}

/** Gateways of other environments, to compare with. */
export function lintBeside(flags: Flags): readonly LintInput[] {
  return valuesOf(flags, 'beside').map((path) => lintInput(ofKongFile(path, flags)));
}

function withFlags(parts: LintParts, flags: Flags): LintParts {
  const [access, config, ids] = ['access', 'config', 'client-ids'].map((flag) => flags[flag] ?? '') as [string, string, string];
  const definition = access === '' ? parts.definition : readAccess(readText(access), access);
  const version = flags['kong-version'] ?? '';
  const gateway = config === '' ? parts.gateway : ofKongFile(config, flags).gateway;
  const clientIds: Bindings | undefined = ids === '' ? undefined : readClientIds(readText(ids), ids).ids;
  return {
    ...parts,
    ...(definition && { definition }),
    ...(gateway && { gateway: version === '' ? gateway : { ...gateway, settings: { ...gateway.settings, version } } }),
    ...(clientIds && { clientIds }),
  };
}

function ofKongFile(path: string, flags: Flags): LintParts {
  const flavor = (flags['flavor'] ?? 'traditional_compatible') as RouterFlavor;
  return { name: nameOf(path), gateway: { content: kongEntities(path, flavor), settings: { flavor } } };
}

/** Each deployment with the one of the same name among the base's; where there is one of each, names do not matter. */
function basedOn(parts: readonly LintParts[], base: readonly string[]): readonly LintInput[] {
  if (base.length === 0) return parts.map(lintInput);
  const before = (base.every((path) => !isFolder(path)) ? [plannedParts(base)] : synthesizedParts(base)).map(lintInput);
  const [only] = before;
  return parts.map((one) => {
    const same = before.length === 1 && parts.length === 1 ? only : before.find(({ name }) => name === one.name);
    return lintInput({ ...one, ...(same && { base: same }) });
  });
}

function isFolder(path: string): boolean {
  return existsSync(join(path, 'cdk.tf.json')) || existsSync(join(path, 'stacks'));
}

/** A plan or several that belong together, and the gateway they carry. */
function plannedParts(paths: readonly string[]): LintParts {
  const plans = paths.map((path) => ({ path, parsed: parseJson(readText(path), path) }));
  const stacks = plans.map(({ path, parsed }) => readPlan(parsed, nameOf(path), path));
  const carrying = plans.find(({ parsed }) => isPlan(parsed) && stacks.some((stack) => stack.content === parsed && carriesGateway(stack)));
  return {
    name: stacks[0]?.name ?? '',
    stacks,
    ...(carrying && { gateway: gatewayOfTemplate(templateOf(carrying.parsed, carrying.path)) }),
  };
}

function carriesGateway({ resources }: TerraformStackState): boolean {
  return resources.some(
    ({ address, values }) => address === 'terraform_data.gateway' && typeof valueAt(values, 'triggers_replace', 'settings') === 'string',
  );
}

/** Stacks by folder; those that read each other's state are one deployment. */
export function synthesizedParts(paths: readonly string[]): readonly LintParts[] {
  const folders = paths.flatMap(stackFolders);
  const stacks = folders.map((folder) => {
    const path = join(folder, 'cdk.tf.json');
    return { folder, state: readSynthesized(parseJson(readText(path), path), basename(folder), path) };
  });
  return together(stacks).map((group): LintParts => {
    const main = group.find(({ folder }) => existsSync(join(folder, 'access.json'))) ?? group[0];
    const access = join(main?.folder ?? '', 'access.json');
    const gateway = join(main?.folder ?? '', 'gateway.json');
    return {
      name: main?.state.name ?? '',
      stacks: group.map(({ state }) => state),
      ...(existsSync(access) && { definition: readAccess(readText(access), access) }),
      ...(existsSync(gateway) && { gateway: gatewayOfTemplate(loadTemplate(gateway)) }),
    };
  });
}

function stackFolders(path: string): readonly string[] {
  if (existsSync(join(path, 'cdk.tf.json'))) return [path];
  const parent = existsSync(join(path, 'stacks')) ? join(path, 'stacks') : path;
  const folders = readFolder(parent)
    .map((name) => join(parent, name))
    .filter((folder) => existsSync(join(folder, 'cdk.tf.json')));
  if (folders.length === 0) throw fileProblem(path, 'holds no synthesized stack', 'name the folder the stacks were synthesized into');
  return folders;
}

type Stack = { readonly folder: string; readonly state: TerraformStackState };

function together(stacks: readonly Stack[]): readonly (readonly Stack[])[] {
  const groups: Stack[][] = stacks.map((stack) => [stack]);
  for (const { state } of stacks) {
    for (const { type, name } of state.resources) {
      const other = type === 'terraform_remote_state' ? name.replace(/^cross-stack-reference-input-/, '') : undefined;
      const [mine, theirs] = [state.name, other].map((wanted) => groups.find((group) => group.some((one) => one.state.name === wanted)));
      if (mine === undefined || theirs === undefined || mine === theirs) continue;
      theirs.push(...mine);
      groups.splice(groups.indexOf(mine), 1);
    }
  }
  return groups;
}

/** What a deployment is called that has no name: its file, without what follows the first dot. */
function nameOf(path: string): string {
  return basename(path).replace(/(.)\..*$/, '$1');
}
