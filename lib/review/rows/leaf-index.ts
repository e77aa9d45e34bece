import { type ChangeRow, type LeafChange } from '../report';
import { type ToldLeaf } from '../changes/rows';

/** Changed values by what they belong to, and which of them a row of a report has said already. */
export class LeafIndex {
  private readonly byOwner = new Map<string, ToldLeaf[]>();
  private readonly said = new Set<ToldLeaf>();

  constructor(private readonly all: readonly ToldLeaf[]) {
    for (const told of all) {
      const same = this.byOwner.get(told.of);
      if (same === undefined) this.byOwner.set(told.of, [told]);
      else same.push(told);
    }
  }

  /** What changed of something. */
  of(owner: string): readonly ToldLeaf[] {
    return this.byOwner.get(owner) ?? [];
  }

  /** Things that are there on one side alone. */
  owners(status: 'new' | 'gone'): readonly string[] {
    return [...this.byOwner].filter(([, leaves]) => leaves.some((told) => told.status === status)).map(([owner]) => owner);
  }

  /** Takes what a row says about something, so that it is not said again. Without a condition, only what broadens nothing by itself. */
  take(owner: string, isSaid: (told: ToldLeaf) => boolean = isHarmless): readonly LeafChange[] {
    const found = this.of(owner).filter((told) => told.row !== undefined && isSaid(told));
    for (const told of found) this.said.add(told);
    return found.map(({ leaf }) => leaf);
  }

  /** What of something brings a change of access about: the whole of it where it is new or gone, else the values that decide. */
  causes(owner: string): readonly LeafChange[] {
    const found = this.of(owner);
    const [whole] = found.filter(({ status, at }) => status !== 'kept' && at.length > 0);
    if (whole === undefined) {
      const deciding = found.filter(({ isDeciding }) => isDeciding);
      for (const told of deciding) if (isHarmless(told)) this.said.add(told);
      return deciding.map(({ leaf }) => leaf);
    }
    const { place } = whole.leaf;
    return [
      {
        place: { ...place, path: whole.at },
        ...(whole.status === 'new' ? { was: 'not there', now: 'new' } : { was: 'there', now: 'gone' }),
      },
    ];
  }

  /** The same of a whole stack: of all that is in it. */
  takeStack(stack: string): readonly LeafChange[] {
    return [...this.byOwner.keys()]
      .filter((owner) => owner === stack || owner.startsWith(`${stack}/`))
      .flatMap((owner) => this.take(owner));
  }

  /** The same of all of the gateway. */
  takeGateway(): readonly LeafChange[] {
    return [...this.byOwner.keys()].filter((owner) => /^(?:the gateway$|route |API )/.test(owner)).flatMap((owner) => this.take(owner));
  }

  /** Rows of what nothing else said. */
  rest(): readonly ChangeRow[] {
    const left = this.all.filter((told) => told.row !== undefined && !this.said.has(told));
    const wholes = new Map<string, ChangeRow>();
    const rows = left.flatMap(({ row, of, whole, leaf }) => {
      if (row === undefined || whole === undefined) return row ?? [];
      const key = JSON.stringify([of, whole]);
      const same = wholes.get(key);
      const { was: _was, now: _now, ...common } = row;
      const effect = graver(same?.effect ?? row.effect, row.effect);
      wholes.set(key, { ...common, what: whole, effect, places: [...(same?.places ?? []), leaf] });
      return [];
    });
    return merged([...rows, ...wholes.values()]);
  }

  /** Values that no row explains. */
  unexplained(): readonly LeafChange[] {
    return this.all.filter(({ row }) => row === undefined).map(({ leaf }) => leaf);
  }
}

/** True for a value that by itself lets nobody do more. */
export function isHarmless({ row }: ToldLeaf): boolean {
  return row?.effect === 'neutral' || row?.effect === 'narrowed';
}

/** Effects from the gravest on. */
const EFFECTS: readonly ChangeRow['effect'][] = ['broadened', 'unknown', 'narrowed', 'neutral'];

function graver(one: ChangeRow['effect'], other: ChangeRow['effect']): ChangeRow['effect'] {
  return EFFECTS.indexOf(one) <= EFFECTS.indexOf(other) ? one : other;
}

/** Rows that say the same of several things are one. */
function merged(rows: readonly ChangeRow[]): readonly ChangeRow[] {
  const found = new Map<string, { readonly row: ChangeRow; readonly subjects: string[]; readonly places: LeafChange[] }>();
  for (const row of rows) {
    const key = JSON.stringify([row.section, row.what, row.was, row.now, row.effect]);
    const same = found.get(key);
    if (same === undefined) found.set(key, { row, subjects: [row.subject], places: [...row.places] });
    else {
      same.subjects.push(row.subject);
      same.places.push(...row.places);
    }
  }
  return [...found.values()].map(({ row, subjects, places }) => ({ ...row, subject: listed([...new Set(subjects)]), places }));
}

/** Most names that a row lists. */
const MOST_NAMES = 5;

/** Names in a row, the first of them where there are many. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${String(names.length - MOST_NAMES)} more` : shown;
}
