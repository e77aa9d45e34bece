import { permissionsJson, permissionsMarkdown, permissionsNeeded, permissionsText, type PermissionsNeeded } from '../../permissions';
import { type Flags } from '../gateway-source';
import { type Io, writeWhole } from '../io';
import { permissionSources } from '../permission-source';
import type { Command } from '../usage';

const FORMS: Readonly<Record<string, (needed: readonly PermissionsNeeded[]) => string>> = {
  text: permissionsText,
  markdown: permissionsMarkdown,
  json: permissionsJson,
};

export const permissions: Command & { readonly run: (flags: Flags, io: Io) => number } = {
  words: ['permissions'],
  describes:
    'Says for each synthesized stack which permissions of Microsoft Graph and roles on Azure the identities that plan, apply and consent need, for which ' +
    'resources, and why not less. Exit code 1 where a stack has resources of which that is not known.',
  flags: {
    synth: { describes: 'folder of a synthesized stack or of all of them; may be given again', default: '', takes: 'many' },
    format: { describes: 'for people, to hand over, or for programs', default: 'text', allowed: ['text', 'markdown', 'json'] },
    out: { describes: 'file to write to instead of stdout', default: '' },
  },
  run: (flags, io) => {
    const needed = permissionSources('permissions', flags).flatMap(({ stacks, consent }) =>
      stacks.map((stack) => permissionsNeeded([stack], { ...(consent && { consent }) })),
    );
    const text = FORMS[flags['format'] ?? 'text']?.(needed) ?? '';
    const out = flags['out'] ?? '';
    if (out === '') io.out(text);
    else writeWhole(out, text);
    return needed.some(({ unknown }) => unknown.length > 0) ? 1 : 0;
  },
};
