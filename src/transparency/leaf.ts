import { isUtf8 } from 'node:buffer';
import canonicalize from 'canonicalize';
import { decodeBase64 } from './base64.js';

/*
 * The bytes of an event as an entry of the log. They are one object of canonical JSON (RFC 8785) in UTF-8, without a newline
 * inside or behind:
 *
 *     {"data":…,"id":"…","index":0,"metadata":…,"revision":0,"stream":"…","type":"…"}
 *
 * `index` is the place in the log and `revision` that in the stream, both counted from 0. `data` and `metadata` are stored
 * as texts. A text that is canonical JSON by itself is put in as it is. Anything else, which nobody but a stranger or a
 * fault can have written, must keep its hash too: instead of `data` there is then `dataRaw`, instead of `metadata`
 * `metadataRaw`, a string with the base64 (RFC 4648, section 4) of the stored bytes, be they a text in UTF-8 or none. Names
 * stay in order either way.
 *
 * A text counts as canonical JSON when it is the RFC 8785 form of what it says and is nested 64 levels deep at most. RFC 8785
 * sets no limit; without one, the bytes of an event would depend on how deep a parser can go.
 */

/** Deepest nesting of arrays and objects in `data` or `metadata` as JSON; a number alone has depth 0. */
export const MAX_DEPTH = 64;

/** An event as it is stored. */
export interface LeafEvent {
  /** In the log: 0, 1, 2 … */
  readonly index: number;
  readonly stream: string;
  /** In the stream: 0, 1, 2 … */
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  /** As stored, JSON or not. */
  readonly data: string;
  readonly metadata: string;
  /** The stored bytes of either, where they are no UTF-8, and only there. */
  readonly dataBytes?: Uint8Array;
  readonly metadataBytes?: Uint8Array;
}

/** The bytes are not those of an event. */
export class LeafError extends Error {
  override readonly name = 'LeafError';
}

/**
 * The bytes of an event, however many they are: that a bundle of tiles.ts takes 65,535 at most is for the writer to keep.
 * @throws LeafError for an index or revision that is no count, for half of a surrogate pair, which has no UTF-8, and for bytes
 *   beside a text that are UTF-8
 */
export function leafBytes(event: LeafEvent): Buffer {
  const { data, metadata, dataBytes, metadataBytes } = event;
  return Buffer.from(envelope(event, member('data', data, dataBytes), member('metadata', metadata, metadataBytes)));
}

/**
 * The event that these bytes are of.
 * @throws LeafError for everything that `leafBytes` does not give: other names, another order, spaces, duplicate names …
 */
export function readLeaf(bytes: Uint8Array): LeafEvent {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isUtf8(buffer)) throw new LeafError('an entry is valid UTF-8');
  const text = buffer.toString();
  const members = parseObject(text);
  const data = storedText(members, 'data');
  const metadata = storedText(members, 'metadata');
  const event: LeafEvent = {
    index: members.index as number,
    stream: members.stream as string,
    revision: members.revision as number,
    id: members.id as string,
    type: members.type as string,
    data: data.text,
    metadata: metadata.text,
    ...(data.bytes === undefined ? {} : { dataBytes: data.bytes }),
    ...(metadata.bytes === undefined ? {} : { metadataBytes: metadata.bytes }),
  };
  if (envelope(event, data.member, metadata.member) !== text)
    throw new LeafError('an entry is not written as it has to be');
  return event;
}

/** Whether a text is canonical JSON as this log means it. */
export function isCanonical(text: string): boolean {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  return canonicalText(value) === text;
}

type TextName = 'data' | 'metadata';

function envelope(event: LeafEvent, data: string, metadata: string): string {
  const { index, stream, revision, id, type } = event;
  if (!isCount(index) || !isCount(revision)) throw new LeafError('an index and a revision are whole numbers from 0');
  return `{${data},"id":${quoted(id)},"index":${index},${metadata},"revision":${revision},"stream":${quoted(stream)},"type":${quoted(type)}}`;
}

/** A stored text, or the bytes that are none, as a member of the envelope. */
function member(name: TextName, text: string, bytes?: Uint8Array): string {
  if (bytes) {
    if (isUtf8(bytes)) throw new LeafError(`the bytes of ${name} are a text`);
    return `"${name}Raw":"${Buffer.from(bytes).toString('base64')}"`;
  }
  if (isCanonical(text)) return `"${name}":${text}`;
  if (hasLoneSurrogate(text)) throw new LeafError(`half of a surrogate pair stands in ${name}`);
  return `"${name}Raw":"${Buffer.from(text).toString('base64')}"`;
}

/** What was stored, as text and as the bytes where these are none. */
interface Stored {
  readonly text: string;
  readonly bytes?: Buffer;
  /** The member that it has to be written as. */
  readonly member: string;
}

/** The other way. */
function storedText(members: Record<string, unknown>, name: TextName): Stored {
  const raw = members[`${name}Raw`];
  if (raw === undefined) {
    const text = canonicalText(members[name]);
    if (text === undefined) throw new LeafError(`${name} is missing, or not canonical JSON`);
    return { text, member: `"${name}":${text}` };
  }
  const bytes = typeof raw === 'string' ? decodeBase64(raw) : undefined;
  if (bytes === undefined) throw new LeafError(`${name}Raw is not base64`);
  const text = bytes.toString();
  return isUtf8(bytes) ? { text, member: member(name, text) } : { text, bytes, member: member(name, text, bytes) };
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LeafError('an entry is JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new LeafError('an entry is an object');
  return value as Record<string, unknown>;
}

/**
 * RFC 8785 form of a parsed value; undefined when it has none or is nested too deep.
 *
 * RFC 8785 writes numbers and strings as ECMAScript does, and sorts names. So where names are in order already, one native
 * call gives the form, several times faster than the library, which judges all the rest.
 */
function canonicalText(value: unknown): string | undefined {
  if (isInOrder(value, MAX_DEPTH)) {
    const text = JSON.stringify(value) as string | undefined;
    // Half of a surrogate pair is written as an escape, which RFC 8785 forbids; the library tells it from those letters.
    if (text !== undefined && !text.includes('\\ud')) return text;
  }
  if (isDeeperThan(MAX_DEPTH, value)) return undefined;
  try {
    return canonicalize(value);
  } catch {
    return undefined;
  }
}

/** Whether names are sorted by UTF-16 code units (RFC 8785, section 3.2.3) everywhere, at most `levels` deep. */
function isInOrder(value: unknown, levels: number): boolean {
  // A number too large for a double was read as infinite; JSON would write it as null.
  if (typeof value !== 'object' || value === null) return typeof value !== 'number' || Number.isFinite(value);
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isInOrder(item, levels - 1));
  const object = value as Record<string, unknown>;
  let last = '';
  // A parsed value has no other names than its own, in the order in which JSON.stringify writes them.
  for (const name in object) {
    if (name < last || !isInOrder(object[name], levels - 1)) return false;
    last = name;
  }
  return true;
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function quoted(text: unknown): string {
  if (typeof text !== 'string' || hasLoneSurrogate(text)) throw new LeafError('an id, a stream and a type are text');
  return JSON.stringify(text);
}

function hasLoneSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}
