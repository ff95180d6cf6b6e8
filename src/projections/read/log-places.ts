import type Database from 'better-sqlite3';
import type { RecordKind } from '../../kernel/kind.js';
import { voidsIn } from '../../kernel/effective.js';
import type { Entry, LedgerRecord } from '../../kernel/entry.js';
import type { Day } from '../../kernel/edtf.js';
import type { Names } from '../../kernel/names.js';
import { KINDS } from '../../registry/registry.js';
import { nameOn } from './names-by-day.js';
import type { Views } from '../write/views-file.js';

/** An entry of some record, with its number in the ledger and its data, personal values still sealed. */
export interface PlacedEntry {
  index: number;
  revision: number;
  id: string;
  type: string;
  recordedAt: string;
  actor: string;
  data: Entry['data'];
}

/** A correction, the entry that it names where the record has it, and the record. */
export interface PlacedCorrection {
  record: { kind: string; id: string; title: Names | null };
  correction: PlacedEntry;
  corrected: PlacedEntry | undefined;
  /** The void that undid the correction, if one did. */
  undone: { event: string; recordedAt: string } | undefined;
  /** The record with what it has of corrections and voids alone, and the entry that this one names. */
  target: LedgerRecord;
}

/** A record whose dates depend on an entry of another. */
export interface DependentRecord {
  kind: string;
  id: string;
  title: Names | null;
  /** Whether its statuses became others with the event asked about; null while its versions have not come so far. */
  statusesDiffered: boolean | null;
}

type LeaningColumns = [kind: string, id: string, title: string | null, statusesDiffered: 0 | 1 | null];
type EntryColumns = [
  index: number,
  revision: number,
  id: string,
  type: string,
  recordedAt: string,
  actor: string,
  data: string,
];
type CorrectionColumns = [seq: number, kind: string, id: string, title: string | null, ...correction: EntryColumns];
type ShortColumns = [id: string, type: string, recordedAt: string, data: string];

/** JSON list of the categories of streams. */
const CATEGORIES = JSON.stringify([...new Set(KINDS.map(({ category }) => category))]);

const ENTRY = 'e.idx, e.revision, e.id, e.type, e.recorded_at, e.actor, e.data';

/** Tells where in the ledger entries stand, and what records are called, as far as the views have taken them in. */
export class LogPlaces {
  private readonly run: ReturnType<typeof prepareAll>;

  constructor({ database }: Pick<Views, 'database'>) {
    this.run = prepareAll(database);
  }

  /** Number of the last event that the views show; -1 before the first. */
  head(): number {
    return (this.run.events.get() ?? 0) - 1;
  }

  /** The numbers in the ledger of a record's entries, by revision; empty where the views know no such record. */
  ofRecord(kind: RecordKind, id: string): Map<number, number> {
    return new Map(this.run.places.all(kind.category, id));
  }

  /** The corrections and voids before a place in the ledger (the end without one), newest first. */
  corrections(before: number | undefined, limit: number): PlacedCorrection[] {
    const rows = this.run.corrections.all(before ?? Number.MAX_SAFE_INTEGER, limit);
    const known = new Map<number, { corrections: LedgerRecord; voids: ReturnType<typeof voidsIn> }>();
    return rows.map(([seq, kind, id, title, ...columns]) => {
      const correction = entryOf(columns);
      const { corrects, voids: names } = correction.data as { corrects?: unknown; voids?: unknown };
      const named = corrects ?? names;
      const corrected = typeof named === 'string' ? this.run.entry.get(seq, named) : undefined;
      const { corrections, voids } = known.get(seq) ?? this.correctionsOf(seq, id);
      known.set(seq, { corrections, voids });
      const undone = voids.get(correction.id);
      const isAmong = corrections.entries.some((entry) => entry.id === named);
      const first = corrected && !isAmong ? [entryOf(corrected) as unknown as Entry] : [];
      return {
        record: { kind, id, title: title === null ? null : (JSON.parse(title) as Names) },
        correction,
        corrected: corrected && entryOf(corrected),
        undone: undone && { event: undone.id, recordedAt: undone.recordedAt },
        target: { id, entries: [...first, ...corrections.entries] },
      };
    });
  }

