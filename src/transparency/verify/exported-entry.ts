import { isUtf8 } from 'node:buffer';
import { decodeBase64 } from '../base64.js';
import { isCanonical, NOWHERE, numberAt, skipCount, skipLetters, skipString, skipValue } from './canonical.js';

/*
 * The bytes of an entry of the log, read without trusting them: one object of canonical JSON with these members,
 *
 *     {"data":…,"id":"…","index":0,"metadata":…,"revision":0,"stream":"…","type":"…"}
 *
 * where stored bytes that are not canonical JSON by themselves stand in base64, as `dataRaw` for `data` and as `metadataRaw`
 * for `metadata`. leaf.ts writes them; this reads them by itself, since it is here to find what others did wrong.
 */

/** What the verifier has to know of an entry. */
export interface Entry {
  /** Place in the log, from 0. */
  readonly index: number;
  /** Place in the stream, from 0. */
  readonly revision: number;
  /** Name of the stream as it is written, escapes included. */
  readonly stream: string;
}

const DATA = Buffer.from('{"data":');
const DATA_RAW = Buffer.from('{"dataRaw":');
const ID = Buffer.from(',"id":');
const INDEX = Buffer.from(',"index":');
const METADATA = Buffer.from(',"metadata":');
const METADATA_RAW = Buffer.from(',"metadataRaw":');
const REVISION = Buffer.from(',"revision":');
const STREAM = Buffer.from(',"stream":');
const TYPE = Buffer.from(',"type":');
const END = Buffer.from('}');

/** What an entry says; undefined for bytes that are not exactly those of an entry. */
export function readEntry(bytes: Buffer): Entry | undefined {
  if (!isUtf8(bytes)) return undefined;
  const dataEnd = skipStored(bytes, 0, DATA, DATA_RAW);
  const idEnd = skipString(bytes, skipLetters(bytes, dataEnd, ID));
  const index = skipLetters(bytes, idEnd, INDEX);
  const indexEnd = skipCount(bytes, index);
  const metadataEnd = skipStored(bytes, indexEnd, METADATA, METADATA_RAW);
  const revision = skipLetters(bytes, metadataEnd, REVISION);
  const revisionEnd = skipCount(bytes, revision);
  const stream = skipLetters(bytes, revisionEnd, STREAM);
  const streamEnd = skipString(bytes, stream);
  const typeEnd = skipString(bytes, skipLetters(bytes, streamEnd, TYPE));
  if (skipLetters(bytes, typeEnd, END) !== bytes.length) return undefined;
  return {
    index: numberAt(bytes, index, indexEnd),
    revision: numberAt(bytes, revision, revisionEnd),
    stream: bytes.toString('utf8', stream + 1, streamEnd - 1),
  };
}

/** Where what was stored ends, written in the one way that is right for it, or NOWHERE. */
function skipStored(bytes: Buffer, at: number, name: Buffer, rawName: Buffer): number {
  const value = skipLetters(bytes, at, name);
  if (value !== NOWHERE) return skipValue(bytes, value);
  const raw = skipLetters(bytes, at, rawName);
  const end = skipString(bytes, raw);
  if (end === NOWHERE) return NOWHERE;
  const stored = decodeBase64(bytes.toString('utf8', raw + 1, end - 1));
  return stored !== undefined && !isCanonical(stored) ? end : NOWHERE;
}
