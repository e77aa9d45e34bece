import { spawnSync } from 'node:child_process';
import type { Bindings } from '../../model';
import { writeDocument } from '../../kong';
import { fileProblem, type Io, writeWhole } from '../io';
import { bound, loadTemplate, readClientIds } from '../load';
import type { Command } from '../usage';

/** Pieces of the client ids, each short enough for one variable of a process's environment. */
const PIECE = 'KONG_ENTRA_CLIENT_IDS_';

/** Variables by which decK learns where the gateway is; without one it would try this machine. */
const ADDRESSES = ['DECK_KONG_ADDR', 'DECK_KONNECT_ADDR', 'DECK_KONNECT_CONTROL_PLANE_NAME'];

export const kongSync: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => number } = {
  words: ['kong', 'sync'],
  describes: `Renders a synthesized template with the client ids in ${PIECE}0, _1, …, and hands it to decK. The address and token of the gateway are decK's own variables.`,
  flags: {
    template: { describes: 'gateway.json beside the synthesized stack', default: 'gateway.json' },
    out: { describes: 'file to write and synchronize', default: 'gateway.deck.json' },
  },
  run: (flags, io) => {
    const out = flags['out'] ?? 'gateway.deck.json';
    const document = bound(loadTemplate(flags['template'] ?? 'gateway.json'), clientIdPieces(io), 'deck', `${PIECE}*`);
    if (!ADDRESSES.some((name) => (io.environment[name] ?? '') !== '')) {
      throw fileProblem('the environment', `has none of ${ADDRESSES.join(', ')}, so decK would not know the gateway`, 'set DECK_KONG_ADDR, or DECK_KONNECT_CONTROL_PLANE_NAME with DECK_KONNECT_TOKEN', 'GATEWAY_UNKNOWN');
    }
    writeWhole(out, writeDocument(document, 'json'));
    // Checked as a whole first: a file decK refuses must not be applied in part.
    deck(['file', 'validate', out], io);
    deck(['gateway', 'sync', out], io);
    return 0;
  },
};

function clientIdPieces(io: Io): Bindings {
  const names = Object.keys(io.environment).filter((name) => name.startsWith(PIECE)).sort();
  return Object.assign({}, ...names.map((name) => readClientIds(io.environment[name] ?? '', name))) as Bindings;
}

function deck(args: readonly string[], io: Io): void {
  const done = spawnSync('deck', args, { env: { ...io.environment }, stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
  io.talk(done.stdout ?? '');
  if (done.error !== undefined) throw fileProblem('deck', 'cannot be started', 'install decK 1.40 or later where the deployment runs, and put it on the PATH', 'DECK_MISSING');
  if (done.status !== 0) throw fileProblem(`deck ${args.join(' ')}`, `ended with ${done.status ?? done.signal}`, 'read what it says above; the next deploy tries again', 'DECK_FAILED');
}
