import { isUtf8 } from 'node:buffer';
import type { NewEvent } from './port.js';

/** The bytes of an event as a store holds them. */
interface StoredBytes {
  readonly data: Buffer;
  readonly metadata: Buffer;
}

/** Data and metadata as the port gives them, out of the bytes in a store. */
export function textsOf(stored: StoredBytes): Omit<NewEvent, 'id' | 'type'> {
  return { data: stored.data.toString(), metadata: stored.metadata.toString(), ...bytesOfNoText(stored) };
}

/** What the port gives beside the texts: the bytes of those that are no UTF-8. */
export function bytesOfNoText({ data, metadata }: StoredBytes): Pick<NewEvent, 'dataBytes' | 'metadataBytes'> {
  return {
    ...(isUtf8(data) ? {} : { dataBytes: data }),
    ...(isUtf8(metadata) ? {} : { metadataBytes: metadata }),
  };
}
