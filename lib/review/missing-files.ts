import { type Disagreement } from './report';
import { fileOf, type Side } from './side/side';

/** Files that the others are held against, and that are gone or cannot be read: without them nothing contradicts anything. */
export function missingFiles(side: Side, base: Side | undefined): readonly Disagreement[] {
  const told = (name: string, what: string): Disagreement => ({
    what: `${name} ${what}`,
    was: name,
    now: 'nothing to compare with',
    place: { file: fileOf(side.name, name), path: [], side: 'head' },
  });
  const said = fileOf(side.name, 'access.json');
  const unread = side.problems.filter((problem) => problem.startsWith(said));
  // Whatever has a gateway deployed was made from a definition.
  const hadAccess = base?.access !== undefined || (base?.isDeployed === true && base.template !== undefined);
  const isGone = side.access === undefined && unread.length === 0 && hadAccess;
  const isPreviewGone = side.template !== undefined && !hasPreview(side) && base !== undefined && hasPreview(base);
  return [
    ...unread.map((problem) => told('access.json', `cannot be read: ${problem}`)),
    ...(isGone ? [told('access.json', 'is gone, and nothing else says what was meant')] : []),
    ...(isPreviewGone ? [told('kong.preview.yaml', 'is gone')] : []),
  ];
}

function hasPreview({ name, stacks }: Side): boolean {
  return stacks.some((stack) => stack.name === name && stack.preview !== undefined);
}
