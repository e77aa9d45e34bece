/** Text as the gateway sees it: every character code, 0 to 255, is one byte. */
export type ByteString = string;

const NOT_ASCII = /[^\x00-\x7f]/;
/** Up to this length a loop is faster than a regular expression. */
const SHORT = 64;

/** True where every character is one of ASCII. */
export function isAscii(text: string): boolean {
  if (text.length > SHORT) return !NOT_ASCII.test(text);
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** The UTF-8 bytes of a text; a lone surrogate becomes the replacement character. */
export function bytesOf(text: string): ByteString {
  return isAscii(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** The text that bytes spell; bytes that are no UTF-8 become the replacement character. */
export function textOf(bytes: ByteString): string {
  return isAscii(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8');
}

/** True when the bytes are well-formed UTF-8. */
export function isUtf8(bytes: ByteString): boolean {
  if (isAscii(bytes)) return true;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(bytes, 'latin1'));
    return true;
  } catch {
    return false;
  }
}

/** Small letters for the capital ones of ASCII, as Lua's `string.lower` has it in the C locale. */
export function asciiLower(bytes: ByteString): ByteString {
  return bytes.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
