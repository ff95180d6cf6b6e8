import type { DatedEntry } from '../kernel/dated.js';
import type { Day } from '../kernel/edtf.js';
import type { EffectiveEntry } from '../kernel/effective.js';
import { effectiveEntries } from '../kernel/effective.js';
import type { Entry, RelativeDate, SourcePlace } from '../kernel/entry.js';
import { isMaintenance } from '../kernel/entry.js';
import type { Modality } from '../kernel/modality.js';
import type { Personal } from '../kernel/personal.js';
import type { Audited, PlacedRecord } from './audited.js';
import { asJson, countAt, datedAt, keyOf, recordAt } from './audited.js';

/** A source that states the same act otherwise. */
export interface Contradiction {
  attestation: string;
  /** When it happened by that source (EDTF). */
  happened: string | null;
  agrees: boolean;
  statement?: Personal;
  source: SourcePlace | null;
  recordedAt: string;
}

/** An entry of another record on which a date depends. */
export interface DateDependency {
  kind: string;
  id: string;
  event: string;
  type: string;
  index: number;
  recordedAt: string;
  /** Its own date (EDTF), where it has one. */
  happened: string | null;
}

/** All that an auditor asks of one event: what, when, who, on whose word, and who says otherwise. */
export interface ExplainedEntry {
  event: string;
  type: string;
  index: number;
  revision: number;
  /** The record that it stands in, where that is another one. */
  record?: { kind: string; id: string };
  modality: Modality;
  /** When it happened (EDTF), corrections applied; null where nobody stated it. */
  happened: string | null;
  /** What a relative date comes to. */
  resolved?: string | null;
  recordedAt: string;
  actor: string;
  /** The document and the place in it. */
  source: SourcePlace | null;
  /** The entry that it corrects, voids, attests or annotates. */
  concerns?: string;
  contradictedBy: Contradiction[];
  dependsOn: DateDependency[];
}

/** Explains events by what was recorded up to an event of the ledger. */
export class EntriesAt {
  private readonly byRecord = new Map<PlacedRecord, ReadonlyMap<string, DatedEntry>>();
  private readonly found: ReadonlyMap<string, { placed: PlacedRecord; place: number }>;

  constructor(
    private readonly audited: Audited,
    private readonly index: number,
  ) {
    const found = new Map<string, { placed: PlacedRecord; place: number }>();
    for (const placed of [...audited.others.values()]) {
      const count = countAt(placed, index);
      for (const [place, { id }] of placed.record.entries.slice(0, count).entries()) found.set(id, { placed, place });
    }
    this.found = found;
  }

  /** Whether an event of that id stands in the record itself. */
  isOwn(event: string): boolean {
    const found = this.found.get(event);
    return found !== undefined && this.isAudited(found.placed);
  }

  /** The day on which an event was recorded; undefined for one that is not there. */
  recordedOn(event: string): Day | undefined {
    const found = this.found.get(event);
    return found?.placed.record.entries[found.place]?.recordedOn;
  }

  /** Undefined for an event that is not there. */
  explain(event: string): ExplainedEntry | undefined {
    const found = this.found.get(event);
    const entry = found?.placed.record.entries[found.place];
    if (!found || !entry) return undefined;
    const { placed, place } = found;
    const counted = this.datedEntryOf(placed, event);
    const act = (counted ?? entry).data.act;
    const concerns = concernedBy(entry);
    const about = counted ?? (concerns === undefined ? undefined : this.datedEntryOf(placed, concerns));
    const { kind, record } = placed;
    return {
      event,
      type: entry.type,
      index: placed.indexes[place] ?? 0,
      revision: entry.revision,
      ...(this.isAudited(placed) ? {} : { record: { kind: kind.name, id: record.id } }),
      modality: act.modality,
      happened: act.date,
      ...(act.relativeDate ? { resolved: counted?.date ?? null } : {}),
      recordedAt: entry.recordedAt,
      actor: entry.actor,
      source: asJson(act.source, this.audited.disclosures),
      ...(concerns === undefined ? {} : { concerns }),
      contradictedBy: (about?.contradictions ?? []).map((attestation) => this.contradiction(attestation)),
      dependsOn: this.dependsOn(about?.data.act.relativeDate),
    };
  }

  private contradiction({ id, data, recordedAt }: EffectiveEntry['attestations'][number]): Contradiction {
    const statement = asJson(data.statement, this.audited.disclosures);
    return {
      attestation: id,
      happened: data.happened ?? null,
      agrees: data.agrees,
      ...(statement === undefined ? {} : { statement }),
      source: asJson(data.act.source, this.audited.disclosures),
      recordedAt,
    };
  }

  /** The entries on which a date depends, one after the other, as far as they are known. */
  private dependsOn(date: RelativeDate | undefined): DateDependency[] {
    const chain: DateDependency[] = [];
    for (let next = date; next !== undefined;) {
      const { kind, id, event } = next.to;
      const placed = this.audited.others.get(keyOf(kind, id));
      const entries = placed ? effectiveEntries(recordAt(placed, this.index)) : [];
      const target = event === undefined ? entries[0] : entries.find((entry) => entry.id === event);
      if (!placed || !target || chain.some((step) => step.event === target.id)) break;
      const place = placed.record.entries.findIndex((entry) => entry.id === target.id);
      const { type, recordedAt, data } = target;
      const index = placed.indexes[place] ?? 0;
      chain.push({ kind, id, event: target.id, type, index, recordedAt, happened: data.act.date });
      next = data.act.date === null ? data.act.relativeDate : undefined;
    }
    return chain;
  }

  private isAudited({ kind, record }: PlacedRecord): boolean {
    return kind.name === this.audited.kind.name && record.id === this.audited.record.id;
  }

  private datedEntryOf(placed: PlacedRecord, event: string): DatedEntry | undefined {
    let known = this.byRecord.get(placed);
    if (!known) {
      known = new Map(datedAt(this.audited, placed, this.index).dated.map((entry) => [entry.id, entry]));
      this.byRecord.set(placed, known);
    }
    return known.get(event);
  }
}

/** The entry that a correction names. */
export function concernedBy({ type, data }: Pick<Entry, 'type' | 'data'>): string | undefined {
  if (!isMaintenance(type)) return undefined;
  const { corrects, voids, attests, annotates } = data as Partial<Record<string, unknown>>;
  return [corrects, voids, attests, annotates].find((name) => typeof name === 'string');
}
