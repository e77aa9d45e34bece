const STACK = /^stacks\/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/;
const FILES = ['cdk.tf.json', 'access.json', 'gateway.json', 'kong.preview.yaml'];

/** Names Windows keeps for devices, in any letters and with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/** What a name in an artefact stands for. */
export type EntryKind = 'file' | 'folder' | 'ignored';

/** What an entry of this name is, or undefined for a name no synthesis writes. Folders end with `/`. */
export function entryKind(name: string): EntryKind | undefined {
  // It holds stack traces of the machine that synthesized, and nothing that is read.
  if (name === 'manifest.json') return 'ignored';
  // What the change would have for standards and waivers: shown by the review, and of no effect.
  if (name === 'kong-entra.json') return 'file';
  if (name === 'stacks/') return 'folder';
  if (name.endsWith('/')) return isStack(name.slice(0, -1)) ? 'folder' : undefined;
  const slash = name.lastIndexOf('/');
  if (!isStack(name.slice(0, slash))) return undefined;
  // Findings are computed anew from what was unpacked.
  if (name.slice(slash + 1) === 'lint.json') return 'ignored';
  return FILES.includes(name.slice(slash + 1)) ? 'file' : undefined;
}

/** Whether a file lies in the folder of a stack. */
export function isOfStack(name: string): boolean {
  return name.startsWith('stacks/');
}

function isStack(folder: string): boolean {
  return STACK.test(folder) && !folder.endsWith('.') && !DEVICE.test(folder.slice('stacks/'.length));
}

/** Names that fall together where letters' case does not count. */
export function repeated(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const folded = name.toLowerCase();
    if (seen.has(folded)) return true;
    seen.add(folded);
    return false;
  });
}
