import { blocksOf, isEqual, isObject, type Json } from '../../../terraform';
import { type Arguments, type Shape } from './arguments';
import { type PriorReferences } from './references';

/** A value on both sides of a plan. */
export interface Pair {
  readonly before: unknown;
  readonly after: unknown;
  /** What of `after` is known after apply alone: true, or the same by name. */
  readonly unknown: unknown;
  /** What of `before` is marked as a secret, in the same way. */
  readonly sensitive: unknown;
}

/** Stands where a configuration had a value that nobody may see, or that nobody here knows how to write. */
export const NOT_SHOWN = 'a value of the state that is not shown';

/** Fields by which blocks of a list are told apart. */
const NAMES = ['id', 'name', 'resource_app_id', 'category'];

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Puts arguments of a configuration back to what the state has. What is the same keeps the words of the configuration. */
export class Restorer {
  constructor(private readonly references: PriorReferences) {}

  /**
   * An argument as the configuration of the state had it; undefined where it had none.
   *
   * @param written What the configuration of the head has
   * @param shape What may be shown of the state; nothing where it is absent
   */
  restored(written: unknown, pair: Pair, shape: Shape | undefined): unknown {
    const { before, after, unknown, sensitive } = pair;
    if (!hasUnknown(unknown) && (isEqual(before, after) || (isNothing(before) && isNothing(after)))) return written;
    // Nobody wrote what the provider works out by itself.
    if (written === undefined) return unknown === true ? undefined : this.fresh(before, sensitive, shape);
    if (isNothing(before)) return isNothing(written) ? written : undefined;
    if (typeof written !== 'object' || written === null)
      return this.isThe(written, before) ? written : this.fresh(before, sensitive, shape);
    if (Array.isArray(before) && before.every(isObject)) return this.blocks(written, pair, shape);
    if (Array.isArray(before) && Array.isArray(written)) return this.list(written, before, sensitive, shape);
    if (isObject(before) && isObject(written)) return whole(this.block(written, pair, (name) => within(shape, name)));
    return this.fresh(before, sensitive, shape);
  }

  /** Something of the state as a configuration would write it; undefined for what says nothing. */
  fresh(value: unknown, sensitive: unknown, shape: Shape | undefined): unknown {
    if (isNothing(value)) return undefined;
    if (shape === undefined || sensitive === true) return NOT_SHOWN;
    if (shape === 'plain' || shape === 'id') return this.plain(value, sensitive, shape);
    if ('each' in shape) return isObject(value) ? whole(this.entries(value, sensitive, Object.keys(value), () => shape.each)) : NOT_SHOWN;
    const blocks = blocksOf(value);
    const written = blocks.flatMap(
      (block, at) => whole(this.fromNothing(block, Array.isArray(value) ? partOf(sensitive, at) : sensitive, shape)) ?? [],
    );
    if ('many' in shape) return written.length === 0 ? undefined : written;
    return written.length > 1 ? NOT_SHOWN : written[0];
  }

  private plain(value: unknown, sensitive: unknown, shape: 'plain' | 'id'): unknown {
    if (typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value === 'string')
      return shape === 'plain' || this.references.isReferred(value) || GUID.test(value) ? this.references.written(value) : NOT_SHOWN;
    if (!Array.isArray(value) || value.some((item) => typeof item === 'object')) return NOT_SHOWN;
    return value.map((item, at) => this.fresh(item, partOf(sensitive, at), shape) ?? '');
  }

  private fromNothing(block: Json, sensitive: unknown, shape: Shape): Json {
    const names = Object.keys(argumentsOf(shape) ?? {}).filter((name) => Object.hasOwn(block, name));
    return this.entries(block, sensitive, names, (name) => within(shape, name));
  }

  private entries(value: Json, sensitive: unknown, names: readonly string[], shapeOf: (name: string) => Shape | undefined): Json {
    return present(names.map((name) => [name, this.fresh(value[name], partOf(sensitive, name), shapeOf(name))]));
  }

  /** Whether what is written comes to a value of the state. */
  private isThe(written: unknown, value: unknown): boolean {
    if (typeof written !== 'string') return isEqual(written, value);
    const known = this.references.valueOf(written);
    return isEqual(known, value) || (typeof known === 'string' && typeof value !== 'object' && known === String(value));
  }

  /** A list of plain values, of which the state may have another order. */
  private list(written: readonly unknown[], before: readonly unknown[], sensitive: unknown, shape: Shape | undefined): unknown {
    const left = before.map((value, at) => ({ value, at }));
    const kept = written.filter((item) => {
      const at = left.findIndex(({ value }) => this.isThe(item, value));
      return at >= 0 && left.splice(at, 1).length > 0;
    });
    if (left.length === 0 && kept.length === written.length) return written;
    const all = [...kept, ...left.map(({ value, at }) => this.fresh(value, partOf(sensitive, at), shape) ?? '')];
    return isSorted(written) ? all.sort(inOrder) : all;
  }

