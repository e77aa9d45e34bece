import { writeDocument, type GatewayTemplate } from '../../kong';
import { markersIn, type Bindings } from '../../model';
import { readClientIds, type ClientIds } from '../client-ids';
import { deckReport, gatewayAddress } from '../deck';
import { type Io, readText, writeWhole } from '../io';
import { bound, loadTemplate } from '../load';
import type { Command } from '../usage';

/** Stands for an id that an apply will give. Which entities change does not depend on it. */
const NOT_YET = '00000000-0000-0000-0000-000000000000';

export const kongDiff: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => number } = {
  words: ['kong', 'diff'],
  describes:
    'Prints what decK says a synchronization would change, as JSON for `kong-entra approve`. It holds what is on the gateway, secrets ' +
    'too: pass it on, and do not keep it. Ids that a plan does not know yet are written as zeros.',
  flags: {
    template: { describes: 'gateway.json beside the synthesized stack', default: 'gateway.json' },
    'client-ids': { describes: 'file with the output client_ids, or the plan as JSON; - for standard input', default: '-' },
    out: { describes: 'file to write, - for standard output', default: '-' },
  },
  run: (flags, io) => {
    const template = loadTemplate(flags['template'] ?? 'gateway.json');
    const source = flags['client-ids'] ?? '-';
    const name = source === '-' ? 'standard input' : source;
    const ids = withPlaceholders(readClientIds(readText(source), name), template);
    const document = bound(template, { ids, later: [] }, 'deck', name);
    gatewayAddress(io);
    const report = deckReport(['gateway', 'diff', '--json-output', '-'], io, writeDocument(document, 'json'));
    const out = flags['out'] ?? '-';
    if (out === '-') io.out(report);
    else writeWhole(out, report);
    return 0;
  },
};

function withPlaceholders({ ids, later }: ClientIds, template: GatewayTemplate): Bindings {
  const keys = later === 'all' ? [...markersIn(JSON.stringify(template))] : later;
  return { ...Object.fromEntries(keys.map((key) => [key, NOT_YET])), ...ids };
}
