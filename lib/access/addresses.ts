import { isIP } from 'node:net';
import { type GatewayRoute } from './gateway';
import { ipRestriction } from './plugins/others';

/** Networks that a route lets in and keeps out; undefined where it does not ask from where a request comes. */
export function networksOf({ plugins }: GatewayRoute): { readonly allow: readonly string[]; readonly deny: readonly string[] } | undefined {
  const config = plugins.find(({ name }) => name === 'ip-restriction')?.config;
  const listed = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
  return config && { allow: listed(config['allow']), deny: listed(config['deny']) };
}

/** Whether a route lets a request from an address pass, whatever else it asks. */
export function admits({ plugins }: GatewayRoute, clientIp: string): boolean {
  const config = plugins.find(({ name }) => name === 'ip-restriction')?.config;
  if (config === undefined) return true;
  const state = { clientIp, request: { method: 'GET', host: null, path: '/' }, token: null, now: 0, version: undefined };
  return ipRestriction(config, { ...state, groups: undefined, identified: false }).ends === undefined;
}

/** Addresses of which there is one in every set that these networks tell apart: the first of each, and the first behind it. */
export function tellingAddresses(networks: readonly string[]): readonly string[] {
  const edges = networks.flatMap((network): readonly (readonly [4 | 6, bigint])[] => {
    const [address = '', bits] = network.split('/');
    const family = isIP(address);
    if (family !== 4 && family !== 6) return [];
    const width = family === 4 ? 32 : 128;
    const size = 1n << BigInt(width - Math.min(Number(bits ?? width), width));
    const first = (numberOf(address, family) / size) * size;
    return [[family, first] as const, ...(first + size < 1n << BigInt(width) ? [[family, first + size] as const] : [])];
  });
  const all = [[4, 0n], [6, 0n], ...edges] as const;
  return [...new Set(all.map(([family, number]) => textOf(number, family)))];
}

function numberOf(address: string, family: 4 | 6): bigint {
  if (family === 4) return joined(address.split('.').map(Number), 8n);
  // The host of a URL is written in one way: without IPv4 at its end, and with at most one gap.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string): readonly number[] => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail ?? '')];
  return joined([...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after], 16n);
}

function joined(parts: readonly number[], bits: bigint): bigint {
  return parts.reduce((all, part) => (all << bits) | BigInt(part), 0n);
}

function textOf(number: bigint, family: 4 | 6): string {
  const [count, bits, base, mark] = family === 4 ? ([4, 8n, 10, '.'] as const) : ([8, 16n, 16, ':'] as const);
  const part = (at: number): string => ((number >> (BigInt(count - 1 - at) * bits)) & ((1n << bits) - 1n)).toString(base);
  return Array.from({ length: count }, (_, at) => part(at)).join(mark);
}
