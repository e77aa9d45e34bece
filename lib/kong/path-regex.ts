import { pathTemplate, type RouterFlavor } from '../model';

// The gateway has decoded what may be decoded; an upstream that decodes more must not find a slash or backslash there.
const ENCODED = '%[013-46-9A-F][0-9A-F]|%2[0-9A-E]|%5[0-9ABD-F]';
const SEGMENT = `(?:[^/%\\\\]|${ENCODED})+`;
const REST = `(?:[^%\\\\]|${ENCODED})+`;

/**
 * The path of a Kong route that matches exactly what a template says.
 *
 * @param headers how many header names the route matches
 */
export function pathRegex(path: string, flavor: RouterFlavor, headers: number): string {
  const { segments, rest } = pathTemplate(path);
  const parts = segments.map((segment) => (segment === undefined ? SEGMENT : literal(segment)));
  // The older engine's "$" also matches before a final newline. The older router looks for the first expression that matches, those of
  // routes with more headers first, and then prefers routes of that very text: without a text of their own such routes would hide more specific ones.
  const end = flavor === 'traditional' ? `${'(?:)'.repeat(headers)}\\z` : '$';
  return `~/${parts.join('/')}${rest ? `${parts.length > 0 ? '/' : ''}${REST}` : ''}${end}`;
}

/**
 * Priority of a template among the regexes of a host: more specific templates have more.
 * Multiples of 16 below 1,024 share no bit with a header count of up to 7, nor with the number
 * of criteria, in the router's own calculation.
 */
export function pathPriority(path: string): number {
  const { segments } = pathTemplate(path);
  return 16 * segments.reduce((level, segment) => level + (segment === undefined ? 1 : 2), 0);
}

// The gateway leaves these encoded when they come so, and upstreams take both spellings for one path.
const RESERVED = /[!$&'()+,;=:@]/;

function literal(text: string): string {
  return [...text]
    .map((char) => (RESERVED.test(char) ? `(?:${escaped(char)}|%${char.charCodeAt(0).toString(16).toUpperCase()})` : escaped(char)))
    .join('');
}

function escaped(char: string): string {
  return char.replace(/[\\.+*?()|[\]{}^$]/, '\\$&');
}
