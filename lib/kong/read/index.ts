import type { RouterFlavor } from '../../router';
import { isDeckFile } from './deck';
import { entitiesOf } from './entities';
import { examine } from './examine';
import type { KongFile, KongFileProblem } from './types';
import { isTable, type Table } from './value';
import { parseText, Unreadable } from './yaml-text';

export type {
  KongConsumer,
  KongEntities,
  KongEntity,
  KongFile,
  KongFileProblem,
  KongFilterChain,
  KongPlugin,
  KongRoute,
  KongService,
} from './types';

/** How a Kong file is read. */
export interface KongFileOptions {
  /** `router_flavor` of the gateway that is to load it. */
  readonly flavor: RouterFlavor;
  /** Whether kinds of entities pass that only Kong Enterprise has. @default - `open-source`; `enterprise` for decK's files */
  readonly edition?: 'open-source' | 'enterprise';
}

/**
 * The entities of a Kong file, for decK or for a gateway without a database, or all for which Kong would refuse it. Services and routes are
 * checked and completed as Kong does; the configuration of plugins, and what else a file can hold, is not.
 *
 * Never throws for what a text can hold.
 */
export function readKongFile(text: string, { flavor, edition = 'open-source' }: KongFileOptions): KongFile {
  let root;
  try {
    root = parseText(text);
  } catch (error) {
    if (error instanceof Unreadable) return { problems: [{ path: '', message: error.message }] };
    throw error;
  }
  if (!isTable(root))
    return { problems: [{ path: '', message: 'expected a map with _format_version and lists of entities such as services' }] };
  const examined = examine(root, { flavor, deck: isDeckFile(root), enterprise: edition === 'enterprise' });
  const { list } = examined.problems;
  return list.length > 0 ? { problems: list } : { entities: entitiesOf(examined), furtherKinds: furtherKindsIn(root) };
}

/** Kinds of entities that are handed on as such. */
const HANDED_ON = ['services', 'routes', 'plugins', 'consumers', 'filter_chains'];

function furtherKindsIn(root: Table): readonly string[] {
  const isEmpty = (value: unknown): boolean => value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  return Object.keys(root).filter((kind) => !kind.startsWith('_') && !HANDED_ON.includes(kind) && !isEmpty(root[kind]));
}

/** The same checks for a document that was never text, such as what {@link toDocument} makes. */
export function checkKongEntities(document: object, flavor: RouterFlavor): readonly KongFileProblem[] {
  return examine(document as Table, { flavor, deck: true, enterprise: true }).problems.list;
}
