/**
 * A thread of a rebuild: loads records from the file that is being made, works out what is shown of them, and says which
 * personal values that takes; given these, it gives the rows to write. It writes nothing itself.
 */
import Database from 'better-sqlite3';
import { parentPort, workerData } from 'node:worker_threads';
import type { RecordToWrite } from '../write/record-renderer.js';
import { digestsOf, RecordRenderer } from '../write/record-renderer.js';
import type { RenderedRows } from '../write/rendered-record.js';
import { rowsOf } from '../write/rendered-record.js';
import type { ThreadData, ThreadRequest } from './render-threads.js';
import type { RecordRow } from '../write/entry-rows.js';
import { ViewWriter } from '../write/view-writer.js';

/** SQLite reads that much of the file without copying it: entries of a record lie far from each other. */
const MAPPED_BYTES = 2 ** 40;

const { file } = workerData as ThreadData;
const underWay = new Map<number, RecordToWrite[]>();
let open: ((rows: readonly RecordRow[]) => RecordToWrite[]) | undefined;

parentPort?.on('message', (request: ThreadRequest) => {
  if ('rows' in request) {
    // Opened only now: while entries are taken in, nobody else may read the file.
    open ??= openFile();
    const toWrite = open(request.rows);
    underWay.set(request.lane, toWrite);
    parentPort?.postMessage(digestsOf(toWrite));
    return;
  }
  const toWrite = underWay.get(request.lane) ?? [];
  const written = toWrite.map(({ rendered }) => rowsOf(rendered, request.disclosures));
  parentPort?.postMessage(written, [gathered(written)]);
});

function openFile(): NonNullable<typeof open> {
  const database = new Database(file, { readonly: true });
  database.pragma(`mmap_size = ${MAPPED_BYTES}`);
  database.pragma('trusted_schema = 0');
  const renderer = new RecordRenderer(new ViewWriter(database));
  // One transaction for all: each of its own would ask for the state of the write-ahead log.
  return database.transaction((rows: readonly RecordRow[]) => renderer.renderAll(rows, new Map(), false));
}

/** Puts the bytes of all answers into one piece of memory, which is handed over and not copied. */
function gathered(written: readonly (RenderedRows | string)[]): ArrayBuffer {
  const documents = written.flatMap((rows) => (typeof rows === 'string' ? [] : rows.documents));
  const memory = new ArrayBuffer(documents.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let offset = 0;
  for (const document of documents) {
    const place = Buffer.from(memory, offset, document.bytes.length);
    document.bytes.copy(place);
    document.bytes = place;
    offset += place.length;
  }
  return memory;
}
