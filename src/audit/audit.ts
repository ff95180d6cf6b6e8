import type { RecordKind } from '../kernel/kind.js';
import type { Names } from '../kernel/names.js';
import type { Personal } from '../kernel/personal.js';
import { digestsIn } from '../kernel/personal.js';
import type { LogPlaces, PlacedEntry, PlacedCorrection } from '../projections/index.js';
import { hrefTo } from '../registry/registry.js';
import type { Audited, Sources } from './audited.js';
import { asJson, loadAudited } from './audited.js';
import type { TimeOnRecord } from './correction-report.js';
import { timeOnRecord } from './corrections.js';
import type { EventBrief } from './corrections-and-voids.js';
import { correctionsIn, wrongSince } from './corrections-and-voids.js';

/** A correction anywhere in the ledger. */
export interface LedgerCorrection {
  record: { kind: string; id: string; title: Names | null; href: string };
  correction: EventBrief;
  corrected: EventBrief | null;
  reason: Personal | null;
  onRecord: TimeOnRecord | null;
  undone: { event: string; recordedAt: string } | null;
}

/** Some corrections of the ledger, newest first; `next` is the number of the last event reported. */
export interface LedgerCorrections {
  corrections: LedgerCorrection[];
  next?: number;
}

/** What an auditor asks of the ledger: its records as they lie in the log, and what was corrected or voided in any of them. */
export class Audit {
  constructor(private readonly sources: Sources & { readonly places: LogPlaces }) {}

  /** A record with all that replaying it takes; undefined for one that was never begun, as far as the views show. */
  load(kind: RecordKind, id: string): Promise<Audited | undefined> {
    return loadAudited(this.sources, kind, id);
  }

  /** Corrections and voids in the whole ledger, newest first, before the event of that number. */
  async corrections(before: number | undefined, limit: number): Promise<LedgerCorrections> {
    const found = this.sources.places.corrections(before, limit + 1);
    const page = found.slice(0, limit);
    const digests = page.flatMap(({ correction }) => digestsIn(correction.data));
    const disclosures = digests.length === 0 ? new Map() : await this.sources.store.disclosures(digests);
    const reports = page.map(({ correction, ...rest }) =>
      ledgerCorrection({ ...rest, correction: { ...correction, data: asJson(correction.data, disclosures) } }),
    );
    const last = page.at(-1)?.correction.index;
    return found.length > limit && last !== undefined ? { corrections: reports, next: last } : { corrections: reports };
  }
}

function ledgerCorrection({ record, correction, corrected, undone, target }: PlacedCorrection): LedgerCorrection {
  const { kind, id, title } = record;
  const found = correctionsIn(target).find(({ entry }) => entry.id === correction.id);
  const since = found && wrongSince(target, found);
  return {
    record: { kind, id, title, href: hrefTo(kind, id) },
    correction: brief(correction),
    corrected: corrected ? brief(corrected) : null,
    reason: (correction.data as { reason?: Personal }).reason ?? null,
    onRecord: timeOnRecord(since === undefined ? undefined : target.entries[since]?.recordedAt, correction.recordedAt),
    undone: undone ?? null,
  };
}

function brief({ id, type, index, revision, recordedAt, actor }: PlacedEntry): EventBrief {
  return { event: id, type, index, revision, recordedAt, actor };
}
