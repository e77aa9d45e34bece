import { throwIfAny } from '../../errors';
import { isPlainObject, parseJson } from '../../model';
import {
  isGuid,
  permissionsNeeded,
  requestBundle,
  requestJson,
  requestMarkdown,
  requestText,
  type IdentityIds,
  type RequestBundle,
} from '../../permissions';
import { readClientIds } from '../client-ids';
import { type Flags } from '../gateway-source';
import { fileProblem, type Io, readText, writeWhole } from '../io';
import { permissionSources } from '../permission-source';
import type { Command } from '../usage';

const FORMS: Readonly<Record<string, (bundles: readonly RequestBundle[]) => string>> = {
  markdown: requestMarkdown,
  text: requestText,
  json: requestJson,
};

export const permissionsRequest: Command & { readonly run: (flags: Flags, io: Io) => number } = {
  words: ['permissions', 'request'],
  describes:
    'Writes down what only an administrator can grant, ready to hand over: what, for whom, why, the risk, who may grant it and the one command that does. ' +
    'In consent mode request-only that includes every grant and assignment of the definition.',
  flags: {
    synth: { describes: 'folder of a synthesized stack or of all of them; may be given again', default: '', takes: 'many' },
    'client-ids': { describes: 'output client_ids of the stack that registers, for commands without variables', default: '' },
    identities: { describes: 'output identities of the bootstrap stack, likewise', default: '' },
    format: { describes: 'to hand over, for people, or for programs', default: 'markdown', allowed: ['markdown', 'text', 'json'] },
    out: { describes: 'file to write to instead of stdout', default: '' },
  },
  run: (flags, io) => {
    const sources = permissionSources('permissions request', flags);
    const [ids, pipeline, out] = ['client-ids', 'identities', 'out'].map((flag) => flags[flag] ?? '') as [string, string, string];
    throwIfAny(
      sources.length > 1 && ids + pipeline !== ''
        ? [
            {
              where: 'kong-entra permissions request',
              what: `--client-ids and --identities are of one environment, and --synth has ${sources.map(({ stacks }) => stacks[0].name).join(', ')}`,
              fix: 'name the folders of the stacks of one environment',
              code: 'USAGE',
            },
          ]
        : [],
    );
    const clientIds = ids === '' ? {} : readClientIds(readText(ids), ids).ids;
    const identities = pipeline === '' ? {} : readIdentities(pipeline);
    const bundles = sources.map(({ stacks, definition, consent }) =>
      requestBundle({
        needed: permissionsNeeded(stacks, { ...(consent && { consent }) }),
        ...(definition && { definition }),
        clientIds,
        identities,
      }),
    );
    const text = FORMS[flags['format'] ?? 'markdown']?.(bundles) ?? '';
    if (out === '') io.out(text);
    else writeWhole(out, text);
    return 0;
  },
};

/** Ids from the output `identities`, alone or among others. */
function readIdentities(path: string): IdentityIds {
  const parsed = parseJson(readText(path), path);
  const among = isPlainObject(parsed) && isPlainObject(parsed['identities']) ? parsed['identities'] : parsed;
  const found = isPlainObject(among) && isPlainObject(among['value']) ? among['value'] : among;
  const named = isPlainObject(found) ? Object.entries(found).filter(([name]) => IDENTITIES.includes(name)) : [];
  const wrong = named.filter(
    ([, one]) => !isPlainObject(one) || ![one['client_id'], one['object_id']].every((id) => typeof id === 'string' && isGuid(id)),
  );
  if (named.length === 0 || wrong.length > 0)
    throw fileProblem(
      path,
      named.length === 0 ? 'does not hold the output identities' : `has no two GUIDs for ${wrong.map(([name]) => name).join(', ')}`,
      'pass what `terraform output -json identities` prints in the folder of the bootstrap stack',
    );
  return Object.fromEntries(
    named.map(([name, one]) => {
      const { client_id: clientId, object_id: objectId } = one as { readonly client_id: string; readonly object_id: string };
      return [name, { clientId, objectId }];
    }),
  );
}

const IDENTITIES = ['plan', 'apply', 'consent'];
