import { createHash } from 'node:crypto';
import type { RouterRoute } from './kong-router';

/**
 * How the priority of a route is calculated: `original` as the gateway does in interpreted LuaJIT on x86-64,
 * `compiled` as it does once LuaJIT has compiled that function, `strict` as Enterprise does when
 * `route_match_calculation` says so.
 */
export type Calculation = 'original' | 'compiled' | 'strict';

/** What the router tries for a route: one entry for all its regular expressions, one for each length of prefix. */
export interface RouterEntry {
  readonly route: RouterRoute;
  readonly id: string | undefined;
  readonly paths: readonly string[];
  readonly priority: bigint;
}

const GROUP_NAMESPACE = Buffer.from('7f145bf90dce4f9198ebdebbce4b9f6b', 'hex');
const TOP_BIT = 1n << 63n;

/** The router's entries of a route, which therefore must not be changed in between. */
export function entriesOf(route: RouterRoute, calculation: Calculation): readonly RouterEntry[] {
  const known = entries.get(route)?.[calculation] ?? splitInEntries(route, calculation);
  entries.set(route, { ...entries.get(route), [calculation]: known });
  return known;
}

const entries = new WeakMap<RouterRoute, Partial<Record<Calculation, readonly RouterEntry[]>>>();

function splitInEntries(route: RouterRoute, calculation: Calculation): readonly RouterEntry[] {
  const groups = new Map<string, string[]>();
  for (const path of route.paths ?? []) {
    const group = path.startsWith('~') ? 'regex' : String(Buffer.byteLength(path));
    groups.set(group, [...(groups.get(group) ?? []), path]);
  }
  if (groups.size === 0) groups.set('none', []);
  return [...groups].map(([group, paths], index) => ({
    route,
    id: route.id === undefined ? undefined : groups.size === 1 ? route.id : uuid5(`${route.id}#${index + 1}`),
    paths,
    priority: priorityOf(route, group, calculation),
  }));
}

function priorityOf(route: RouterRoute, group: string, calculation: Calculation): bigint {
  const headers = Math.min(Object.keys(route.headers ?? {}).length, 255);
  const fields =
    [route.methods, route.hosts, route.snis, route.paths].filter((field) => (field ?? []).length > 0).length + (headers > 0 ? 1 : 0);
  const plainHosts = (route.hosts ?? []).length > 0 && !(route.hosts ?? []).some((host) => host.includes('*'));
  const regex = group === 'regex';
  const regexPriority = regex ? (route.regex_priority ?? 0) : 0;
  const length = regex || group === 'none' ? 0 : Number(group);
  const flags = (plainHosts ? 1n << 60n : 0n) | (regex ? 1n << 51n : 0n);
  if (calculation === 'strict')
    return (BigInt(fields) << 61n) | flags | (BigInt(headers) << 52n) | BigInt.asUintN(64, BigInt(regexPriority) << 19n) | BigInt(length);

  // Shifts of 32 bits: `<<` of JavaScript wraps in the same way as that of Lua's bit library.
  const parts = [fields << 29, headers << 20, regexPriority << 19, length];
  if (calculation === 'compiled') return parts.reduce((sum, part) => sum | BigInt.asUintN(64, BigInt(part)), flags);
  if (flags !== 0n) return parts.reduce((sum, part) => sum | widened(part), flags);
  return widened(parts.reduce((sum, part) => sum | part, 0));
}

// Interpreted code turns a negative number of 32 bits into the top bit alone.
function widened(part: number): bigint {
  return part < 0 ? TOP_BIT : BigInt(part);
}

function uuid5(name: string): string {
  const hash = createHash('sha1').update(GROUP_NAMESPACE).update(name).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
