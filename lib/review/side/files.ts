/** Files of one synthesized stack, as texts by their names. */
export interface StackFiles {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
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

/** Names of what else there is, which Terraform would read. */
export function otherFiles(files: StackFiles['files']): readonly string[] {
  return Object.keys(files)
    .filter((file) => !READ.includes(file))
    .sort();
}
