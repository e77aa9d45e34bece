import { type Problem } from '../errors';
import { type ArtefactLimits } from './limits';
import { refused } from './problem';

/** What is wrong with the content of a file of an artefact, or undefined. */
export function wrongContent(name: string, bytes: Uint8Array, limits: ArtefactLimits): Problem | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refused(name, 'is not UTF-8');
  }
  if (!name.endsWith('.json')) return undefined;
  if (isDeeper(text, limits.depth)) return refused(name, `is nested deeper than ${limits.depth} levels`);
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? undefined : refused(name, 'is no JSON object');
  } catch {
    return refused(name, 'is not JSON');
  }
}

// Asked before it is parsed: readers of deep data run out of stack.
function isDeeper(text: string, limit: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted && character === '\\') index += 1;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}
