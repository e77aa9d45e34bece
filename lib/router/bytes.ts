/** Text as the gateway sees it: every character code, 0 to 255, is one byte. */
export type ByteString = string;

const NOT_ASCII = /[^\x00-\x7f]/;

/** The UTF-8 bytes of a text; a lone surrogate becomes the replacement character. */
export function bytesOf(text: string): ByteString {
  return NOT_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

/** The text that bytes spell; bytes that are no UTF-8 become the replacement character. */
export function textOf(bytes: ByteString): string {
  return NOT_ASCII.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
}

/** True when the bytes are well-formed UTF-8. */
export function isUtf8(bytes: ByteString): boolean {
  if (!NOT_ASCII.test(bytes)) return true;
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
