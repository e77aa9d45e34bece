import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DefinitionError, throwIfAny } from '../errors';
import { LIMITS } from './limits';
import { errorCode, readPlainFile } from './plain-file';
import { refused } from './problem';

const WRITTEN = ['cdk.tf.json', 'access.json', 'gateway.json', 'kong.preview.yaml'];

/** What Terraform reads of itself when it plans, whoever put it there. */
const READ_BY_TERRAFORM = /\.(?:tf|tofu|tfvars)(?:\.json)?$/;

/**
 * The files a synthesis wrote for a stack, by path in its folder. What else lies there, such as a saved plan, is left out; what
 * Terraform would read beside them is refused.
 *
 * @throws DefinitionError `ARTEFACT_REFUSED`
 */
export function readStackFiles(folder: string): ReadonlyMap<string, Uint8Array> {
  const names = list(folder);
  const strange = names.filter((name) => READ_BY_TERRAFORM.test(name) && !WRITTEN.includes(name));
  throwIfAny([
    ...strange.map((name) => refused(join(folder, name), 'is a file no synthesis writes, and Terraform reads it')),
    ...(names.includes('cdk.tf.json') ? [] : [refused(join(folder, 'cdk.tf.json'), 'does not exist')]),
  ]);
  const files = [...WRITTEN.filter((name) => names.includes(name)), ...(names.includes('assets') ? below(folder, 'assets') : [])];
  return new Map(files.sort().map((name) => [name, readPlainFile(join(folder, name), LIMITS.totalBytes)]));
}

function below(folder: string, inside: string): readonly string[] {
  return readdirSync(join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
    const name = `${inside}/${entry.name}`;
    return entry.isDirectory() ? below(folder, name) : [name];
  });
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new DefinitionError([refused(folder, `cannot be read: ${errorCode(error)}`)]);
  }
}
