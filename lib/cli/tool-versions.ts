import { spawnSync } from 'node:child_process';
import { isPlainObject } from '../model';
import { deckReport } from './deck';
import { fileProblem, type Io, reason } from './io';
import { version } from './version';

/**
 * Versions of the tools, asked from those that are on the PATH: they are the ones that plan and apply. What somebody wrote
 * down about them is not asked.
 */
export function toolVersions(io: Io, withDeck: boolean): Readonly<Record<string, string>> {
  return {
    terraform: terraformVersion(io),
    ...(withDeck && { deck: deckVersion(io) }),
    node: process.versions.node,
    'kong-entra': version(),
  };
}

function terraformVersion({ environment }: Io): string {
  // The framework's own variable for another program that does the same.
  const program = environment['TERRAFORM_BINARY_NAME'] ?? 'terraform';
  const env = { ...environment, CHECKPOINT_DISABLE: '1' };
  const done = spawnSync(program, ['version', '-json'], { env, stdio: ['ignore', 'pipe', 2], encoding: 'utf8' });
  const problem = (what: string): Error =>
    fileProblem(program, what, 'put the Terraform that plans and applies on the PATH', 'TOOL_VERSION_UNKNOWN');
  if (done.error !== undefined) throw problem(`cannot be started: ${reason(done.error)}`);
  const said = parsed(done.stdout);
  const found = isPlainObject(said) ? said['terraform_version'] : undefined;
  if (done.status !== 0 || typeof found !== 'string' || found === '') throw problem('does not say its version');
  return found;
}

function deckVersion(io: Io): string {
  const [, found] = /^decK (\S+)/.exec(deckReport(['version'], io)) ?? [];
  if (found === undefined) throw fileProblem('deck', 'does not say its version', 'install a release of decK', 'TOOL_VERSION_UNKNOWN');
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
