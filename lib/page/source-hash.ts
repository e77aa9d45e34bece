import { createHash } from 'node:crypto';

/** A script or style as a policy names it. @see https://www.w3.org/TR/CSP3/ hash-source */
export function sourceHash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
