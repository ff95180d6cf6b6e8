import type { Checkpoint } from '../checkpoint.js';
import { leafHash } from '../merkle.js';
import { RootBuilder } from '../tree.js';
import { ExportReader, isEntryLine } from './export-file.js';
import { LineTooLong, linesOf } from './lines.js';
import type { Trust } from './trust.js';
import type { Finding, Good, Verdict } from './verdict.js';
import { CannotCheck, NotGood } from './verdict.js';

/** Opens the file from its beginning; it is read a second time where the first bad entry has to be looked for. */
export type OpenFile = () => AsyncIterable<Uint8Array>;

export interface VerifyOptions extends Trust {
  /** Is called now and then with how many bytes of the file have been read, and how many entries were good. */
  readonly onProgress?: (bytes: number, entries: number) => void;
  /** What comes through a pipe can be read once: then the first bad entry is not looked for. */
  readonly isReadOnce?: boolean;
}

/**
 * Checks an export for auditors: that its checkpoint is signed, that every entry and nothing else is what was signed, that
 * older checkpoints are beginnings of it, that no stream has a hole, and that texts are those behind the digests.
 * @returns good, not good with the first finding, or that it could not be checked and why
 */
export async function verify(open: OpenFile, options: VerifyOptions = {}): Promise<Verdict> {
  const reader = new ExportReader(options);
  let line = 0;
  try {
    return await readAll(open, reader, options.onProgress, () => (line += 1));
  } catch (error) {
    if (error instanceof NotGood) {
      const finding = { line, ...error.finding };
      return { verdict: 'not-good', finding: await narrowed(finding, reader, options.isReadOnce ? undefined : open) };
    }
    // The first line says that it is an export; before that it is none.
    if (error instanceof LineTooLong && reader.isOpened)
      return { verdict: 'not-good', finding: { rule: 'form', message: error.message, line: line + 1 } };
    if (error instanceof CannotCheck) return { verdict: 'unchecked', reason: error.message };
    const { syscall, message } = error as NodeJS.ErrnoException;
    // What the system says of a file that cannot be read.
    if (syscall !== undefined) return { verdict: 'unchecked', reason: message };
    throw error;
  }
}

async function readAll(
  open: OpenFile,
  reader: ExportReader,
  onProgress: VerifyOptions['onProgress'],
  onLine: () => void,
): Promise<Good> {
  let bytes = 0;
  const lines = linesOf(counted(open(), (count) => (bytes += count)));
  try {
    for (let next = await lines.next(); ; next = await lines.next()) {
      if (next.done) return reader.end(next.value);
      for (const line of next.value) {
        onLine();
        reader.line(line);
      }
      onProgress?.(bytes, reader.entries);
    }
  } finally {
    // The first finding ends it: the file is closed.
    await lines.return(Buffer.of());
  }
}

/**
 * Where the hashes in the file do not help, the entries themselves are hashed and held against every signed root there is:
 * the first bad one lies between the last that they lead to and the first that they do not lead to.
 */
async function narrowed(finding: Finding, { heads }: ExportReader, open: OpenFile | undefined): Promise<Finding> {
  const isNamed = finding.index !== undefined || finding.between !== undefined;
  if (heads.length === 0 || isNamed || (finding.rule !== 'root' && finding.rule !== 'hashes')) return finding;
  if (!open)
    return { ...finding, message: `${finding.message}; which entry it is can be found in a file, not through a pipe` };
  const tree = new RootBuilder();
  const good = new Set<Checkpoint>();
  const compare = (): void => {
    for (const head of heads) {
      if (head.size === BigInt(tree.size) && Buffer.compare(tree.root(), head.root) === 0) good.add(head);
    }
  };
  const sizes = new Set(heads.map(({ size }) => Number(size)));
  try {
    for await (const lines of linesOf(open())) {
      for (const line of lines.filter(isEntryLine)) {
        tree.append(leafHash(line));
        if (sizes.has(tree.size)) compare();
      }
    }
  } catch {
    // What comes later in the file, or that it can no longer be read, makes nothing good that was not.
    return finding;
  }
  const bad = heads.filter((head) => !good.has(head)).map(({ size }) => Number(size));
  if (bad.length === 0)
    return { ...finding, message: `${finding.message}; the entries by themselves lead to the signed root` };
  const first = Math.min(...bad);
  const before = [...good].map(({ size }) => Number(size)).filter((size) => size < first);
  return { ...finding, between: [Math.max(0, ...before), first] };
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}
