import { writeDocument, type DocumentForm } from '../../kong';
import { readClientIds } from '../client-ids';
import { type Io, readText, writeWhole } from '../io';
import { bound, loadTemplate } from '../load';
import type { Command } from '../usage';

export const kongRender: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => number } = {
  words: ['kong', 'render'],
  describes: 'Makes the file Kong reads from a synthesized template and the client ids known after apply.',
  flags: {
    template: { describes: 'gateway.json beside the synthesized stack', default: 'gateway.json' },
    'client-ids': { describes: 'file with the output client_ids, - for standard input', default: '-' },
    form: { describes: 'for decK or for a gateway without a database', default: 'deck', allowed: ['deck', 'db-less'] },
    format: { describes: 'JSON is read by both and written much faster', default: 'yaml', allowed: ['yaml', 'json'] },
    out: { describes: 'file to write, - for standard output', default: '-' },
  },
  run: (flags, io) => {
    const template = loadTemplate(flags['template'] ?? '');
    const source = flags['client-ids'] ?? '-';
    const name = source === '-' ? 'standard input' : source;
    const document = bound(template, readClientIds(readText(source), name), flags['form'] as DocumentForm, name);
    const text = writeDocument(document, flags['format'] as 'yaml' | 'json');
    const out = flags['out'] ?? '-';
    if (out === '-' || out === '/dev/stdout') io.out(text);
    else writeWhole(out, text);
    return 0;
  },
};
