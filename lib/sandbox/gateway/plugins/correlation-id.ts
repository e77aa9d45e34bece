import { randomUUID } from 'node:crypto';
import { isFlag, isHeaderName, unenforced, unsaid } from '../fields';
import { type PluginKind } from './factory';

/** Gives each request an id by which it is found in every log. */
export const correlationId: PluginKind = {
  problems: (where, config) => [
    ...unenforced(where, config, { header_name: isHeaderName, generator: ['uuid'], echo_downstream: isFlag }),
    ...unsaid(where, config, ['generator'], 'and Kong’s own is not the one that the embedded gateway has'),
  ],
  create: (config) => {
    const name = typeof config['header_name'] === 'string' ? config['header_name'] : 'Kong-Request-ID';
    return {
      name: 'correlation-id',
      access: ({ headers, answerHeaders }) => {
        const id = headers.get(name) ?? randomUUID();
        headers.set(name, id);
        if (config['echo_downstream'] === true) answerHeaders.push([name, id]);
        return undefined;
      },
    };
  },
};
