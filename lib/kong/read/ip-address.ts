const OCTET = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}$`);
const GROUP = /^[0-9A-Fa-f]{1,4}$/;

/** As inet_pton: four numbers up to 255 without leading zeros. */
export function isIpv4(text: string): boolean {
  return IPV4.test(text);
}

/** The 16-bit groups of an IPv6 address as inet_pton reads it; undefined where it is none. */
export function ipv6Groups(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, index) => groupsOf(half, index === halves.length - 1));
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function groupsOf(text: string, last: boolean): readonly number[] | undefined {
  if (text === '') return [];
  const groups: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (last && index === parts.length - 1 && isIpv4(part)) {
      const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
      groups.push(a * 256 + b, c * 256 + d);
    } else if (GROUP.test(part)) groups.push(parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** An address with its length of prefix, where there is one. */
export interface Network {
  readonly address: string;
  readonly version: 4 | 6;
  readonly prefix?: number;
}

/** What Kong takes for an address or a range; undefined where it takes it for neither. */
export function networkOf(text: string): Network | undefined {
  const slash = text.indexOf('/');
  const address = slash === -1 ? text : text.slice(0, slash);
  const version = isIpv4(address) ? 4 : ipv6Groups(/^\[(.*)\]$/s.exec(address)?.[1] ?? address) !== undefined ? 6 : undefined;
  if (version === undefined) return undefined;
  if (slash === -1) return { address, version };
  const prefix = text.slice(slash + 1);
  const most = version === 4 ? 32 : 128;
  return /^(?:0|[1-9][0-9]{0,2})$/.test(prefix) && Number(prefix) <= most ? { address, version, prefix: Number(prefix) } : undefined;
}

/** True where the router's expression can hold the network: it takes no brackets, no mixed notation and no bits beyond the prefix. */
export function isPlainNetwork({ address, version, prefix }: Network): boolean {
  // Kong clears the bits of IPv4 beyond the prefix, but not where the prefix is 0.
  if (version === 4) return prefix !== 0 || address === '0.0.0.0';
  if (/[[\].]/.test(address)) return false;
  const groups = ipv6Groups(address) ?? [];
  return prefix === undefined || groups.every((group, index) => (group & (0xffff >> Math.min(16, Math.max(0, prefix - 16 * index)))) === 0);
}