  /**
   * What records of these ids were called on a day (rule 20) when the ledger had come to an event, or are called now where no
   * version of that time is kept; absent for those that have no name, or an erased one.
   */
  titles(ids: readonly string[], index: number, day: Day): Map<string, Names> {
    if (ids.length === 0) return new Map();
    const rows = this.run.titles.all({ ids: JSON.stringify(ids), categories: CATEGORIES, index });
    const names = rows.map(([id, title, called]) => [id, nameOn(title, called, day)] as const);
    return new Map(names.flatMap(([id, name]) => (name === null ? [] : [[id, name]])));
  }

  /**
   * The other records whose dates depend now on any of these entries of a record, in the order in which they were begun, and
   * what became of their statuses with an event of it.
   * @param events ids of entries; '' for the one that began the record, whichever it is
   */
  dependentsOf(kind: string, id: string, events: readonly string[], index: number, limit: number): DependentRecord[] {
    const rows = this.run.dependents.all({ kind, id, events: JSON.stringify(events), index, limit });
    return rows.map(([of, named, title, statusesDiffered]) => ({
      kind: of,
      id: named,
      title: title === null ? null : (JSON.parse(title) as Names),
      statusesDiffered: statusesDiffered === null ? null : statusesDiffered === 1,
    }));
  }

  /** The record with its corrections and voids alone: whether one of them counts follows from the others. */
  private correctionsOf(seq: number, id: string): { corrections: LedgerRecord; voids: ReturnType<typeof voidsIn> } {
    const entries = this.run.correctionsOf.all(seq).map(([event, type, recordedAt, data]) => ({
      id: event,
      type,
      recordedAt,
      data: JSON.parse(data) as Entry['data'],
    }));
    const corrections = { id, entries: entries as unknown as Entry[] };
    return { corrections, voids: voidsIn(corrections) };
  }
}

function entryOf([index, revision, id, type, recordedAt, actor, data]: EntryColumns): PlacedEntry {
  return { index, revision, id, type, recordedAt, actor, data: JSON.parse(data) as Entry['data'] };
}

function prepareAll(database: Database.Database) {
  return {
    events: database.prepare<[], number>('SELECT events FROM checkpoint').pluck(),
    places: database
      .prepare<[string, string], [number, number]>(
        `SELECT e.revision, e.idx FROM record r JOIN entry e ON e.record = r.seq WHERE r.category = ? AND r.id = ?
         ORDER BY e.idx`,
      )
      .raw(),
    corrections: database
      .prepare<[number, number], CorrectionColumns>(
        `SELECT r.seq, r.kind, r.id, l.title, ${ENTRY} FROM entry e JOIN record r ON r.seq = e.record
         LEFT JOIN listed l ON l.record = r.seq
         WHERE e.type IN ('EntryCorrected', 'EntryVoided') AND e.idx < ? ORDER BY e.idx DESC LIMIT ?`,
      )
      .raw(),
    entry: database
      .prepare<[number, string], EntryColumns>(`SELECT ${ENTRY} FROM entry e WHERE e.record = ? AND e.id = ?`)
      .raw(),
    titles: database
      .prepare<[object], [id: string, title: string | null, called: string | null]>(
        `SELECT r.id, CASE WHEN v.record IS NULL THEN l.title ELSE v.title END,
           CASE WHEN v.record IS NULL THEN l.called ELSE v.called END
         FROM json_each(@ids) i CROSS JOIN json_each(@categories) c
         JOIN record r ON r.category = c.value AND r.id = i.value
         LEFT JOIN listed_version v ON v.record = r.seq AND v.from_idx <= @index AND v.to_idx > @index
         LEFT JOIN listed l ON l.record = r.seq`,
      )
      .raw(),
    dependents: database
      .prepare<[object], LeaningColumns>(
        `SELECT r.kind, r.id, l.title,
           CASE WHEN (SELECT events FROM versions_made) > @index
             THEN EXISTS (SELECT 1 FROM status_version v WHERE v.record = r.seq AND v.from_idx = @index) END
         FROM (SELECT DISTINCT d.record FROM json_each(@events) e
           JOIN date_dependency d ON d.to_kind = @kind AND d.to_id = @id AND d.to_event = e.value) d
         JOIN record r ON r.seq = d.record LEFT JOIN listed l ON l.record = r.seq
         WHERE r.kind != @kind OR r.id != @id ORDER BY r.seq LIMIT @limit`,
      )
      .raw(),
    correctionsOf: database
      .prepare<[number], ShortColumns>(
        `SELECT id, type, recorded_at, data FROM entry
         WHERE record = ? AND type IN ('EntryCorrected', 'EntryVoided') ORDER BY idx`,
      )
      .raw(),
  };
}
