import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Problem } from '../commands/problem.js';
import type { RecordKind } from '../kernel/kind.js';
import { isRegion, regionNames } from '../kernel/regions.js';
import type { HistoryEntry, Page, RegionPair, Related, StoredDocument, Summary } from '../projections/index.js';
import { Ledger } from '../ledger.js';
import type { ListRequest } from './parameters.js';

/** The status of one record today. */
export class GetRecord extends Query<StoredDocument> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
  ) {
    super();
  }
}

/** A page of the records of a kind. */
export class ListRecords extends Query<Page> {
  constructor(
    readonly kind: RecordKind,
    readonly request: ListRequest,
  ) {
    super();
  }
}

/** A record's events, oldest first. */
export class GetHistory extends Query<HistoryEntry[]> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
  ) {
    super();
  }
}

/** What a record refers to, and what refers to it. */
export class GetRelated extends Query<Related> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
  ) {
    super();
  }
}

/** Totals by kind and status, and reported figures. */
export class GetSummary extends Query<Summary> {}

/** Everything between two regions. */
export class GetRegionPair extends Query<RegionPair> {
  constructor(
    readonly a: string,
    readonly b: string,
  ) {
    super();
  }
}

@QueryHandler(GetRecord)
export class GetRecordHandler implements IQueryHandler<GetRecord> {
  constructor(private readonly ledger: Ledger) {}

  // eslint-disable-next-line @typescript-eslint/require-await -- the bus takes handlers that answer later
  async execute({ kind, id }: GetRecord): Promise<StoredDocument> {
    return this.ledger.documentToday(kind, id) ?? missing(kind, id);
  }
}

@QueryHandler(ListRecords)
export class ListRecordsHandler implements IQueryHandler<ListRecords> {
  constructor(private readonly ledger: Ledger) {}

  // eslint-disable-next-line @typescript-eslint/require-await -- the bus takes handlers that answer later
  async execute({ kind, request: { filters, cursor, limit } }: ListRecords): Promise<Page> {
    const page = this.ledger.queries.list(kind.name, filters, this.ledger.today(), cursor, limit);
    if ('fault' in page) {
      const fault = { pointer: '?cursor', rule: 'cursor', detail: 'is not a cursor of this list' };
      throw new Problem('invalid-parameter', `?cursor ${fault.detail}`, [fault]);
    }
    return page;
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, id }: GetHistory): Promise<HistoryEntry[]> {
    const history = await this.ledger.queries.history(this.ledger.store, kind.name, id);
    // A region of which nothing is recorded can be read, and has an empty history.
    return history ?? (this.ledger.documentToday(kind, id) ? [] : missing(kind, id));
  }
}

@QueryHandler(GetRelated)
export class GetRelatedHandler implements IQueryHandler<GetRelated> {
  constructor(private readonly ledger: Ledger) {}

  // eslint-disable-next-line @typescript-eslint/require-await -- the bus takes handlers that answer later
  async execute({ kind, id }: GetRelated): Promise<Related> {
    if (!this.ledger.documentToday(kind, id)) missing(kind, id);
    return this.ledger.queries.related(kind.name, id, this.ledger.today());
  }
}

@QueryHandler(GetSummary)
export class GetSummaryHandler implements IQueryHandler<GetSummary> {
  constructor(private readonly ledger: Ledger) {}

  // eslint-disable-next-line @typescript-eslint/require-await -- the bus takes handlers that answer later
  async execute(): Promise<Summary> {
    return this.ledger.queries.summary(this.ledger.today());
  }
}

@QueryHandler(GetRegionPair)
export class GetRegionPairHandler implements IQueryHandler<GetRegionPair> {
  constructor(private readonly ledger: Ledger) {}

  // eslint-disable-next-line @typescript-eslint/require-await -- the bus takes handlers that answer later
  async execute({ a, b }: GetRegionPair): Promise<RegionPair> {
    for (const code of [a, b]) {
      if (!isRegion(code)) throw new Problem('not-found', `There is no region with the ISO 3166-2 code ${code}.`);
    }
    if (a === b) throw new Problem('not-found', `${regionNames(a)?.en ?? a} has no pair with itself.`);
    return this.ledger.queries.regionPair(a, b, this.ledger.today());
  }
}

export const QUERY_HANDLERS = [
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
