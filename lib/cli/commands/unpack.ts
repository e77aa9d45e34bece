import { unpackArtefact } from '../../artefact';
import { throwIfAny } from '../../errors';
import { type Io } from '../io';
import type { Command } from '../usage';

export const unpack: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => Promise<number> } = {
  words: ['unpack'],
  describes:
    'Takes a synthesis out of a zip file or folder that anybody may have made. Links, names and sizes no synthesis has are refused; ' +
    'the folder comes into being only when all is well.',
  flags: {
    artefact: { describes: 'zip file, or folder', default: '' },
    out: { describes: 'folder to make; it must not exist', default: '' },
  },
  run: async (flags, io) => {
    const { artefact = '', out = '' } = flags;
    throwIfAny(
      [['artefact', artefact] as const, ['out', out] as const]
        .filter(([, value]) => value === '')
        .map(([flag]) => ({ where: 'kong-entra unpack', what: `--${flag} is missing`, fix: `give --${flag}`, code: 'USAGE' })),
    );
    const { stacks, bytes } = await unpackArtefact(artefact, out);
    io.talk(`${out}: ${stacks.length} ${stacks.length === 1 ? 'stack' : 'stacks'}, ${bytes} bytes\n`);
    return 0;
  },
};
