import { LRUCache } from 'lru-cache';
import type Database from 'better-sqlite3';
import type { EventStore } from '../../event-store/port.js';
import type { Disclosure } from '../../kernel/personal.js';
import type { Entry, EntryRef, LedgerRecord } from '../../kernel/entry.js';
import { dateOfAct } from '../../kernel/dated.js';
import { evolve, isMaintenance } from '../../kernel/entry.js';
import { isQualified } from '../../kernel/edtf.js';
import { RelativeDates, type RecordSource } from '../../kernel/relative-dates.js';
import type { KnownStatuses } from '../../kernel/status-model.js';
import type { StatusStretch } from '../../registry/document.js';
import { kindNamed } from '../../registry/registry.js';
import type { RecordRow } from './entry-rows.js';
import type { RecordToWrite } from './record-renderer.js';
import { digestsOf } from './record-renderer.js';
import { renderRecord, rowsOf } from './rendered-record.js';
import type { Views } from './views-file.js';
import { EntriesUpTo, type IndexedEntry } from './entries-up-to.js';
import type { VersionRows } from './version-writer.js';
import { VersionWriter } from './version-writer.js';

/** Decoded entries that are kept in memory: some tens of megabytes. */
const REMEMBERED_ENTRIES = 20_000;

/** Records whose statuses on all days are kept in memory. */
const REMEMBERED_STATUSES = 5_000;

/**
 * Answers about records with more entries than this are not kept for every version of theirs, but worked out when
 * somebody asks: each of a long record's versions would hold all that the ones before it hold.
 */
const KEPT_UP_TO_ENTRIES = 32;

interface VersionToWrite extends RecordToWrite {
  index: number;
  /** The event is one of another record, on which dates of this one depend. */
  isDependent: boolean;
}

/**
 * Makes the versions of records: what the views showed after each event. It goes through the entries that the views have
 * taken in, in the order of the log, and shows after each the record that it belongs to, and those whose dates depend on
 * it, exactly as the status views did. Behind the views, and never in their way: they are shown first.
 */
export class VersionMaker {
  private readonly database: Database.Database;
  private readonly writer: VersionWriter;
  private readonly entries: EntriesUpTo;
  private readonly records = new LRUCache<number, LedgerRecord>({
    maxSize: REMEMBERED_ENTRIES,
    sizeCalculation: ({ entries }) => entries.length + 1,
  });
  /** The statuses on all days that records had before their next entry. */
  private readonly statuses = new LRUCache<number, readonly StatusStretch[]>({ max: REMEMBERED_STATUSES });
  /** What the dates of records depend on since the last transaction; it is not in the tables yet. */
  private readonly newDependencies = new Map<number, readonly EntryRef[]>();
  private count: number;

  constructor(
    private readonly store: Pick<EventStore, 'disclosures'>,
    { database }: Pick<Views, 'database'>,
  ) {
    this.database = database;
    this.writer = new VersionWriter(database);
    this.entries = new EntriesUpTo(database);
    this.count = this.writer.made();
  }

  /** Number of the ledger's events that have their versions. */
  get made(): number {
    return this.count;
  }

  /**
   * Makes the versions of further entries, up to `limit` of them or until `ms` milliseconds have passed, as far as the log
   * is taken in: `taken` is the number of events that are. Gives whether anything was left to do. Only one of its promises
   * may be under way at a time.
   */
  async advance(limit: number, taken: number, ms = Infinity): Promise<boolean> {
    if (this.count >= taken) return false;
    const end = performance.now() + ms;
    this.newDependencies.clear();
    const batch = this.entries.from(this.count, limit);
    const toWrite: VersionToWrite[] = [];
    let done = 0;
    for (const indexed of batch) {
      toWrite.push(...this.afterEntry(indexed));
      done += 1;
      if (performance.now() > end) break;
    }
    const disclosures = await this.store.disclosures(digestsOf(toWrite));
    // Events that are parked have no entries: once no entry is left, all events are dealt with.
    const isAll = done === batch.length && batch.length < limit;
    const made = isAll ? taken : (batch[done - 1]?.index ?? 0) + 1;
    this.database
      .transaction(() => {
        for (const each of toWrite) {
          this.writer.save(each.row, each.index, versionOf(each, disclosures));
          if (each.isDependent) this.writer.saveDependentChange(each.index, each.row.seq);
        }
        this.writer.saveMade(made);
      })
      .immediate();
    this.count = made;
    return true;
  }

