import { accessMatrix, matrixTable, visible, visibleJson } from '../../access';
import { DefinitionError } from '../../errors';
import { DEPLOYMENT_FLAGS, loadDeployment } from '../deployment';
import { valuesOf } from '../gateway-source';
import { type Io } from '../io';
import type { Command } from '../usage';

export const access: Command & { readonly run: (flags: Readonly<Record<string, string>>, io: Io) => number } = {
  words: ['access'],
  describes: 'Says who can call what: every caller of every route, and the open sets, marked with *. Who is not listed may not.',
  flags: {
    ...DEPLOYMENT_FLAGS,
    format: { describes: 'for people or for programs', default: 'table', allowed: ['table', 'json'] },
  },
  run: (flags, io) => {
    const files = valuesOf(flags, 'access');
    if (files.length === 0)
      throw new DefinitionError([
        { where: 'kong-entra access', what: 'needs --access', fix: 'name the access.json beside the synthesized stack', code: 'USAGE' },
      ]);
    const matrix = accessMatrix(loadDeployment(files, valuesOf(flags, 'foreign')));
    const json = flags['format'] === 'json';
    io.out(json ? visibleJson(matrix) : matrixTable(matrix).split('\n').map(visible).join('\n'));
    return 0;
  },
};
