import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { RecordKind } from '../../kernel/kind.js';
import type { StatusBasis } from '../../kernel/status.js';
import type { AskedPoint, BitemporalPoint, ListFilters, Page, StoredDocument } from '../../projections/index.js';
import type { PageAsked } from '../../questions/question.js';
import type { Asker } from '../../questions/asker.js';
import { Ledger } from '../../ledger-instance.js';
import { knownPoint, versionsMade } from './known-point.js';
import { badCursor, missing } from '../../questions/refusals.js';

/** What a list request asks for. */
export interface ListRequest {
  filters: ListFilters;
  cursor: string | undefined;
  limit: number;
  /** With the names of the records that stand in it. */
  named: boolean;
}

/** A page of something with or without the names of the records that stand in it. */
export interface NamedPageAsked extends PageAsked {
  readonly named: boolean;
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
    readonly moment: BitemporalPoint | undefined,
    readonly asker: () => Asker,
  ) {
    super();
  }
}

/** The same with the names of the records that stand in it. */
export class GetNamedRecord extends Query<StoredDocument> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly moment: BitemporalPoint | undefined,
    readonly asker: Asker,
  ) {
    super();
  }
}

/** A page of the records of a kind. */
export class ListRecords extends Query<Page> {
  constructor(
    readonly kind: RecordKind,
    readonly request: ListRequest,
    readonly moment: BitemporalPoint | undefined,
    readonly asker: () => Asker,
  ) {
    super();
  }
}

/** A record's events, oldest first. */
export class GetHistory extends Query<Uint8Array> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly page: NamedPageAsked,
    readonly moment: BitemporalPoint | undefined,
    readonly asker: Asker,
  ) {
    super();
  }
}

/** What a record refers to, and what refers to it. */
export class GetRelated extends Query<Uint8Array> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly page: NamedPageAsked,
    /** Kinds of the other records; of all kinds where it is undefined. */
    readonly kinds: readonly string[] | undefined,
    readonly moment: BitemporalPoint | undefined,
    readonly asker: Asker,
  ) {
    super();
  }
}

/** Totals by kind and status, and reported figures. */
export class GetSummary extends Query<Uint8Array> {
  constructor(
    readonly basis: StatusBasis,
    readonly moment: BitemporalPoint | undefined,
    readonly asker: () => Asker,
  ) {
    super();
  }
}

/** Everything between two regions. */
export class GetRegionPair extends Query<Uint8Array> {
  constructor(
    readonly a: string,
    readonly b: string,
    readonly basis: StatusBasis,
    readonly page: NamedPageAsked,
    readonly moment: BitemporalPoint | undefined,
    readonly asker: Asker,
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

  async execute({ kind, id, moment, asker }: GetRecord): Promise<StoredDocument> {
    const { readModels, questions } = this.ledger;
    const found = moment
      ? (readModels.keptAt(moment, kind, id) ??
        (await questions.pastRecord({ kind: kind.name, id, point: moment }, asker())))
      : await readModels.now(this.ledger.today()).document(kind, id);
    return found ?? missing(kind.name, id);
  }
}

@QueryHandler(GetNamedRecord)
export class GetNamedRecordHandler implements IQueryHandler<GetNamedRecord> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, id, moment: point, asker }: GetNamedRecord): Promise<StoredDocument> {
    await versionsMade(this.ledger, point);
    const asked = { kind: kind.name, id, point, today: this.ledger.today() };
    return (await this.ledger.questions.namedRecord(asked, asker)) ?? missing(kind.name, id);
  }
}

@QueryHandler(ListRecords)
export class ListRecordsHandler implements IQueryHandler<ListRecords> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, request, moment, asker }: ListRecords): Promise<Page> {
    const { filters, cursor, limit, named } = request;
    const today = this.ledger.today();
    // A period asks about the days in it, as `on` does about one.
    const isAboutPast = filters.period !== undefined && kind.goesOnIn !== undefined;
    await versionsMade(this.ledger, moment ?? (isAboutPast ? this.ledger.points.find({}, today) : undefined));
    if (moment !== undefined || named || isAboutPast) {
      const asked = { kind: kind.name, filters, cursor, limit, named, point: moment, today };
      return this.ledger.questions.list(asked, asker());
    }
    const page = await this.ledger.readModels.now(today, filters.basis).list(kind, filters, cursor, limit);
    return 'fault' in page ? badCursor() : page;
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(private readonly ledger: Ledger) {}

  execute({ kind, id, page, moment: point, asker }: GetHistory): Promise<Uint8Array> {
    const asked = { kind: kind.name, id, ...page, point, today: this.ledger.today() };
    return this.ledger.questions.json('history', asked, asker);
  }
}

@QueryHandler(GetRelated)
export class GetRelatedHandler implements IQueryHandler<GetRelated> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, id, page, kinds, moment: point, asker }: GetRelated): Promise<Uint8Array> {
    await versionsMade(this.ledger, point);
    const asked = { kind: kind.name, id, ...page, kinds, point, today: this.ledger.today() };
    return this.ledger.questions.json('related', asked, asker);
  }
}

@QueryHandler(GetSummary)
export class GetSummaryHandler implements IQueryHandler<GetSummary> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ basis, moment: point, asker }: GetSummary): Promise<Uint8Array> {
    const today = this.ledger.today();
    // Sums are kept of what registers state alone.
    if (!point && basis === 'as-registered')
      return Buffer.from(JSON.stringify(this.ledger.readModels.now(today).summary()));
    await versionsMade(this.ledger, point);
    return this.ledger.questions.json('summary', { point, today, basis }, asker());
  }
}

@QueryHandler(GetRegionPair)
export class GetRegionPairHandler implements IQueryHandler<GetRegionPair> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ a, b, basis, page, moment: point, asker }: GetRegionPair): Promise<Uint8Array> {
    await versionsMade(this.ledger, point);
    const asked = { a, b, basis, ...page, point, today: this.ledger.today() };
    return this.ledger.questions.json('regionPair', asked, asker);
  }
}

export const QUERY_HANDLERS = [
  FindPointHandler,
  GetRecordHandler,
  GetNamedRecordHandler,
  ListRecordsHandler,
  GetHistoryHandler,
  GetRelatedHandler,
  GetSummaryHandler,
  GetRegionPairHandler,
];
