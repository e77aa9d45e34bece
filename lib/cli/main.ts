#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DefinitionError } from '../errors';
import { access } from './commands/access';
import { explainCall, refuseTokens } from './commands/explain';
import { kongRender } from './commands/kong-render';
import { kongSync } from './commands/kong-sync';
import { lint } from './commands/lint';
import { replay } from './commands/replay';
import { shadows } from './commands/shadows';
import { summary } from './commands/summary';
import { testPolicies } from './commands/test';
import { fileProblem, type Io, PROCESS_IO } from './io';
import { helpPage, readFlags } from './usage';

const COMMANDS = [summary, kongRender, kongSync, access, explainCall, replay, testPolicies, shadows, lint];

/** Runs the CLI and returns its exit code: 0 clean, 1 findings, 2 bad input or failure. */
export function run(args: readonly string[], io: Io): number {
  try {
    refuseTokens(args);
    if (args.length === 0 || args.includes('--help') || args.includes('-h')) {
      (args.length === 0 ? io.talk : io.out)(helpPage(COMMANDS));
      return args.length === 0 ? 2 : 0;
    }
    if (args[0] === '--version' || args[0] === 'version') {
      io.out(`${version()}\n`);
      return 0;
    }
    const command = COMMANDS.find(({ words }) => words.every((word, index) => args[index] === word));
    if (command === undefined) {
      throw fileProblem(
        'kong-entra',
        `has no command ${JSON.stringify(args.slice(0, 2).join(' '))}`,
        `use ${COMMANDS.map(({ words }) => words.join(' ')).join(', ')}, or --help`,
        'USAGE',
      );
    }
    return command.run(readFlags(command, args.slice(command.words.length)), io);
  } catch (error) {
    io.talk(`${(error instanceof DefinitionError ? error : unexpected(error)).message}\n`);
    return 2;
  }
}

function unexpected(error: unknown): DefinitionError {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return fileProblem('kong-entra', `ended unexpectedly: ${said}`, 'report it, with the command and its files', 'UNEXPECTED');
}

function version(): string {
  for (const up of ['../..', '../../..']) {
    try {
      const manifest = JSON.parse(readFileSync(join(__dirname, up, 'package.json'), 'utf8')) as {
        readonly name: string;
        readonly version: string;
      };
      if (manifest.name === 'kong-entra') return manifest.version;
    } catch {
      // Run from source the manifest is two folders up, built it is three.
    }
  }
  return 'unknown';
}

if (require.main === module) process.exitCode = run(process.argv.slice(2), PROCESS_IO);
