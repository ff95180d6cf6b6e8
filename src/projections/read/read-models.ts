import type { EventStore } from '../../event-store/port.js';
import type { Day } from '../../kernel/edtf.js';
import type { RecordKind } from '../../kernel/kind.js';
import type { StatusBasis } from '../../kernel/status.js';
import type { StoredDocument } from '../write/document-bytes.js';
import type { Views } from '../write/views-file.js';
import type { BitemporalPoint } from './bitemporal-points.js';
import { BoundTables } from './bound-tables.js';
import { PastDocuments } from './past-documents.js';
import { PresentDocuments } from './present-documents.js';
import { ReadModel } from './read-model.js';
import { RecordsBetween } from './records-between.js';

/** Gives read models on one file of views: of the present, and of any point in both times. They share their statements. */
export class ReadModels {
  private readonly tables: ReturnType<typeof BoundTables.of>;
  private readonly present: PresentDocuments;
  private readonly past: PastDocuments;
  /** What may have changed between two points. */
  readonly between: RecordsBetween;

  /** `store` gives the personal texts of answers that are not stored. */
  constructor({ database }: Pick<Views, 'database'>, store: Pick<EventStore, 'disclosures'>) {
    this.tables = BoundTables.of(database);
    this.present = new PresentDocuments(database);
    this.past = new PastDocuments(database, store);
    this.between = new RecordsBetween(database);
  }

  /** What is so on a day by all that is shown; `basis` says which status filters and totals take. */
  now(day: Day, basis: StatusBasis = 'as-registered'): ReadModel {
    return new ReadModel(this.tables.now(day, basis), this.present.on(day));
  }

  /** The answer about a record at a point, where it is kept as it went out; undefined where it has to be worked out. */
  keptAt(point: BitemporalPoint, kind: RecordKind, id: string): StoredDocument | undefined {
    return this.past.kept(kind, id, point);
  }

  /** What was so at a point. Whoever asks for more than single records waits for the versions up to it first. */
  at(point: BitemporalPoint, basis: StatusBasis = 'as-registered'): ReadModel {
    return new ReadModel(this.tables.at(point, basis), this.past.at(point));
  }
}
