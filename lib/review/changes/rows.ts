import { fileOf, type Side } from '../side/side';
import { type ChangeRow, type LeafChange, type Place } from '../report';
import { changedLeaves, type Leaf } from '../leaves';
import { describeDerived } from './derived';
import { describeGateway, describeResource, isComment } from './describe';

/** What changed in the files of two sides, told and untold. */
export interface FileChanges {
  readonly rows: readonly ChangeRow[];
  readonly unexplained: readonly LeafChange[];
}

/** Every changed value of the files that are applied: as a row where it is known what it does, else as it is. */
export function fileChanges(base: Side | undefined, head: Side | undefined): FileChanges {
  const told = stacksOf(base, head).flatMap((stack) => ofStack(stack, base, head));
  const file = head?.templateFile ?? base?.templateFile ?? '';
  const ofTemplate = changedLeaves(base?.template ?? {}, head?.template ?? {}).map((leaf) => ({
    row: rowOf(leaf, file, describeGateway(leaf.path)),
    leaf: leafChange(leaf, file),
  }));
  const all = [...told, ...ofTemplate];
  return {
    rows: merged(all.flatMap(({ row }) => row ?? [])),
    unexplained: all.filter(({ row }) => row === undefined).map(({ leaf }) => leaf),
  };
}

/** What changed in the configuration of one stack. */
function ofStack(stack: string, base: Side | undefined, head: Side | undefined): readonly Told[] {
  const contentOf = (side: Side | undefined): unknown => side?.stacks.find(({ name }) => name === stack)?.synthesized?.content ?? {};
  const file = fileOf(stack, 'cdk.tf.json');
  return changedLeaves(contentOf(base), contentOf(head))
    .filter(({ path }) => !isCarried(path))
    .map((leaf) => ({
      row: isComment(leaf.path) ? commentRow(leaf, file) : rowOf(leaf, file, describeResource(leaf.path) ?? describeDerived(leaf)),
      leaf: leafChange(leaf, file),
    }));
}

interface Told {
  /** Absent where nobody here knows what the value does. */
  readonly row: ChangeRow | undefined;
  readonly leaf: LeafChange;
}

function stacksOf(base: Side | undefined, head: Side | undefined): readonly string[] {
  return [...new Set([...(base?.stacks ?? []), ...(head?.stacks ?? [])].map(({ name }) => name))].sort();
}

/** The template within Terraform's configuration, which is compared with the file beside it. */
function isCarried(path: readonly string[]): boolean {
  const [top, type, name, field, part = ''] = path;
  return (
    top === 'resource' &&
    type === 'terraform_data' &&
    name === 'gateway' &&
    field === 'triggers_replace' &&
    ['settings', 'apis'].includes(part)
  );
}

function commentRow(leaf: Leaf, file: string): ChangeRow {
  const change = leafChange(leaf, file);
  return {
    section: 'other',
    subject: leaf.path.slice(0, 3).join('.'),
    what: 'a comment of the framework changes',
    effect: 'neutral',
    isBlocking: false,
    notes: [],
    places: [change],
  };
}

function rowOf(leaf: Leaf, file: string, described: ReturnType<typeof describeGateway>): ChangeRow | undefined {
  if (described === undefined) return undefined;
  const change = leafChange(leaf, file);
  return {
    section: described.section,
    subject: described.subject,
    what: described.field,
    ...(change.was !== undefined && { was: change.was }),
    ...(change.now !== undefined && { now: change.now }),
    effect: described.rule.weigh(leaf.was, leaf.now),
    isBlocking: false,
    notes: [],
    places: [change],
  };
}

/** Longest value that is shown. */
const LONGEST = 300;

/** A changed value and its place. */
export function leafChange({ path, was, now }: Leaf, file: string): LeafChange {
  const place: Place = { file, path, side: now === undefined ? 'base' : 'head' };
  return { place, ...(was !== undefined && { was: shown(was) }), ...(now !== undefined && { now: shown(now) }) };
}

function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Rows that say the same of several things are one. */
function merged(rows: readonly ChangeRow[]): readonly ChangeRow[] {
  const found = new Map<string, ChangeRow>();
  for (const row of rows) {
    const key = JSON.stringify([row.section, row.what, row.was, row.now, row.effect]);
    const same = found.get(key);
    found.set(
      key,
      same === undefined ? row : { ...same, subject: `${same.subject}, ${row.subject}`, places: [...same.places, ...row.places] },
    );
  }
  return [...found.values()];
}
