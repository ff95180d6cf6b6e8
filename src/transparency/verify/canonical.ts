import { isUtf8 } from 'node:buffer';

/*
 * Whether bytes are canonical JSON (RFC 8785), checked without building what they say: every value has one way to be written,
 * so each byte is either the one that has to stand there or it is not. Bytes that can be read in two ways, such as an object
 * with a name twice, would let two readers of one signed history see two histories.
 *
 * Whoever calls `skipValue` and its like has seen to it that the bytes are valid UTF-8; half of a surrogate pair has none.
 */

/** Deepest nesting of arrays and objects; a number alone has depth 0. RFC 8785 sets no limit, the ledger's entries do. */
const MAX_DEPTH = 64;

/** So many digits are a whole number that is written as it is and never rounded. */
const SHORT_COUNT = 15;

/** What every function here gives where the bytes are not what it looks for. */
export const NOWHERE = -1;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Letters behind a backslash: the characters that have an escape of two letters (RFC 8785, section 3.2.2.2). */
const SHORT_ESCAPES = new Set(Buffer.from('"\\bfnrt'));

/** Any other control character, with small letters: `\u0000` to `\u001f`. */
const LONG_ESCAPE = /^\\u00(?:0[0-7be-f]|1[0-9a-f])$/;

const LITERALS = ['true', 'false', 'null'].map((word) => Buffer.from(word));

/** Whether the bytes are one canonical value and nothing else. */
export function isCanonical(bytes: Buffer): boolean {
  return isUtf8(bytes) && skipValue(bytes, 0) === bytes.length;
}

/** Where the value that begins at `at` ends, or NOWHERE. */
export function skipValue(bytes: Buffer, at: number, levels = MAX_DEPTH): number {
  const first = bytes[at] ?? 0;
  if (first === QUOTE) return skipString(bytes, at);
  if (first === OPEN_OBJECT) return levels === 0 ? NOWHERE : skipObject(bytes, at, levels - 1);
  if (first === OPEN_LIST) return levels === 0 ? NOWHERE : skipList(bytes, at, levels - 1);
  return first === MINUS || isDigit(first) ? skipNumber(bytes, at) : skipLiteral(bytes, at);
}

/** Where the string that begins at `at` ends, behind its closing quote, or NOWHERE. */
export function skipString(bytes: Buffer, at: number): number {
  if (bytes[at] !== QUOTE) return NOWHERE;
  for (let i = at + 1; i < bytes.length; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte === QUOTE) return i + 1;
    if (byte < 0x20) return NOWHERE;
    if (byte !== BACKSLASH) continue;
    if (SHORT_ESCAPES.has(bytes[i + 1] ?? 0)) i += 1;
    else if (LONG_ESCAPE.test(bytes.toString('latin1', i, i + 6))) i += 5;
    else return NOWHERE;
  }
  return NOWHERE;
}

/** Where the whole number from 0 to 2^53 - 1 that begins at `at` ends, or NOWHERE. */
export function skipCount(bytes: Buffer, at: number): number {
  const end = skipNumber(bytes, at);
  return end !== NOWHERE && isDigit(bytes[at] ?? 0) && Number.isSafeInteger(numberAt(bytes, at, end)) ? end : NOWHERE;
}

/** The number between two places. */
export function numberAt(bytes: Buffer, at: number, end: number): number {
  if (end - at > SHORT_COUNT) return Number(bytes.toString('latin1', at, end));
  let value = 0;
  for (let i = at; i < end; i += 1) value = value * 10 + (bytes[i] ?? 0) - ZERO;
  return value;
}

/** Where these letters, which have to stand at `at`, end; NOWHERE where they do not, or where `at` is nowhere. */
export function skipLetters(bytes: Buffer, at: number, letters: Buffer): number {
  if (at === NOWHERE) return NOWHERE;
  for (let i = 0; i < letters.length; i += 1) if (bytes[at + i] !== letters[i]) return NOWHERE;
  return at + letters.length;
}

function skipObject(bytes: Buffer, at: number, levels: number): number {
  if (bytes[at + 1] === CLOSE_OBJECT) return at + 2;
  let previous = NOWHERE;
  let previousEnd = NOWHERE;
  for (let name = at + 1; ;) {
    const nameEnd = skipString(bytes, name);
    if (nameEnd === NOWHERE || bytes[nameEnd] !== COLON) return NOWHERE;
    if (previous !== NOWHERE && !isBefore(bytes, previous, previousEnd, name, nameEnd)) return NOWHERE;
    const end = skipValue(bytes, nameEnd + 1, levels);
    if (end === NOWHERE) return NOWHERE;
    if (bytes[end] === CLOSE_OBJECT) return end + 1;
    if (bytes[end] !== COMMA) return NOWHERE;
    previous = name;
    previousEnd = nameEnd;
    name = end + 1;
  }
}

function skipList(bytes: Buffer, at: number, levels: number): number {
  if (bytes[at + 1] === CLOSE_LIST) return at + 2;
  for (let item = at + 1; ;) {
    const end = skipValue(bytes, item, levels);
    if (end === NOWHERE) return NOWHERE;
    if (bytes[end] === CLOSE_LIST) return end + 1;
    if (bytes[end] !== COMMA) return NOWHERE;
    item = end + 1;
  }
}

/** Numbers are written as ECMAScript writes them (RFC 8785, section 3.2.2.3). */
function skipNumber(bytes: Buffer, at: number): number {
  let end = at;
  while (isDigit(bytes[end] ?? 0)) end += 1;
  if (!isOfNumber(bytes[end] ?? 0) && end > at && end - at <= SHORT_COUNT) {
    return bytes[at] === ZERO && end > at + 1 ? NOWHERE : end;
  }
  while (isOfNumber(bytes[end] ?? 0)) end += 1;
  const text = bytes.toString('latin1', at, end);
  const value = Number(text);
  return Number.isFinite(value) && String(value) === text ? end : NOWHERE;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

function isOfNumber(byte: number): boolean {
  // Digits, + - . E e.
  return isDigit(byte) || byte === 0x2b || byte === MINUS || byte === 0x2e || (byte | 0x20) === 0x65;
}

function skipLiteral(bytes: Buffer, at: number): number {
  for (const word of LITERALS) {
    const end = skipLetters(bytes, at, word);
    if (end !== NOWHERE) return end;
  }
  return NOWHERE;
}

/** Whether one name comes before another by UTF-16 code units (RFC 8785, section 3.2.3); each is given with its quotes. */
function isBefore(bytes: Buffer, a: number, aEnd: number, b: number, bEnd: number): boolean {
  for (let i = 1; ; i += 1) {
    const x = bytes[a + i] ?? 0;
    const y = bytes[b + i] ?? 0;
    // Where letters are escaped or not ASCII, the order of the bytes need not be that of the letters.
    if (x === BACKSLASH || y === BACKSLASH || x > 0x7f || y > 0x7f) {
      return nameAt(bytes, a, aEnd) < nameAt(bytes, b, bEnd);
    }
    // The closing quote: a name that is over comes before every one that goes on.
    if (x === QUOTE) return y !== QUOTE;
    if (y === QUOTE) return false;
    if (x !== y) return x < y;
  }
}

function nameAt(bytes: Buffer, at: number, end: number): string {
  return JSON.parse(bytes.toString('utf8', at, end)) as string;
}
