import { Replay, replayJson, replayText, type ReplayDefinition } from '../../access';
import { type DefinitionError, throwIfAny, type Problem } from '../../errors';
import { readAccess } from '../../model';
import { readClientIds } from '../client-ids';
import { GATEWAY_FLAGS, gatewaySource, renderedSource, valuesOf, type Flags, type GatewaySource } from '../gateway-source';
import { fileProblem, readInput, readText, type Io } from '../io';
import { eachLine } from '../lines';
import type { Command } from '../usage';

export const replay: Command & { readonly run: (flags: Flags, io: Io) => number } = {
  words: ['replay'],
  describes:
    'Asks a gateway recorded requests again, which come by standard input, one JSON object a line: which would now get another route or ' +
    'verdict. Exit code 1 where one would, or cannot be told.',
  flags: {
    ...GATEWAY_FLAGS,
    access: {
      describes:
        'access.json beside the synthesized stack, with --client-ids: says which grants nobody used, and completes logs without claims',
      default: '',
    },
    format: { describes: 'for people or for programs', default: 'text', allowed: ['text', 'json'] },
  },
  run: (flags, io) => {
    throwIfAny(usageProblems(flags));
    const { gateway, names, definition } = sourceOf(flags);
    const replayed = new Replay(gateway, { names, ...(definition !== undefined && { definition }) });
    eachLine(io.input ?? readInput, {
      line: (text, number) => replayed.add(text, number),
      unreadable: (number, reason) => replayed.addUnreadable(number, reason),
    });
    const report = replayed.report();
    if (report.totals.records === 0) throw nothingRead(report.unreadable);
    io.out((flags['format'] === 'json' ? replayJson : replayText)(report));
    return report.totals.changed + report.totals.unknown === 0 ? 0 : 1;
  },
};

function usageProblems(flags: Flags): readonly Problem[] {
  const wrong: string[] = [];
  const isGiven = (name: string): boolean => (flags[name] ?? '') !== '';
  if (isGiven('template') && isGiven('config')) wrong.push('takes either --template or --config');
  if (!isGiven('template') && !isGiven('config') && !isGiven('access')) wrong.push('needs one of --template, --config and --access');
  if (isGiven('access') && !isGiven('client-ids')) wrong.push('needs --client-ids with --access');
  if (isGiven('config') && isGiven('foreign'))
    wrong.push('takes --foreign only beside --template or --access: a Kong file has all there is');
  for (const name of ['template', 'client-ids', 'config', 'access'])
    if (flags[name] === '-') wrong.push(`reads the log from standard input, and cannot read --${name} there too`);
  const fix = '`kong-entra --help` says what the flags mean';
  return wrong.map((what) => ({ where: 'kong-entra replay', what, fix, code: 'USAGE' }));
}

interface ReplaySource extends GatewaySource {
  readonly definition?: ReplayDefinition;
}

function sourceOf(flags: Flags): ReplaySource {
  const path = flags['access'] ?? '';
  if (path === '') return gatewaySource(flags);
  const { model, environment } = readAccess(readText(path), path);
  const source = flags['client-ids'] ?? '';
  const clientIds = readClientIds(readText(source), source);
  const isGateway = (flags['template'] ?? '') !== '' || (flags['config'] ?? '') !== '';
  const found = isGateway ? gatewaySource(flags) : renderedSource({ model, environment }, clientIds, source, valuesOf(flags, 'foreign'));
  return { ...found, definition: { model, environment, clientIds: clientIds.ids } };
}

function nothingRead(unreadable: readonly { readonly line: number; readonly reason: string }[]): DefinitionError {
  const [first] = unreadable;
  const what = first === undefined ? 'is empty' : `holds no record that can be read; line ${first.line} ${first.reason}`;
  return fileProblem('standard input', what, 'pass a log as docs/replay.md describes it, one JSON object a line', 'LOG_UNREADABLE');
}
