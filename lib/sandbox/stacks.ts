import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DefinitionError, throwIfAny, type Problem } from '../errors';
import { readTemplate, type GatewayTemplate } from '../kong';
import { parseJson, readAccess, type AccessFile } from '../model';
import { readSynthesized, type TerraformStackState } from '../terraform';
import { relatedStacks } from './related-stacks';

/** A deployment as it was synthesized. */
export interface SynthesizedDeployment {
  /** Name of its stack. */
  readonly name: string;
  /** The stack and those that belong to it, such as that of consents; each after those whose state it reads. */
  readonly stacks: readonly TerraformStackState[];
  readonly access: AccessFile;
  readonly template: GatewayTemplate;
}

/** A folder of a synthesized output: its files by name. */
export interface SynthesizedFolder {
  readonly name: string;
  /** The text of a file; undefined where it is not there. */
  readonly read: (file: string) => { readonly text: string; readonly path: string } | undefined;
}

/**
 * Reads one deployment of a synthesized output.
 *
 * @param folder Folder that was synthesized into, such as `cdktf.out`, or the folder of the stack within it
 * @param name Name of its stack; needed where there are several and the folder is of none
 * @throws DefinitionError where there is none, or where it cannot be told which is meant
 */
export function readDeployment(folder: string, name?: string): SynthesizedDeployment {
  // Of the folder of a stack: those that read its state stand beside it.
  const own = existsSync(join(folder, 'cdk.tf.json')) ? resolve(folder) : undefined;
  const root = own !== undefined ? dirname(own) : existsSync(join(folder, 'stacks')) ? join(folder, 'stacks') : folder;
  const isFolder = statSync(root, { throwIfNoEntry: false })?.isDirectory() === true;
  const all = isFolder ? readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()) : [];
  const folders = all.map((entry): SynthesizedFolder => {
    const read = (file: string): ReturnType<SynthesizedFolder['read']> => {
      const path = join(root, entry.name, file);
      return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? { text: readFileSync(path, 'utf8'), path } : undefined;
    };
    return { name: entry.name, read };
  });
  return deploymentOf(folders, folder, name ?? (own === undefined ? undefined : basename(own)));
}

/** The same of folders that may be anywhere. */
export function deploymentOf(all: readonly SynthesizedFolder[], source: string, name?: string): SynthesizedDeployment {
  const folders = all.filter(({ read }) => read('cdk.tf.json') !== undefined);
  const deployments = folders.filter(({ read }) => read('access.json') !== undefined && read('gateway.json') !== undefined);
  const chosen =
    name === undefined ? (deployments.length === 1 ? deployments[0] : undefined) : deployments.find((one) => one.name === name);
  const [access, gateway] = ['access.json', 'gateway.json'].map((file) => chosen?.read(file));
  if (chosen === undefined || access === undefined || gateway === undefined)
    throw notChosen(
      source,
      folders.find((one) => one.name === name),
      name,
      deployments.map((one) => one.name),
    );
  const stackOf = ({ name: stack, read }: SynthesizedFolder): TerraformStackState => {
    const { text = '', path = stack } = read('cdk.tf.json') ?? {};
    return readSynthesized(parseJson(text, path), stack, path);
  };
  const others = folders.filter((one) => one !== chosen).map(stackOf);
  const stacks = relatedStacks(stackOf(chosen), others);
  throwIfAny(stacks.flatMap(unreadIn));
  return {
    name: chosen.name,
    stacks,
    access: readAccess(access.text, access.path),
    template: readTemplate(parseJson(gateway.text, gateway.path), gateway.path),
  };
}

/** Kinds of blocks that are read here; what any other would make, nothing here would know of. */
const READ = ['//', 'terraform', 'provider', 'resource', 'data', 'output', 'moved', 'removed', 'import'];

function unreadIn({ source, content }: TerraformStackState): readonly Problem[] {
  return Object.keys(content)
    .filter((kind) => !READ.includes(kind))
    .map((kind) => ({
      where: source,
      what: `has a block that the sandbox does not read: ${JSON.stringify(kind)}`,
      fix: `take one of ${READ.slice(1).join(', ')}`,
      code: 'SANDBOX_STACK',
    }));
}

function notChosen(
  where: string,
  folder: SynthesizedFolder | undefined,
  name: string | undefined,
  names: readonly string[],
): DefinitionError {
  if (folder !== undefined) {
    const missing = ['access.json', 'gateway.json'].filter((file) => folder.read(file) === undefined);
    const what = `holds a stack ${folder.name} without ${missing.join(' and ')}`;
    const fix = 'synthesize again, or name the stack of the deployment';
    return new DefinitionError([{ where, what, fix, code: 'SANDBOX_INPUT' }]);
  }
  if (names.length === 0) {
    const what = 'holds no synthesized stack with access.json and gateway.json beside it';
    return new DefinitionError([
      { where, what, fix: 'synthesize first, and name the folder that was synthesized into', code: 'SANDBOX_INPUT' },
    ]);
  }
  const what =
    name === undefined
      ? `holds several deployments: ${names.join(', ')}`
      : `holds no deployment ${JSON.stringify(name)}, but ${names.join(', ')}`;
  return new DefinitionError([{ where, what, fix: 'name one of them as the stack', code: 'SANDBOX_INPUT' }]);
}
