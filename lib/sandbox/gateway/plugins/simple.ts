import { randomUUID } from 'node:crypto';
import { BlockList, isIP } from 'node:net';
import { isObject } from '../../../terraform';
import { message } from '../exchange';
import { isFlag, isNumber, isText, isTexts, listOf, problem, shown, unenforced } from '../fields';
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

/** Lets in the networks that are allowed. */
export const ipRestriction: PluginKind = {
  problems: (where, config) => unenforced(where, config, { allow: isTexts, deny: isTexts, status: isNumber, message: isText }),
  create: (config) => {
    const [allow, deny] = ['allow', 'deny'].map((field) => listOf(config[field]));
    const [allowed, denied] = [networks(allow ?? []), networks(deny ?? [])];
    const status = typeof config['status'] === 'number' ? config['status'] : 403;
    return {
      name: 'ip-restriction',
      access: ({ clientIp, checks }) => {
        const isDenied = isWithin(denied, clientIp) || (allow !== undefined && allow.length > 0 && !isWithin(allowed, clientIp));
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

function networks(list: readonly string[]): BlockList {
  const blocks = new BlockList();
  for (const network of list) {
    const [base = '', bits] = network.split('/');
    const family = isIP(base) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) blocks.addAddress(base, family);
    else blocks.addSubnet(base, Number(bits), family);
  }
  return blocks;
}

function isWithin(blocks: BlockList, address: string): boolean {
  return blocks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Answers every request. */
export const requestTermination: PluginKind = {
  problems: (where, config) => unenforced(where, config, { status_code: isNumber, message: isText }),
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

/** Takes headers from a request before the upstream gets it. */
export const requestTransformer: PluginKind = {
  problems: (where, { remove, ...others }) => [
    ...unenforced(where, others, {}),
    ...(remove === undefined || remove === null
      ? []
      : isObject(remove)
        ? unenforced(where, remove, { 'remove.headers': isTexts }, 'remove.')
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

/** Gives each request an id by which it is found in every log. */
export const correlationId: PluginKind = {
  problems: (where, config) => unenforced(where, config, { header_name: isText, generator: ['uuid'], echo_downstream: isFlag }),
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