  private afterEntry({ index, row, entry }: IndexedEntry): VersionToWrite[] {
    const before = this.records.get(row.seq) ?? this.entries.recordBefore(row, index);
    this.records.set(row.seq, evolve(before, entry));
    const seqs = new Set([row.seq, ...this.dependentsOf(row, entry, before.entries.length === 0)]);
    const source = this.recordsAt(index);
    const dates = new RelativeDates(source);
    return [...seqs].flatMap((seq) =>
      this.versions(seq, index, { source, dates }, seq === row.seq ? entry : undefined),
    );
  }

  /** Other records as they were with an event. */
  private recordsAt(index: number): RecordSource {
    return (name, id) => {
      const other = this.entries.rowOf(name, id);
      return other && other.seq <= index ? this.recordAt(other, index) : undefined;
    };
  }

  private dependentsOf(row: RecordRow, entry: Entry, isNew: boolean): number[] {
    if (entry.type === 'EntryCorrected' || entry.type === 'EntryVoided') return this.dependents(row);
    return [...(isNew ? [''] : []), entry.id].flatMap((event) => this.dependents(row, event));
  }

  private dependents({ kind, id }: RecordRow, event?: string): number[] {
    const dependsOnIt = (to: EntryRef): boolean =>
      to.kind === kind && to.id === id && (event === undefined || (to.event ?? '') === event);
    const kept = this.writer.dependents(kind, id, event).filter((seq) => !this.newDependencies.has(seq));
    return [...kept, ...[...this.newDependencies].filter(([, refs]) => refs.some(dependsOnIt)).map(([seq]) => seq)];
  }

  /** @param next the entry that the record has got, where that is all that has changed */
  private versions(
    seq: number,
    index: number,
    { source, dates }: { source: RecordSource; dates: RelativeDates },
    next: Entry | undefined,
  ): VersionToWrite[] {
    const row = this.entries.rowAt(seq);
    const kind = row && kindNamed(row.kind);
    if (!row || !kind) return [];
    const record = this.recordAt(row, index);
    const documents = record.entries.length <= KEPT_UP_TO_ENTRIES;
    const before = this.statuses.get(seq);
    const knownStatuses = before && next ? knownBefore(next, kind.statusModel.timeless, before) : undefined;
    const rendered = renderRecord(kind, record, source, { documents, days: true, knownStatuses, dates });
    const { statuses } = 'parts' in rendered ? rendered.parts : {};
    if (statuses) this.statuses.set(seq, statuses);
    else this.statuses.delete(seq);
    this.newDependencies.set(seq, 'parts' in rendered ? rendered.parts.dependencies : []);
    return [{ row, index, record, rendered, isDependent: next === undefined }];
  }

  private recordAt(row: RecordRow, index: number): LedgerRecord {
    const known = this.records.get(row.seq);
    if (known) return known;
    const record = this.entries.recordBefore(row, index + 1);
    this.records.set(row.seq, record);
    return record;
  }
}

/**
 * What stays known of a record that has got an entry: the statuses of the days before that entry may have happened. Of a
 * correction and the like, of a relative date, and of what is so on every day, nothing stays.
 */
function knownBefore(
  { type, data, recordedOn }: Entry,
  timeless: readonly string[],
  statuses: readonly StatusStretch[],
): KnownStatuses | undefined {
  const { date, relativeDate } = data.act;
  if (isMaintenance(type) || timeless.includes(type) || relativeDate || date === null || isQualified(date))
    return undefined;
  const { earliest } = dateOfAct(date, recordedOn).when;
  return earliest === null ? undefined : { statuses, before: earliest };
}

/** Undefined for a record that cannot be shown: there is no version of it then. */
function versionOf(
  { record, rendered }: VersionToWrite,
  disclosures: ReadonlyMap<string, Disclosure>,
): VersionRows | undefined {
  const rows = rowsOf(rendered, disclosures);
  const { statuses, turningDays = [] } = 'parts' in rendered ? rendered.parts : {};
  const known = record.entries.at(-1)?.recordedOn;
  if (typeof rows === 'string' || statuses === undefined || known === undefined) return undefined;
  if (statuses.some(({ status }) => typeof status !== 'string')) return undefined;
  return { rows, statuses, known, turningDays };
}