  /** A block, or the values of a map, name by name. */
  private block(written: Json, { before, after, unknown, sensitive }: Pair, shapeOf: (name: string) => Shape | undefined): Json {
    const names = new Set([...Object.keys(written), ...Object.keys(isObject(before) ? before : {})]);
    return present(
      [...names].map((name) => {
        const pair = {
          before: partOf(before, name),
          after: partOf(after, name),
          unknown: partOf(unknown, name),
          sensitive: partOf(sensitive, name),
        };
        const shape = shapeOf(name);
        // What only the state has, and nobody here knows, may be a secret by its name alone.
        const shown = Object.hasOwn(written, name) || shape !== undefined ? name : 'value';
        return [shown, this.restored(written[name], pair, shape)];
      }),
    );
  }

  /** Blocks of one kind: each that is written with that of the state which it is about, whatever their order. */
  private blocks(written: unknown, { before, after, unknown, sensitive }: Pair, shape: Shape | undefined): unknown {
    const [own, prior, next] = [blocksOf(written), blocksOf(before), blocksOf(after)];
    const partner = this.partners(own, prior);
    const kept = own.flatMap((block, at) => {
      const from = partner[at];
      if (from === undefined) return [];
      const name = nameOf(prior[from]);
      const named = name === undefined ? -1 : next.findIndex((one) => nameOf(one) === name);
      const to = named >= 0 ? named : next.length === own.length ? at : -1;
      const pair = { before: prior[from], after: next[to], unknown: partOf(unknown, to), sensitive: partOf(sensitive, from) };
      return [this.block(block, pair, (field) => within(shape, field))];
    });
    const gone = prior.flatMap((block, at) => {
      if (partner.includes(at)) return [];
      const args = argumentsOf(shape);
      return args === undefined ? [{ value: NOT_SHOWN }] : (whole(this.fromNothing(block, partOf(sensitive, at), { one: args })) ?? []);
    });
    const all = [...kept, ...gone];
    return Array.isArray(written) || all.length !== 1 ? all : all[0];
  }

  /** For each block that is written, the place of the one of the state: the one of its name, else the same, else the next that has no name. */
  private partners(written: readonly Json[], prior: readonly Json[]): readonly (number | undefined)[] {
    const left = new Set(prior.keys());
    const found = new Map<number, number>();
    const pair = (isPair: (block: Json, one: Json) => boolean): void => {
      written.forEach((block, at) => {
        if (found.has(at)) return;
        const partner = [...left].find((place) => isPair(block, prior[place] ?? {}));
        if (partner === undefined) return;
        found.set(at, partner);
        left.delete(partner);
      });
    };
    const named = (block: Json): unknown => {
      const name = nameOf(block);
      return name === undefined ? undefined : this.references.valueOf(name);
    };
    pair((block, one) => named(block) !== undefined && named(block) === nameOf(one));
    pair((block, one) => named(block) === undefined && Object.entries(block).every(([field, value]) => this.isThe(value, one[field])));
    pair((block) => named(block) === undefined);
    return written.map((_, at) => found.get(at));
  }
}

function nameOf(block: Json | undefined): string | undefined {
  const field = NAMES.find((name) => typeof block?.[name] === 'string');
  return field === undefined ? undefined : String(block?.[field]);
}

function argumentsOf(shape: Shape | undefined): Arguments | undefined {
  if (typeof shape !== 'object') return undefined;
  return 'one' in shape ? shape.one : 'many' in shape ? shape.many : undefined;
}

function within(shape: Shape | undefined, name: string): Shape | undefined {
  if (typeof shape === 'object' && 'each' in shape) return shape.each;
  const args = argumentsOf(shape);
  return args !== undefined && Object.hasOwn(args, name) ? args[name] : undefined;
}

function partOf(value: unknown, name: string | number): unknown {
  if (Array.isArray(value)) return (value as readonly unknown[])[Number(name)];
  if (value === true) return true;
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Whether anything of a value is known after apply alone. */
export function hasUnknown(unknown: unknown): boolean {
  return unknown === true || (typeof unknown === 'object' && unknown !== null && Object.values(unknown).some(hasUnknown));
}

/** What providers keep for an argument that nobody wrote. */
function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function present(entries: readonly (readonly [string, unknown])[]): Json {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function whole(block: Json): Json | undefined {
  return Object.keys(block).length === 0 ? undefined : block;
}

function inOrder(one: unknown, other: unknown): number {
  return String(one) < String(other) ? -1 : 1;
}

function isSorted(items: readonly unknown[]): boolean {
  return items.every((item, at) => at === 0 || String(items[at - 1]) <= String(item));
}
