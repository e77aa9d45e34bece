import { isPersonal } from './audiences';
import { duplicate, invalid, notMade } from './graph-error';
import { type Application } from './types';

const MOST = 256;
const MOST_PERSONAL = 100;
const LONGEST = 256;
const LONGEST_LINK = 255;

/** What no address has: besides what Entra names, whatever a browser drops or reads otherwise. */
const NEVER = /[#!$'(),;\s"<>\\\p{Cc}]/u;
const HAS_USER = /^[^/]*\/\/[^/?#]*@/;
const OF_BROWSERS = /^https?:/;
const THIS_MACHINE = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?(?:\/|$)/;
const WITH_HOST = /^https:\/\/[^/]/;
const WITH_WILDCARD = /^https:\/\/\*\.[^*]+$/;

/** Schemes by which a browser runs or opens something itself. */
const RUN = ['javascript:', 'data:', 'file:', 'vbscript:', 'blob:', 'about:'];

/**
 * Holds the addresses of a registration against the rules of the directory: one platform for each, and only this machine without TLS.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reply-url
 * @throws GraphError for the first rule that is broken, and for wildcards, which nothing is matched by here
 */
export function checkRedirects({ web, spa, publicClient, signInAudience }: Application): void {
  const all = [...web.redirectUris, ...spa.redirectUris, ...publicClient.redirectUris];
  const isOfPersonal = isPersonal(signInAudience);
  if (new Set(all).size !== all.length) throw duplicate('redirectUris', 'uri');
  if (all.length > (isOfPersonal ? MOST_PERSONAL : MOST)) throw invalid('redirectUris');
  if (![...web.redirectUris, ...spa.redirectUris].every((uri) => OF_BROWSERS.test(uri))) throw invalid('redirectUris');
  if (!all.every(isRight)) throw invalid('redirectUris');
  const wild = all.filter((uri) => uri.includes('*'));
  if (!wild.every((uri) => web.redirectUris.includes(uri) && WITH_WILDCARD.test(uri) && !isOfPersonal)) throw invalid('redirectUris');
  if (wild.length > 0) throw notMade(`The sandbox matches no redirect URIs with wildcards: ${wild.join(', ')}.`);
  if (web.logoutUrl !== null && !isLink(web.logoutUrl, ['https:'])) throw invalid('logoutUrl');
  if (web.homePageUrl !== null && !isLink(web.homePageUrl, ['https:', 'http:'])) throw invalid('homePageUrl');
}

function isRight(uri: string): boolean {
  if (uri.length > LONGEST || NEVER.test(uri) || HAS_USER.test(uri) || !URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  if (protocol === 'http:') return THIS_MACHINE.test(uri);
  if (protocol === 'https:') return WITH_HOST.test(uri) && hostname !== '[::1]';
  return !RUN.includes(protocol);
}

/** Whether an address is one of some schemes, and no longer than a link of an application may be. */
export function isLink(uri: string, schemes: readonly string[]): boolean {
  return uri.length <= LONGEST_LINK && !/[\s"<>\\\p{Cc}]/u.test(uri) && URL.canParse(uri) && schemes.includes(new URL(uri).protocol);
}
