import { linesOf } from './lines';
import { type DeploymentReview, type LeafChange, type Place } from './report';
import { type SynthOutput } from './side/files';
import { fileOf } from './side/side';

/** A review whose places say the lines of the files that were given. */
export function withLines(review: DeploymentReview, base: SynthOutput, head: SynthOutput): DeploymentReview {
  const lines = new Map<string, number>();
  for (const [side, output] of [
    ['base', base],
    ['head', head],
  ] as const) {
    const places = placesIn(review).filter((place) => place.side === side && place.file.endsWith('.json'));
    // What is deployed stands in no file.
    for (const { name, files } of output.stacks.filter(({ isDeployed }) => isDeployed !== true)) {
      for (const file of ['cdk.tf.json', 'gateway.json']) {
        const own = places.filter((place) => place.file === fileOf(name, file));
        const text = own.length === 0 ? undefined : files[file];
        const parsed = text === undefined ? undefined : parsedOf(text);
        if (text === undefined || parsed === undefined) continue;
        const found = linesOf(
          text,
          parsed,
          own.map(({ path }) => path),
        );
        own.forEach((place, at) => lines.set(keyOf(place), found[at] ?? 1));
      }
    }
  }
  const written = new Map(base.stacks.flatMap(({ name, writtenAs }) => (writtenAs === undefined ? [] : [[name, writtenAs] as const])));
  return mapped(review, (place) => {
    const line = lines.get(keyOf(place));
    const named = place.side === 'base' ? { ...place, file: writtenFile(place.file, written) } : place;
    return line === undefined ? named : { ...named, line };
  });
}

/** Undefined for what is not whole, which is told elsewhere and has no lines. */
function parsedOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The file of a stack as it was written, where it is read as if it were another's. */
function writtenFile(file: string, written: ReadonlyMap<string, string>): string {
  const [, stack = '', name = ''] = /^stacks\/([^/]+)\/(.+)$/.exec(file) ?? [];
  const as = written.get(stack);
  return as === undefined ? file : fileOf(as, name);
}

function keyOf({ side, file, path }: Place): string {
  return JSON.stringify([side, file, path]);
}

function placesIn({ access, changes, unexplained, lint, disagreements }: DeploymentReview): readonly Place[] {
  return [
    ...[...access.flatMap(({ causes }) => causes), ...changes.flatMap(({ places }) => places), ...unexplained].map(({ place }) => place),
    ...[...lint, ...disagreements].map(({ place }) => place),
  ];
}

function mapped(review: DeploymentReview, map: (place: Place) => Place): DeploymentReview {
  const leaf = (change: LeafChange): LeafChange => ({ ...change, place: map(change.place) });
  return {
    ...review,
    access: review.access.map((row) => ({ ...row, causes: row.causes.map(leaf) })),
    changes: review.changes.map((row) => ({ ...row, places: row.places.map(leaf) })),
    unexplained: review.unexplained.map(leaf),
    lint: review.lint.map((row) => ({ ...row, place: map(row.place) })),
    disagreements: review.disagreements.map((row) => ({ ...row, place: map(row.place) })),
  };
}
