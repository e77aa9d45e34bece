/** Longest value that is shown. */
const LONGEST = 300;

/** What stands in place of a value that may be a secret. */
const NOT_SHOWN = 'not shown';

/** A reference to a vault of the gateway: it says where a secret is, and is none. */
const VAULT_REFERENCE = /^\{vault:\/\/[a-z][a-z0-9-]*\/[\w/-]+\}$/;

/**
 * A changed value as people see it. Secrets are in fields that nobody here knows as well as in those that are meant for them, so values
 * are shown of known fields alone, and of others only what cannot be a secret.
 *
 * @param isKnown Whether the value is of a field of which it is known that it holds no secret
 */
export function shownValue(value: unknown, isKnown: boolean): string {
  const text = JSON.stringify(value);
  if (typeof value === 'boolean' || value === null || (typeof value === 'string' && VAULT_REFERENCE.test(value))) return text;
  if (!isKnown) return NOT_SHOWN;
  if (text.split(/[\s"'(),[\]{}|:;=&?]+/).some(isLikeSecret)) return `${NOT_SHOWN}, since it may be a secret`;
  const shown = withoutSecrets(text);
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}

/** The same of where something is sent to: services that collect logs have tokens in their paths, so of a URL scheme and host are shown. */
export function shownEndpoint(value: unknown): string {
  if (typeof value !== 'string' || !value.includes('://')) return shownValue(value, true);
  const { protocol = '', host = '' } = URL.canParse(value) ? new URL(value) : {};
  return host === '' ? NOT_SHOWN : JSON.stringify(`${protocol}//${host}/…`);
}

/** A text whose URLs are without what lets anybody in: who signs in with which password, and everything after the path. */
export function withoutSecrets(text: string): string {
  return text.replace(/[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>|]+/gi, harmlessUrl);
}

function harmlessUrl(url: string): string {
  const [, scheme = '', authority = '', path = '', rest = ''] = /^([^:]+:\/\/)([^/?#\\]*)([^?#]*)(.*)$/s.exec(url) ?? [];
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  // A password may hold a slash, and is then taken for a port with a path after it.
  if (/:(?![0-9]*$)/.test(host.replace(/\[[^\]]*\]/, ''))) return `${scheme}…`;
  return `${scheme}${at < 0 ? '' : '…@'}${host}${path}${rest === '' ? '' : `${rest.slice(0, 1)}…`}`;
}

/** Words that look like a secret or a token, whatever their field is called: long, and of all kinds of letters. Ids have no capitals. */
function isLikeSecret(word: string): boolean {
  return word.length >= 30 && /[a-z]/.test(word) && /[A-Z]/.test(word) && /[0-9]/.test(word) && /^[\w+/~.-]+$/.test(word);
}
