import { BlockList, isIP } from 'node:net';
import { message } from '../exchange';
import { isNumber, isText, listOf, unenforced, type FieldRule } from '../fields';
import { type PluginKind } from './factory';

const isNetworks: FieldRule = (value) => Array.isArray(value) && value.every((one) => typeof one === 'string' && isNetwork(one));

function isNetwork(text: string): boolean {
  const [base = '', bits, ...others] = text.split('/');
  const family = isIP(base);
  if (family === 0 || others.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** Lets in the networks that are allowed. */
export const ipRestriction: PluginKind = {
  problems: (where, config) => unenforced(where, config, { allow: isNetworks, deny: isNetworks, status: isNumber, message: isText }),
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
