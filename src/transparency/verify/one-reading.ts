import { isUtf8 } from 'node:buffer';

/**
 * What JSON says that can be read in one way only: each name stands once, and numbers as ECMAScript writes them (and with it
 * RFC 8785). White space, the order of members and the escapes in strings are those of whoever wrote it down.
 * @returns undefined for all other bytes
 */
export function readOneWay(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString();
  try {
    const value: unknown = JSON.parse(text);
    // Of members with one name the last is left, and a number is written in its shortest form.
    return JSON.stringify(value) === inShort(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A JSON text without white space between its parts (RFC 8259, section 2), its strings with no escape that need not be. */
function inShort(text: string): string {
  const parts: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '"') {
      const end = endOfString(text, at);
      parts.push(JSON.stringify(JSON.parse(text.slice(at, end))));
      at = end - 1;
    } else if (!/[ \t\r\n]/.test(letter)) {
      parts.push(letter);
    }
  }
  return parts.join('');
}

/** Where the string that begins at a place ends, behind its closing quote. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}
