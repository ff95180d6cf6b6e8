import { CannotCheck } from './verdict.js';

/** Longest line, in bytes: a foreign event may be large, but what has no lines at all is no export. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

const NEWLINE = 0x0a;

/** A line is longer than any of an export. */
export class LineTooLong extends CannotCheck {
  constructor() {
    super(`a line has more than ${MAX_LINE_BYTES} bytes: no export has such a line`);
  }
}

/**
 * Cuts a stream of bytes into lines, without their newlines; each array holds those that became whole together.
 * @returns what stands behind the last newline
 * @throws LineTooLong for a line of more than 64 MiB
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
    if (held > MAX_LINE_BYTES) throw new LineTooLong();
    yield lines;
  }
  return Buffer.concat(begun);
}
