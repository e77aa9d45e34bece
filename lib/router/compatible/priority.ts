import { type RouteCalculation, type RouterRoute } from '../types';

const PLAIN_HOSTS = 1n << 60n;
const REGEX_PATH = 1n << 51n;
const TOP_BIT = 1n << 63n;
const MOST_HEADERS = 255;
const MOST_LENGTH = 0x7ffff;

/** What the weight of a router entry is calculated from. */
interface Traits {
  /** How many kinds of criteria the route has. */
  readonly criteria: number;
  readonly headers: number;
  readonly plainHosts: boolean;
  readonly regex: boolean;
  readonly regexPriority: number;
  /** Length of the prefix in bytes, 0 without one. */
  readonly length: number;
}

/** The paths of one entry of the router. */
export interface PathGroup {
  readonly regex: boolean;
  /** Length of each of the prefixes in bytes. */
  readonly length: number;
}

/**
 * The number by which `traditional_compatible` orders its entries; the highest goes first.
 *
 * @see docs/kong.md, "Router: priority"
 */
export function priorityOf(route: RouterRoute, group: PathGroup, calculation: RouteCalculation): bigint {
  const traits = traitsOf(route, group);
  const flags = (traits.plainHosts ? PLAIN_HOSTS : 0n) | (traits.regex ? REGEX_PATH : 0n);
  if (calculation === 'strict') return documented(traits, flags);
  // Three fields go through a shift of 32 bits, which JavaScript's `<<` wraps as Lua's does.
  const parts = [traits.criteria << 29, traits.headers << 20, traits.regexPriority << 19, traits.length];
  if (calculation === 'compiled') return parts.reduce((sum, part) => sum | BigInt.asUintN(64, BigInt(part)), flags);
  if (flags === 0n) return widened(parts.reduce((sum, part) => sum | part, 0));
  return parts.reduce((sum, part) => sum | widened(part), flags);
}

function documented({ criteria, headers, regexPriority, length }: Traits, flags: bigint): bigint {
  const wide = (value: number, bits: bigint): bigint => BigInt.asUintN(64, BigInt(value) << bits);
  return wide(criteria, 61n) | flags | wide(headers, 52n) | wide(regexPriority, 19n) | BigInt(length);
}

// Interpreted LuaJIT on x86-64 turns a negative number of 32 bits into the top bit alone.
function widened(part: number): bigint {
  return part < 0 ? TOP_BIT : BigInt(part);
}

function traitsOf(route: RouterRoute, group: PathGroup): Traits {
  const hosts = route.hosts ?? undefined;
  const headers = Object.keys(route.headers ?? {}).length;
  const lists = [route.sources, route.destinations, route.methods, hosts, route.snis, route.paths];
  return {
    criteria: lists.filter((list) => (list ?? []).length > 0).length + (headers > 0 ? 1 : 0),
    headers: Math.min(headers, MOST_HEADERS),
    // An empty list of hosts counts as plain, as the gateway's code has it.
    plainHosts: hosts !== undefined && !hosts.some((host) => host.includes('*')),
    regex: group.regex,
    regexPriority: group.regex ? Math.trunc(route.regex_priority ?? 0) : 0,
    length: group.length & MOST_LENGTH,
  };
}
