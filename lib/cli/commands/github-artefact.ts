import { writeFileSync } from 'node:fs';
import { LIMITS } from '../../artefact';
import { downloadArtefact } from '../../ci-github';
import { throwIfAny } from '../../errors';
import { gitHubOf, wrongFlags } from '../github-settings';
import { fileProblem, type Io, reason } from '../io';
import type { Command } from '../usage';

export const githubArtefact: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => Promise<number> } = {
  words: ['github', 'artefact'],
  describes: 'Downloads the zip file that a run uploaded, if it is not too large, without unpacking it. The token comes by GITHUB_TOKEN.',
  flags: {
    'run-id': { describes: 'run that synthesized', default: '' },
    name: { describes: 'name of the artefact', default: 'kong-entra-synth' },
    out: { describes: 'zip file to write; it must not exist', default: '' },
  },
  run: async (flags, io) => {
    throwIfAny(wrongFlags('github artefact', flags, { 'run-id': /^[1-9][0-9]{0,19}$/, name: /^[A-Za-z0-9._-]{1,100}$/, out: /./ }));
    const bytes = await downloadArtefact(gitHubOf(io), flags['run-id'] ?? '', flags['name'] ?? '', LIMITS.archiveBytes);
    const out = flags['out'] ?? '';
    try {
      writeFileSync(out, bytes, { flag: 'wx' });
    } catch (error) {
      throw fileProblem(out, `cannot be written: ${reason(error)}`, 'name a file that does not exist, in a folder that does');
    }
    io.talk(`${out}: ${bytes.length} bytes\n`);
    return 0;
  },
};
