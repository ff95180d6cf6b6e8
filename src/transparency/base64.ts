/**
 * Reads standard base64 (RFC 4648, section 4) in its one canonical form: padded, no other characters, no stray bits. Two
 * texts for the same bytes would let a signed or hashed thing be written in two ways.
 * @returns undefined for anything else
 */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
