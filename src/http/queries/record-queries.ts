import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Problem } from '../../commands/problem.js';
import type { RecordKind } from '../../kernel/kind.js';
import { isRegion, regionNames } from '../../kernel/regions.js';
import type {
  AskedMoment,
  HistoryEntry,
  ListFilters,
  Moment,
  Page,
  RegionPair,
  Related,
  StoredDocument,
  Summary,
} from '../../projections/index.js';
import { Ledger } from '../../ledger.js';
import { badCursor } from '../operations/query-parameters.js';
import { knownMoment, whenMade } from './known-moment.js';

/** What a list request asks for. */
export interface ListRequest {
  filters: ListFilters;
  cursor: string | undefined;
  limit: number;
}

/** The moment that a query about the past means. */
export class FindMoment extends Query<Moment> {
  constructor(readonly asked: AskedMoment) {
    super();
  }
}

/** The status of one record today, or as it was at a moment. */
export class GetRecord extends Query<StoredDocument> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly moment?: Moment,
  ) {
    super();
  }
}

/** A page of the records of a kind. */
export class ListRecords extends Query<Page> {
  constructor(
    readonly kind: RecordKind,
    readonly request: ListRequest,
    readonly moment?: Moment,
  ) {
    super();
  }
}

/** A record's events, oldest first. */
export class GetHistory extends Query<HistoryEntry[]> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly moment?: Moment,
  ) {
    super();
  }
}

/** What a record refers to, and what refers to it. */
export class GetRelated extends Query<Related> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly moment?: Moment,
  ) {
    super();
  }
}

/** Totals by kind and status, and reported figures. */
export class GetSummary extends Query<Summary> {
  constructor(readonly moment?: Moment) {
    super();
  }
}

/** Everything between two regions. */
export class GetRegionPair extends Query<RegionPair> {
  constructor(
    readonly a: string,
    readonly b: string,
    readonly moment?: Moment,
  ) {
    super();
  }
}

@QueryHandler(FindMoment)
export class FindMomentHandler implements IQueryHandler<FindMoment> {
  constructor(private readonly ledger: Ledger) {}

  execute({ asked }: FindMoment): Promise<Moment> {
    return knownMoment(this.ledger, asked);
  }
}

@QueryHandler(GetRecord)
export class GetRecordHandler implements IQueryHandler<GetRecord> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, id, moment }: GetRecord): Promise<StoredDocument> {
    const found = moment ? await this.ledger.past.document(kind, id, moment) : this.ledger.documentToday(kind, id);
    return found ?? missing(kind, id);
  }
}

@QueryHandler(ListRecords)
export class ListRecordsHandler implements IQueryHandler<ListRecords> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, request: { filters, cursor, limit }, moment }: ListRecords): Promise<Page> {
    if (moment) await whenMade(this.ledger, moment);
    const page = moment
      ? await this.ledger.past.list(kind, filters, moment, cursor, limit)
      : this.ledger.queries.list(kind.name, filters, this.ledger.today(), cursor, limit);
    return 'fault' in page ? badCursor() : page;
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, id, moment }: GetHistory): Promise<HistoryEntry[]> {
    const whole = await this.ledger.queries.history(this.ledger.store, kind.name, id);
    const history = moment ? upTo(whole, moment.index) : whole;
    // A region of which nothing is recorded can be read, and has an empty history.
    const isThere = moment ? this.ledger.past.has(kind, id, moment) : this.ledger.documentToday(kind, id) !== undefined;
    return history ?? (isThere ? [] : missing(kind, id));
  }
}

@QueryHandler(GetRelated)
export class GetRelatedHandler implements IQueryHandler<GetRelated> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, id, moment }: GetRelated): Promise<Related> {
    if (moment) {
      await whenMade(this.ledger, moment);
      if (!this.ledger.past.has(kind, id, moment)) missing(kind, id);
      return this.ledger.past.related(kind.name, id, moment);
    }
    if (!this.ledger.documentToday(kind, id)) missing(kind, id);
    return this.ledger.queries.related(kind.name, id, this.ledger.today());
  }
}

@QueryHandler(GetSummary)
export class GetSummaryHandler implements IQueryHandler<GetSummary> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ moment }: GetSummary): Promise<Summary> {
    if (moment) {
      await whenMade(this.ledger, moment);
      return this.ledger.past.summary(moment);
    }
    return this.ledger.queries.summary(this.ledger.today());
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
    if (moment) {
      await whenMade(this.ledger, moment);
      return this.ledger.past.regionPair(a, b, moment);
    }
    return this.ledger.queries.regionPair(a, b, this.ledger.today());
  }
}

export const QUERY_HANDLERS = [
  FindMomentHandler,
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
