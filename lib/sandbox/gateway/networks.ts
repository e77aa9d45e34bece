import { BlockList, isIP } from 'node:net';

/** Whether a text is an address, or a network of addresses. */
export function isNetwork(text: string): boolean {
  const [base = '', bits, ...others] = text.split('/');
  const family = isIP(base);
  if (family === 0 || others.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** A list of networks, to be asked for addresses. */
export class Networks {
  private readonly blocks = new BlockList();

  constructor(readonly texts: readonly string[]) {
    for (const network of texts) {
      const [base = '', bits] = network.split('/');
      const family = familyOf(base);
      if (bits === undefined) this.blocks.addAddress(base, family);
      else this.blocks.addSubnet(base, Number(bits), family);
    }
  }

  has(address: string): boolean {
    // Reading an address costs more than the rest of many a request.
    return this.texts.length > 0 && this.blocks.check(address, familyOf(address));
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}
