import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import type { Bindings } from '../../model';
import { writeDocument } from '../../kong';
import { readClientIds } from '../client-ids';
import { fileProblem, type Io, reason, writeWhole } from '../io';
import { bound, loadTemplate } from '../load';
import type { Command } from '../usage';

/** Pieces of the client ids, each short enough for one variable of a process's environment. */
const PIECE = 'KONG_ENTRA_CLIENT_IDS_';

/** How many pieces there are, so that nothing the shell happens to hold is taken for one. */
const PIECES = `${PIECE}COUNT`;

export const kongSync: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => number } = {
  words: ['kong', 'sync'],
  describes:
    `Renders a synthesized template with the client ids in ${PIECE}0, _1, … (as many as ${PIECES} says), and hands it to decK. ` +
    `The address and token of the gateway are decK's own variables.`,
  flags: {
    template: { describes: 'gateway.json beside the synthesized stack', default: 'gateway.json' },
    out: { describes: 'file to write and synchronize', default: 'gateway.deck.json' },
  },
  run: (flags, io) => {
    const out = flags['out'] ?? 'gateway.deck.json';
    const document = bound(loadTemplate(flags['template'] ?? 'gateway.json'), { ids: clientIdPieces(io), later: [] }, 'deck', `${PIECE}*`);
    checkAddress(io);
    checkFile(out);
    writeWhole(out, writeDocument(document, 'json'));
    // Checked as a whole first: a file decK refuses must not be applied in part.
    deck(['file', 'validate', out], io);
    deck(['gateway', 'sync', out], io);
    return 0;
  },
};

function clientIdPieces({ environment }: Io): Bindings {
  const entries = pieceNames(environment).flatMap((name) => {
    const text = environment[name];
    if (text === undefined)
      throw fileProblem('the environment', `has no ${name}, though ${PIECES} is ${environment[PIECES]}`, 'pass every piece');
    return Object.entries(readClientIds(text, name).ids).map(([key, id]) => ({ key, id, name }));
  });
  const first = new Map<string, string>();
  for (const { key, name } of entries) {
    const before = first.get(key);
    if (before !== undefined) {
      throw fileProblem(
        name,
        `has a client id of ${JSON.stringify(key)}, and so has ${before}`,
        'say each id once; remove the variable that is left over',
      );
    }
    first.set(key, name);
  }
  return Object.fromEntries(entries.map(({ key, id }) => [key, id]));
}

/** The pieces that count: as many as are said, or else all there are, which must then be one sequence. */
function pieceNames(environment: Io['environment']): readonly string[] {
  const count = environment[PIECES];
  if (count !== undefined) {
    if (!/^(?:0|[1-9][0-9]{0,4})$/.test(count)) throw fileProblem(PIECES, `is ${JSON.stringify(count)}`, 'write how many pieces there are');
    return Array.from({ length: Number(count) }, (_, index) => `${PIECE}${index}`);
  }
  const found = Object.keys(environment).filter((name) => name.startsWith(PIECE));
  const names = found.map((_, index) => `${PIECE}${index}`);
  const stray = found.filter((name) => !names.includes(name));
  if (stray.length > 0) {
    throw fileProblem(
      stray.sort().join(', '),
      'is no piece of the client ids',
      `number the pieces from 0 without a gap, and say in ${PIECES} how many there are`,
    );
  }
  return names;
}

/**
 * decK without an address would try this machine. It signs in to Konnect only by a credential, and there would take the
 * control plane "default" if none is named.
 *
 * @see https://developer.konghq.com/deck/configuration for the variables
 */
function checkAddress({ environment }: Io): void {
  const { DECK_KONG_ADDR = '', DECK_KONNECT_TOKEN = '', DECK_KONNECT_TOKEN_FILE = '', DECK_KONNECT_CONTROL_PLANE_NAME = '' } = environment;
  const konnect = DECK_KONNECT_TOKEN !== '' || DECK_KONNECT_TOKEN_FILE !== '';
  if (DECK_KONG_ADDR !== '' || (konnect && DECK_KONNECT_CONTROL_PLANE_NAME !== '')) return;
  const what = konnect ? 'has a token of Konnect, but does not name the control plane' : 'does not say which gateway decK is to change';
  const fix = 'set DECK_KONG_ADDR, or for Konnect DECK_KONNECT_TOKEN (or DECK_KONNECT_TOKEN_FILE) and DECK_KONNECT_CONTROL_PLANE_NAME';
  throw fileProblem('the environment', what, fix, 'GATEWAY_UNKNOWN');
}

/** decK reads the file twice. */
function checkFile(out: string): void {
  if (out === '-' || statSync(out, { throwIfNoEntry: false })?.isFile() === false)
    throw fileProblem(out, 'is no file', 'name a file that decK can read again');
}

/** Its report goes to stderr as it comes, however long it is. */
function deck(args: readonly string[], io: Io): void {
  const done = spawnSync('deck', args, { env: { ...io.environment }, stdio: ['ignore', 2, 2] });
  const where = `deck ${args.join(' ')}`;
  if (done.error !== undefined && reason(done.error) === 'ENOENT') {
    throw fileProblem(
      'deck',
      'cannot be started',
      'install decK 1.40 or later where the deployment runs, and put it on the PATH',
      'DECK_MISSING',
    );
  }
  if (done.error !== undefined)
    throw fileProblem(where, `cannot be started: ${done.error.message}`, 'put right what the system says', 'DECK_FAILED');
  if (done.status !== 0)
    throw fileProblem(
      where,
      `ended with ${done.status ?? done.signal}`,
      'read what it says above; the next deploy tries again',
      'DECK_FAILED',
    );
}
