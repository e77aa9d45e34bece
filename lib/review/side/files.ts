/** Files of one synthesized stack, as texts by their names. */
export interface StackFiles {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /**
   * Digests of what else is in the folder, by path: Terraform reads modules there, and runs scripts. {@link NOT_PLAIN} stands first where
   * there is something else than a file.
   *
   * @default - nothing
   */
  readonly beside?: Readonly<Record<string, string>>;
  /** The stack they were synthesized as, where they are read as if they were of another environment. @default - the same */
  readonly writtenAs?: string;
  /** What `terraform show -json` prints of a plan of this stack, which is believed instead of `cdk.tf.json`. */
  readonly plan?: { readonly source: string; readonly text: string };
  /** True where the files were put together from the state that a plan was made from. @default - somebody synthesized them */
  readonly isDeployed?: boolean;
}

/** What was synthesized from one revision. */
export interface SynthOutput {
  /** Folder or revision it comes from. */
  readonly source: string;
  readonly stacks: readonly StackFiles[];
}

/** Files of a stack that are read here. */
const READ = ['cdk.tf.json', 'access.json', 'gateway.json', 'kong.preview.yaml', 'plan'];

/** Versions and checksums of providers, as Terraform wrote them down where it ran. */
export const LOCK_FILE = '.terraform.lock.hcl';

/** Where Terraform keeps the programs of providers that it downloaded; it runs those that the lock file names. */
export const PROVIDERS = '.terraform/providers';

/** What stands in place of a digest where there is no plain file, such as a link, which is not followed. */
export const NOT_PLAIN = 'no plain file';

/** Names of files that are not read here. */
export function otherFiles(files: StackFiles['files']): readonly string[] {
  return Object.keys(files)
    .filter((file) => !READ.includes(file))
    .sort();
}

/** Whether Terraform or OpenTofu reads a file of this path wherever it runs. */
export function isReadByTerraform(path: string): boolean {
  return /^[^/]+\.(?:tf|tofu|tfvars)(?:\.json)?$/.test(path);
}

/** Whether something is a stack: else it is a folder among those of stacks, in which files lie. */
export function isStack({ files }: Pick<StackFiles, 'files'>): boolean {
  return 'cdk.tf.json' in files;
}
