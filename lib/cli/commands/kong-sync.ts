import { statSync } from 'node:fs';
import type { Bindings } from '../../model';
import { writeDocument } from '../../kong';
import { readClientIds } from '../client-ids';
import { deck, deckReport, gatewayAddress } from '../deck';
import { fileProblem, type Io, writeWhole } from '../io';
import { bound, loadTemplate } from '../load';
import { APPROVAL_VARIABLE, DIGEST_VARIABLE, refuseChanges, refuseSync, syncApproval } from '../sync-approval';
import type { Command } from '../usage';

/** Pieces of the client ids, each short enough for one variable of a process's environment. */
const PIECE = 'KONG_ENTRA_CLIENT_IDS_';

/** How many pieces there are, so that nothing the shell happens to hold is taken for one. */
const PIECES = `${PIECE}COUNT`;

export const kongSync: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => number } = {
  words: ['kong', 'sync'],
  describes:
    `Renders a synthesized template with the client ids in ${PIECE}0, _1, … (as many as ${PIECES} says), and hands it to decK. ` +
    `The address and token of the gateway are decK's own variables. With ${APPROVAL_VARIABLE} and ${DIGEST_VARIABLE} it does what was approved, or nothing.`,
  flags: {
    template: { describes: 'gateway.json beside the synthesized stack', default: 'gateway.json' },
    out: { describes: 'file to write and synchronize', default: 'gateway.deck.json' },
    approval: { describes: `file of \`kong-entra approve\`, before ${APPROVAL_VARIABLE}`, default: '' },
    digest: { describes: `digest that was approved, before ${DIGEST_VARIABLE}`, default: '' },
  },
  run: (flags, io) => {
    const out = flags['out'] ?? 'gateway.deck.json';
    const template = loadTemplate(flags['template'] ?? 'gateway.json');
    const clientIds = clientIdPieces(io);
    const document = bound(template, { ids: clientIds, later: [] }, 'deck', `${PIECE}*`);
    const address = gatewayAddress(io);
    checkFile(out);
    const approval = syncApproval(flags, io);
    if (approval !== undefined) refuseSync(approval, { template, address, clientIds });
    writeWhole(out, writeDocument(document, 'json'));
    // Checked as a whole first: a file decK refuses must not be applied in part.
    deck(['file', 'validate', out], io);
    if (approval !== undefined) refuseChanges(approval, deckReport(['gateway', 'diff', '--json-output', out], io));
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

/** decK reads the file twice. */
function checkFile(out: string): void {
  if (out === '-' || statSync(out, { throwIfNoEntry: false })?.isFile() === false)
    throw fileProblem(out, 'is no file', 'name a file that decK can read again');
}
