import { type SynthOutput } from '../../lib/review';
import { edited, valueIn } from './review-shop';

/** One value of a synthesized file, altered or taken away. */
export interface Alteration {
  /** Which field it is, of whichever resource or route, and what became of it. */
  readonly field: string;
  /** What was there. */
  readonly value: unknown;
  readonly output: SynthOutput;
}

/** Values that mean something, in place of those that are there: of each kind one more, or the first of several that is not there yet. */
const OTHERS: Readonly<Record<string, unknown>> = {
  audience_required: '88888888-8888-4888-8888-888888888888',
  bearer_jwt_auth_allowed_auds: '88888888-8888-4888-8888-888888888888',
  bearer_jwt_auth_signing_algs: 'HS256',
  issuers_allowed: 'https://login.microsoftonline.com/99999999-9999-4999-8999-999999999999/v2.0',
  roles_required: 'Orders.Approve',
  scopes_required: 'Orders.Browse',
  origins: 'https://elsewhere.invalid',
  exposed_headers: 'X-Secret',
  allow: '198.51.100.0/24',
  methods: 'PURGE',
  hosts: 'elsewhere.invalid',
  protocols: 'http',
  redirect_uris: 'https://elsewhere.invalid/',
  identifier_uris: 'api://11111111-1111-4111-8111-111111111111/elsewhere',
  claim_values: ['Orders.Browse', 'Orders.Use'],
  allowed_member_types: 'User',
  owners: '44444444-4444-4444-8444-444444444444',
  limit_by: 'ip',
};

/** The same where a plugin has its own. */
const BY_PLUGIN: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  acl: { allow: 'Books.Curate' },
  cors: { methods: 'TRACE' },
};

/** Every value of a file below a block, altered and taken away in turn. */
export function* alterations(output: SynthOutput, stack: string, file: string, below: readonly string[]): Generator<Alteration> {
  const references = new Set(JSON.stringify(valueIn(output, file, [], stack)).match(/\$\{[a-z_]+\.[a-z0-9_]+\.[a-z_]+\}/g));
  for (const path of leaves(valueIn(output, file, below, stack), below)) {
    const value = valueIn(output, file, path, stack);
    for (const [how, other] of [...others(path, value, [...references]), ['dropped', undefined] as const]) {
      if (JSON.stringify(other) === JSON.stringify(value)) continue;
      yield { field: `${how} ${fieldAt(path)}`, value, output: altered(output, stack, file, path, other) };
    }
  }
}

function altered(output: SynthOutput, stack: string, file: string, path: readonly string[], value: unknown): SynthOutput {
  const parent = valueIn(output, file, path.slice(0, -1), stack);
  if (value !== undefined || !Array.isArray(parent)) return edited(output, file, path, value, stack);
  const kept = (parent as readonly unknown[]).filter((_, at) => String(at) !== path.at(-1));
  return edited(output, file, path.slice(0, -1), kept, stack);
}

/** Names that lead to each value that is no object, and to each list. What Terraform takes for a comment is no value. */
function leaves(value: unknown, path: readonly string[]): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const own = Array.isArray(value) ? [path] : [];
  return [...own, ...Object.entries(value).flatMap(([name, one]) => (name === '//' ? [] : leaves(one, [...path, name])))];
}

function others(path: readonly string[], value: unknown, references: readonly string[]): readonly (readonly ['altered', unknown])[] {
  const name = [...path].reverse().find((one) => !/^\d+$/.test(one)) ?? '';
  const own = Object.entries(BY_PLUGIN).find(([plugin, names]) => path.includes(plugin) && Object.hasOwn(names, name))?.[1];
  const known = [own?.[name] ?? (Object.hasOwn(OTHERS, name) ? OTHERS[name] : [])].flat();
  const other = known.find((one) => ![value].flat().includes(one)) ?? known[0];
  const as = (all: readonly unknown[]): readonly (readonly ['altered', unknown])[] => all.map((one) => ['altered', one] as const);
  if (Array.isArray(value)) return as(other === undefined ? (value.length === 0 ? [['x']] : [[...value, 'x'], []]) : [[...value, other]]);
  if (typeof value === 'boolean') return as([!value]);
  if (typeof value === 'number') return as([value * 2 + 1, 0]);
  if (typeof value !== 'string') return as(['x']);
  const [, type, attribute] = /^\$\{([a-z_]+)\.[a-z0-9_]+\.([a-z_]+)\}$/.exec(value) ?? [];
  if (type !== undefined) {
    const same = references.filter((one) => one.startsWith(`\${${type}.`) && one.endsWith(`.${attribute ?? ''}}`) && one !== value);
    return as(same.slice(0, 1));
  }
  if (other !== undefined) return as([other]);
  return as([/^[0-9a-f-]{36}$/.test(value) ? '77777777-7777-4777-8777-777777777777' : `${value}x`]);
}

/** A field without the names of resources, APIs, routes and the places in lists; what stands in a list is another field than the list. */
function fieldAt(path: readonly string[]): string {
  return `${listAt(path)}${/^\d+$/.test(path.at(-1) ?? '') ? '[]' : ''}`;
}

function listAt(path: readonly string[]): string {
  const names = path.filter((part) => !/^\d+$/.test(part));
  const [first, second = '', third, ...rest] = names;
  if (first === 'resource') return [second, ...(rest[0] === 'for_each' || third === 'for_each' ? ['for_each'] : rest)].join('.');
  if (first !== 'apis') return names.join('.');
  const below = names.slice(2);
  const at = below.indexOf('routes');
  if (at < 0) return ['api', ...below].join('.');
  const kind = (below[at + 1] ?? '').includes('.preflight.') ? 'preflight' : 'route';
  return [kind, ...below.slice(at + 2)].join('.');
}
