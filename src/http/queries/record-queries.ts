import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Problem } from '../../commands/problem.js';
import type { RecordKind } from '../../kernel/kind.js';
import { isRegion, regionNames } from '../../kernel/regions.js';
import type {
  AskedPoint,
  BitemporalPoint,
  HistoryEntry,
  ListFilters,
  Page,
  RegionPair,
  Related,
  StoredDocument,
  Summary,
} from '../../projections/index.js';
import { Ledger } from '../../ledger-instance.js';
import { knownPoint, readModelAt, recordsAt } from './known-point.js';
import { badCursor } from '../operations/query-parameters.js';

/** What a list request asks for. */
export interface ListRequest {
  filters: ListFilters;
  cursor: string | undefined;
  limit: number;
}

/** The moment that a query about the past means. */
export class FindPoint extends Query<BitemporalPoint> {
  constructor(readonly asked: AskedPoint) {
    super();
  }
}

/** The status of one record today, or as it was at a moment. */
export class GetRecord extends Query<StoredDocument> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly moment?: BitemporalPoint,
  ) {
    super();
  }
}

/** A page of the records of a kind. */
export class ListRecords extends Query<Page> {
  constructor(
    readonly kind: RecordKind,
    readonly request: ListRequest,
    readonly moment?: BitemporalPoint,
  ) {
    super();
  }
}

/** A record's events, oldest first. */
export class GetHistory extends Query<HistoryEntry[]> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly moment?: BitemporalPoint,
  ) {
    super();
  }
}

/** What a record refers to, and what refers to it. */
export class GetRelated extends Query<Related> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly moment?: BitemporalPoint,
  ) {
    super();
  }
}

/** Totals by kind and status, and reported figures. */
export class GetSummary extends Query<Summary> {
  constructor(readonly moment?: BitemporalPoint) {
    super();
  }
}

/** Everything between two regions. */
export class GetRegionPair extends Query<RegionPair> {
  constructor(
    readonly a: string,
    readonly b: string,
    readonly moment?: BitemporalPoint,
  ) {
    super();
  }
}

@QueryHandler(FindPoint)
export class FindPointHandler implements IQueryHandler<FindPoint> {
  constructor(private readonly ledger: Ledger) {}

  execute({ asked }: FindPoint): Promise<BitemporalPoint> {
    return knownPoint(this.ledger, asked);
  }
}

@QueryHandler(GetRecord)
export class GetRecordHandler implements IQueryHandler<GetRecord> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, id, moment }: GetRecord): Promise<StoredDocument> {
    const found = await recordsAt(this.ledger, moment).document(kind, id);
    return found ?? missing(kind, id);
  }
}

@QueryHandler(ListRecords)
export class ListRecordsHandler implements IQueryHandler<ListRecords> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, request: { filters, cursor, limit }, moment }: ListRecords): Promise<Page> {
    const model = await readModelAt(this.ledger, moment);
    const page = await model.list(kind, filters, cursor, limit);
    return 'fault' in page ? badCursor() : page;
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, id, moment }: GetHistory): Promise<HistoryEntry[]> {
    const whole = await this.ledger.history.of(kind, id);
    const history = moment ? upTo(whole, moment.transactionIndex) : whole;
    // A region of which nothing is recorded can be read, and has an empty history.
    const isThere = recordsAt(this.ledger, moment).has(kind, id);
    return history ?? (isThere ? [] : missing(kind, id));
  }
}

@QueryHandler(GetRelated)
export class GetRelatedHandler implements IQueryHandler<GetRelated> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, id, moment }: GetRelated): Promise<Related> {
    const model = await readModelAt(this.ledger, moment);
    if (!model.has(kind, id)) missing(kind, id);
    return model.related(kind, id);
  }
}

@QueryHandler(GetSummary)
export class GetSummaryHandler implements IQueryHandler<GetSummary> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ moment }: GetSummary): Promise<Summary> {
    return (await readModelAt(this.ledger, moment)).summary();
  }
}

@QueryHandler(GetRegionPair)
export class GetRegionPairHandler implements IQueryHandler<GetRegionPair> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ a, b, moment }: GetRegionPair): Promise<RegionPair> {
    for (const code of [a, b]) {
      if (!isRegion(code)) throw new Problem('not-found', `There is no region with the ISO 3166-2 code ${code}.`);
    }
    if (a === b) throw new Problem('not-found', `${regionNames(a)?.en ?? a} has no pair with itself.`);
    return (await readModelAt(this.ledger, moment)).regionPair(a, b);
  }
}

export const QUERY_HANDLERS = [
  FindPointHandler,
  GetRecordHandler,
  ListRecordsHandler,
  GetHistoryHandler,
  GetRelatedHandler,
  GetSummaryHandler,
  GetRegionPairHandler,
];

function missing(kind: RecordKind, id: string): never {
  throw new Problem('not-found', `There is no ${kind.name} with the id ${id}.`);
}

/** The events up to and including one of the ledger; none of them where the record was begun later. */
function upTo(history: HistoryEntry[] | undefined, index: number): HistoryEntry[] | undefined {
  const then = history?.filter((entry) => entry.index !== undefined && entry.index <= index);
  return then?.length === 0 ? undefined : then;
}
