import { isPlainNetwork, networkOf } from './ip-address';
import { quoted } from './problems';
import { regexProblem } from './regex-refusals';
import type { Family } from './route-rules';
import { listOf, own, tableOf, type Table } from './value';

/**
 * Why the router cannot hold a route. The flavors `traditional_compatible` and `expressions` make one expression of its fields, which
 * has its own regular expressions (those of Rust) and must have something to compare. The fields themselves are as they should be.
 * An expression written by hand is not read.
 */
export function expressionProblem(route: Table, family: Family): string | undefined {
  const networks = textsOf(route, 'sources', 'ip') ?? textsOf(route, 'destinations', 'ip');
  if (networks !== undefined) return networks;
  if (family === 'stream') return undefined;
  return pathProblem(route) ?? headerProblem(route);
}

function textsOf(route: Table, field: string, inner: string): string | undefined {
  for (const item of listOf(own(route, field) ?? null) ?? []) {
    const ip = own(tableOf(item) ?? {}, inner);
    const network = typeof ip === 'string' ? networkOf(ip) : undefined;
    if (network !== undefined && !isPlainNetwork(network))
      return `has ${quoted(String(ip))} in ${field}, which the router cannot hold: write it without brackets, and with zeros beyond the prefix`;
  }
  return undefined;
}

function pathProblem(route: Table): string | undefined {
  for (const path of listOf(own(route, 'paths') ?? null) ?? []) {
    if (typeof path !== 'string' || !path.startsWith('~')) continue;
    const wrong = regexProblem('rust', `^${path.slice(1).replaceAll('?<', '?P<')}`);
    if (wrong !== undefined) return refusal(path, 'paths', wrong);
  }
  return undefined;
}

function headerProblem(route: Table): string | undefined {
  for (const [name, value] of Object.entries(tableOf(own(route, 'headers') ?? null) ?? {})) {
    const values = listOf(value) ?? [];
    if (values.length === 0) return `asks for the header ${quoted(name)} without a value; list its values, or remove it`;
    for (const text of values) {
      if (typeof text !== 'string' || !text.startsWith('~*')) continue;
      // The gateway lowers the pattern, not just the value it is compared with.
      const wrong = regexProblem(
        'rust',
        text.slice(2).replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
      );
      if (wrong !== undefined) return refusal(text, `headers ${quoted(name)}`, wrong);
    }
  }
  return undefined;
}

function refusal(text: string, field: string, error: string): string {
  return `has ${quoted(text)} in ${field}, which the router's engine refuses: ${error}; it has no look-around and no back-references`;
}
