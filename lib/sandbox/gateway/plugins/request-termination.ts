import { message } from '../exchange';
import { isStatus, isText, unenforced } from '../fields';
import { type PluginKind } from './factory';

/** Answers every request. */
export const requestTermination: PluginKind = {
  problems: (where, config) => unenforced(where, config, { status_code: isStatus, message: isText }),
  create: (config) => {
    const status = typeof config['status_code'] === 'number' ? config['status_code'] : 503;
    const text = typeof config['message'] === 'string' ? config['message'] : 'Service unavailable';
    return {
      name: 'request-termination',
      access: ({ checks }) => {
        checks.push({
          by: 'request-termination',
          what: 'route',
          outcome: 'fail',
          expected: 'no request',
          found: 'a request',
          field: 'status_code',
        });
        return message(status, text);
      },
    };
  },
};
