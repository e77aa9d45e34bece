import { message } from '../exchange';
import { isListOf, isStatus, isText, listOf, problem, unenforced, type FieldRule } from '../fields';
import { isNetwork, Networks } from '../networks';
import { type PluginKind } from './factory';

const isNetworks: FieldRule = (value) => isListOf((one) => typeof one === 'string' && isNetwork(one), value);

/** Lets in the networks that are allowed. */
export const ipRestriction: PluginKind = {
  problems: (where, config) => [
    ...unenforced(where, config, { allow: isNetworks, deny: isNetworks, status: isStatus, message: isText }),
    ...(config['allow'] === undefined && config['deny'] === undefined ? [problem(where, 'allows and denies no network')] : []),
  ],
  create: (config) => {
    const [allow, deny] = ['allow', 'deny'].map((field) => listOf(config[field]));
    const [allowed, denied] = [new Networks(allow ?? []), new Networks(deny ?? [])];
    const status = typeof config['status'] === 'number' ? config['status'] : 403;
    return {
      name: 'ip-restriction',
      access: ({ clientIp, checks }) => {
        const isDenied = denied.has(clientIp) || (allow !== undefined && allow.length > 0 && !allowed.has(clientIp));
        checks.push({
          by: 'ip-restriction',
          what: 'address',
          outcome: isDenied ? 'fail' : 'pass',
          expected: allow !== undefined && allow.length > 0 ? `in ${allow.join(', ')}` : `not in ${(deny ?? []).join(', ')}`,
          found: clientIp,
          field: allow !== undefined && allow.length > 0 ? 'allow' : 'deny',
        });
        const text = typeof config['message'] === 'string' ? config['message'] : `IP address not allowed: ${clientIp}`;
        return isDenied ? message(status, text) : undefined;
      },
    };
  },
};
