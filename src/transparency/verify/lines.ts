import { CannotCheck } from './verdict.js';

/** Longest line, in bytes: a foreign event may be large, but what has no lines at all is no export. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

const NEWLINE = 0x0a;

/**
 * Cuts a stream of bytes into lines, without their newlines; each array holds those that became whole together.
 * @returns what stands behind the last newline
 * @throws CannotCheck for a line of more than 64 MiB
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer[], Buffer> {
  let begun: Buffer[] = [];
  let held = 0;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      const line = bytes.subarray(start, end);
      lines.push(begun.length === 0 ? line : Buffer.concat([...begun, line]));
      begun = [];
      held = 0;
      start = end + 1;
    }
    if (start < bytes.length) begun.push(bytes.subarray(start));
    held += bytes.length - start;
    if (held > MAX_LINE_BYTES) throw new CannotCheck(`a line has more than ${MAX_LINE_BYTES} bytes: this is no export`);
    yield lines;
  }
  return Buffer.concat(begun);
}
