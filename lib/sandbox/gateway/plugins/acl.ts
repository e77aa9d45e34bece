import { message } from '../exchange';
import { isFlag, isTexts, problem, shown, unenforced } from '../fields';
import { type PluginKind } from './factory';

/** Lets in the groups that are allowed. */
export const acl: PluginKind = {
  problems: (where, config) => [
    ...unenforced(where, config, { allow: isTexts, deny: isTexts, hide_groups_header: isFlag, always_use_authenticated_groups: isFlag }),
    ...((config['allow'] ?? null) === null && (config['deny'] ?? null) === null ? [problem(where, 'allows and denies nobody')] : []),
  ],
  create: (config) => {
    const [allow, deny] = [config['allow'], config['deny']].map((list) => (Array.isArray(list) ? list.map(String) : undefined));
    return {
      name: 'acl',
      access: (exchange) => {
        const { groups = [], credential, checks } = exchange;
        const isIn = allow === undefined || allow.some((group) => groups.includes(group));
        const isOut = deny?.some((group) => groups.includes(group)) === true;
        const passes = exchange.groups !== undefined && isIn && !isOut;
        const field = allow === undefined ? 'deny' : 'allow';
        checks.push({
          by: 'acl',
          what: 'groups',
          outcome: passes ? 'pass' : 'fail',
          expected: shown(allow ?? deny),
          found: shown(exchange.groups),
          field,
        });
        if (!passes) return credential === undefined ? message(401, 'Unauthorized') : message(403, 'You cannot consume this service');
        if (config['hide_groups_header'] !== true) exchange.headers.set('X-Authenticated-Groups', groups.join(', '));
        return undefined;
      },
    };
  },
};
