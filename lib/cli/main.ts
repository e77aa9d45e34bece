#!/usr/bin/env node
import { DefinitionError } from '../errors';
import { access } from './commands/access';
import { approve } from './commands/approve';
import { approveCheck } from './commands/approve-check';
import { explainCall, refuseTokens } from './commands/explain';
import { githubArtefact } from './commands/github-artefact';
import { githubPublish } from './commands/github-publish';
import { kongDiff } from './commands/kong-diff';
import { kongRender } from './commands/kong-render';
import { kongSync } from './commands/kong-sync';
import { lint } from './commands/lint';
import { permissions } from './commands/permissions';
import { permissionsRequest } from './commands/permissions-request';
import { replay } from './commands/replay';
import { review } from './commands/review';
import { sandbox } from './commands/sandbox';
import { sandboxCheck } from './commands/sandbox-check';
import { shadows } from './commands/shadows';
import { summary } from './commands/summary';
import { testPolicies } from './commands/test';
import { unpack } from './commands/unpack';
import { Interrupted } from './interruption';
import { fileProblem, type Io, PROCESS_IO } from './io';
import { type Command, helpPage, readFlags } from './usage';
import { version } from './version';

const COMMANDS = [
  summary,
  kongRender,
  kongDiff,
  kongSync,
  access,
  explainCall,
  replay,
  testPolicies,
  shadows,
  lint,
  review,
  permissionsRequest,
  permissions,
  approveCheck,
  approve,
];

/** Commands that wait for something, such as an archive or a network. */
const WAITING = [sandboxCheck, sandbox, unpack, githubArtefact, githubPublish];

/** Runs any command of the CLI, also one that waits, and answers as {@link run} does. */
export async function start(args: readonly string[], io: Io): Promise<number> {
  const command = isHelp(args) ? undefined : WAITING.find(calledBy(args));
  if (command === undefined) return run(args, io);
  try {
    refuseTokens(args);
    return await command.run(readFlags(command, args.slice(command.words.length)), io);
  } catch (error) {
    return error instanceof Interrupted ? error.code : told(error, io);
  }
}

/** Runs the CLI and returns its exit code: 0 clean, 1 findings, 2 bad input or failure. */
export function run(args: readonly string[], io: Io): number {
  try {
    refuseTokens(args);
    if (isHelp(args)) {
      (args.length === 0 ? io.talk : io.out)(helpPage(meantBy(args)));
      return args.length === 0 ? 2 : 0;
    }
    if (args[0] === '--version' || args[0] === 'version') {
      io.out(`${version()}\n`);
      return 0;
    }
    const command = COMMANDS.find(calledBy(args));
    if (command === undefined) {
      throw fileProblem(
        'kong-entra',
        `has no command ${JSON.stringify(args.slice(0, 2).join(' '))}`,
        `use ${[...COMMANDS, ...WAITING].map(({ words }) => words.join(' ')).join(', ')}, or --help`,
        'USAGE',
      );
    }
    return command.run(readFlags(command, args.slice(command.words.length)), io);
  } catch (error) {
    return told(error, io);
  }
}

function isHelp(args: readonly string[]): boolean {
  return args.length === 0 || args.includes('--help') || args.includes('-h');
}

/** The commands that begin as the arguments do, or all where none does. */
function meantBy(args: readonly string[]): readonly Command[] {
  const all = [...COMMANDS, ...WAITING];
  const named = args.filter((one) => !one.startsWith('-'));
  const meant = all.filter(({ words }) => words.every((word, at) => (named[at] ?? word) === word));
  return meant.length === 0 ? all : meant;
}

function calledBy(args: readonly string[]): (command: Command) => boolean {
  return ({ words }) => words.every((word, index) => args[index] === word);
}

function told(error: unknown, io: Io): number {
  io.talk(`${(error instanceof DefinitionError ? error : unexpected(error)).message}\n`);
  return 2;
}

function unexpected(error: unknown): DefinitionError {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return fileProblem('kong-entra', `ended unexpectedly: ${said}`, 'report it, with the command and its files', 'UNEXPECTED');
}

if (require.main === module) void start(process.argv.slice(2), PROCESS_IO).then((code) => (process.exitCode = code));
