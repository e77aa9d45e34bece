import { isObject } from '../../../terraform';
import { isHeaderNames, listOf, problem, shown, unenforced } from '../fields';
import { type PluginKind } from './factory';

/** Takes headers from a request before the upstream gets it. */
export const requestTransformer: PluginKind = {
  problems: (where, { remove, ...others }) => [
    ...unenforced(where, others, {}),
    ...(remove === undefined || remove === null
      ? []
      : isObject(remove)
        ? unenforced(where, remove, { 'remove.headers': isHeaderNames }, 'remove.')
        : [problem(where, `has remove ${shown(remove)}, which is no table`)]),
  ],
  create: ({ remove }) => {
    const names = isObject(remove) ? listOf(remove['headers']) : [];
    return {
      name: 'request-transformer',
      access: ({ headers }) => {
        for (const name of names) headers.remove(name);
        return undefined;
      },
    };
  },
};
