import { errorMessage } from '../../runtime/error-message.js';
import { createReadStream } from 'node:fs';
import { hash } from 'node:crypto';
import type { StoredEvent } from '../../event-store/port.js';
import type { Day } from '../../kernel/edtf.js';
import { dated } from '../../kernel/dated.js';
import type { LedgerRecord, RelativeDate } from '../../kernel/entry.js';
import { readRecord } from '../../projections/index.js';
import { statusOf } from '../../registry/document.js';
import { clockStream, confirmedAtOf } from '../../registry/clock-confirmation.js';
import { streamOf } from '../../registry/envelope.js';
import { kindNamed } from '../../registry/registry.js';
import { readLeaf } from '../../transparency/leaf.js';
import { type ExportHeader, isEntryLine } from '../../transparency/verify/export-file.js';
import { linesOf } from '../../transparency/verify/lines.js';

const ENTRIES_AT_ONCE = 200_000;

/** What folding every entry of an export gave. */
export interface Replayed {
  readonly records: number;
  /** Streams of which the file has not the beginning: a stretch of the log begins in the midst of them. */
  readonly begunBefore: number;
  /** Records by kind and status, on the day that was asked for. */
  readonly statuses: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Entries and records that could not be folded, in words; the first hundred. */
  readonly faults: readonly string[];
  readonly faultCount: number;
}

const MOST_FAULTS = 100;

export interface ReplayOptions {
  readonly file: string;
  readonly timeZone: string;
  readonly day: Day;
  readonly entries: number;
  /** Records are held in memory for so many entries at once, and the file is read again for the next; 200,000 if not given. */
  readonly atOnce?: number;
  /** Is called with how many of the entries are done: each is read several times. */
  readonly onProgress: (read: number, of: number) => void;
}

/**
 * Folds every entry of a file that was found good with the program's own `evolve` and `statusOn`. A date that is given by
 * its distance from an entry of another record is worked out where the file holds that record.
 */
export async function replay(asked: ReplayOptions): Promise<Replayed> {
  const options = { ...asked, ledger: await ledgerOf(asked.file) };
  const parts = Math.max(1, Math.ceil(options.entries / (options.atOnce ?? ENTRIES_AT_ONCE)));
  const readings = parts + 1;
  let read = 0;
  const onRead = (): void => options.onProgress(Math.floor((read += 1) / readings), options.entries);
  const leanedOn = await recordsLeanedOn(options, onRead);
  const tally = new Tally();
  for (let part = 0; part < parts; part += 1) {
    const streams = new Map<string, StoredEvent[]>();
    for await (const event of eventsOf(options.file, onRead)) {
      if (partOf(event.stream, parts) !== part) continue;
      const events = streams.get(event.stream);
      if (events) events.push(event);
      else streams.set(event.stream, [event]);
    }
    for (const [stream, events] of streams) fold(stream, events, options, leanedOn, tally);
  }
  return tally;
}

/** What folding needs to know. */
type Known = ReplayOptions & { readonly ledger: string };

class Tally implements Replayed {
  records = 0;
  begunBefore = 0;
  readonly statuses = new Map<string, Map<string, number>>();
  readonly faults: string[] = [];
  faultCount = 0;

  count(kind: string, status: string): void {
    this.records += 1;
    const ofKind = this.statuses.get(kind) ?? new Map<string, number>();
    ofKind.set(status, (ofKind.get(status) ?? 0) + 1);
    this.statuses.set(kind, ofKind);
  }

  fault(message: string): void {
    this.faultCount += 1;
    if (this.faults.length < MOST_FAULTS) this.faults.push(message);
  }
}

function fold(
  stream: string,
  events: readonly StoredEvent[],
  { ledger, timeZone, day }: Known,
  leanedOn: ReadonlyMap<string, LedgerRecord>,
  tally: Tally,
): void {
  if (stream === clockStream(ledger)) {
    const unread = events.filter((event) => confirmedAtOf(event) === undefined);
    for (const { revision } of unread) tally.fault(`${stream}, revision ${revision}: no confirmation of the clock`);
    return;
  }
  if (events[0]?.revision !== 0) {
    tally.begunBefore += 1;
    return;
  }
  const read = readRecord(ledger, events, timeZone);
  if (!read) {
    tally.fault(`${stream}: no entry of it begins a record`);
    return;
  }
  for (const [revision, why] of read.parked) tally.fault(`${stream}, revision ${revision}: ${why}`);
  const { kind } = read;
  const record = dated(kind.name, read.record, (name, id) => leanedOn.get(`${name} ${id}`));
  try {
    tally.count(kind.summaryName, statusOf(kind, record, day).status);
  } catch (error) {
    tally.fault(`${stream}: ${errorMessage(error)}`);
  }
}

/** The records from whose entries others tell their dates, and those that these depend on in turn. */
async function recordsLeanedOn(
  { file, ledger, timeZone }: Known,
  onRead: () => void,
): Promise<Map<string, LedgerRecord>> {
  const streams = new Map<string, StoredEvent[]>();
  for await (const event of eventsOf(file, onRead)) {
    for (const { to } of relativeDatesIn(event.data)) {
      const kind = kindNamed(to.kind);
      if (kind) streams.set(streamOf(ledger, kind, to.id), []);
    }
  }
  if (streams.size > 0)
    for await (const event of eventsOf(file, () => undefined)) streams.get(event.stream)?.push(event);
  const records = new Map<string, LedgerRecord>();
  for (const events of streams.values()) {
    const read = readRecord(ledger, events, timeZone);
    if (read) records.set(`${read.kind.name} ${read.record.id}`, read.record);
  }
  return records;
}

/** The relative date of an act, and one that a correction gives; none in what another program wrote. */
function relativeDatesIn(data: string): RelativeDate[] {
  if (!data.includes('"relativeDate":{')) return [];
  try {
    const { act, changes } = JSON.parse(data) as Record<'act' | 'changes', { relativeDate?: RelativeDate } | undefined>;
    return [act?.relativeDate, changes?.relativeDate].filter(
      (date) => typeof date?.to.id === 'string',
    ) as RelativeDate[];
  } catch {
    return [];
  }
}

async function ledgerOf(file: string): Promise<string> {
  for await (const [header] of linesOf(createReadStream(file))) {
    if (header) return (JSON.parse(header.toString()) as ExportHeader).ledger;
  }
  return '';
}

async function* eventsOf(file: string, onRead: () => void): AsyncGenerator<StoredEvent> {
  for await (const lines of linesOf(createReadStream(file, { highWaterMark: 256 * 1024 }))) {
    for (const line of lines) {
      if (!isEntryLine(line)) continue;
      const { index, ...event } = readLeaf(line);
      onRead();
      yield { ...event, position: String(index) };
    }
  }
}

function partOf(stream: string, parts: number): number {
  return parts === 1 ? 0 : Number.parseInt(hash('sha256', stream, 'hex').slice(0, 8), 16) % parts;
}
