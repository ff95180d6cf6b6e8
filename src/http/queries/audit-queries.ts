import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { RecordKind } from '../../kernel/kind.js';
import { Ledger } from '../../ledger-instance.js';
import type { AskedPoint, BitemporalPoint } from '../../projections/index.js';
import type { Language } from '../../words/locale-files.js';
import type { Asker } from '../../questions/asker.js';
import { knownPoint, versionsMade } from './known-point.js';
import type { ListRequest } from './record-queries.js';

/** A page of something that is answered in parts. */
export interface PageRequest {
  /** Number in the cursor; undefined for the first page. */
  after: number | undefined;
  limit: number;
}

/** What is asked of a replay: one state, or pages of all. */
export interface ReplayRequest extends PageRequest {
  revision: number | undefined;
  /** One state where it has `asOf`; else `on` is the day that every state is shown for. */
  moment: AskedPoint | undefined;
}

/** What is compared; absent parts are explained where they are worked out. */
export interface DiffRequest {
  from: AskedPoint | undefined;
  to: AskedPoint | undefined;
}

/** What is compared of a list; `to` is now where it is absent. */
export interface ChangesRequest extends ListRequest {
  from: AskedPoint;
  to: AskedPoint | undefined;
}

/** The states of a record, or one of them: at a revision of its own, or at a moment. */
export class ReplayRecord extends Query<Uint8Array> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly request: ReplayRequest,
    readonly moment: BitemporalPoint | undefined,
    readonly asker: Asker,
  ) {
    super();
  }
}

/** How the answers about a record at two moments differ. */
export class CompareRecord extends Query<Uint8Array> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly request: DiffRequest,
    readonly language: Language,
    readonly asker: Asker,
  ) {
    super();
  }
}

/** What has become of a list from one moment to another. */
export class CompareList extends Query<Uint8Array> {
  constructor(
    readonly kind: RecordKind,
    readonly request: ChangesRequest,
    readonly asker: Asker,
  ) {
    super();
  }
}

/** Why every field of the answer about a record is what it is. */
export class ExplainRecord extends Query<Uint8Array> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly moment: BitemporalPoint | undefined,
    readonly language: Language,
    readonly asker: Asker,
  ) {
    super();
  }
}

/** What was corrected or voided in a record. */
export class GetCorrections extends Query<Uint8Array> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly page: PageRequest,
    readonly language: Language,
    readonly asker: Asker,
  ) {
    super();
  }
}

/** What was corrected or voided in the whole ledger. */
export class ListCorrections extends Query<Uint8Array> {
  constructor(
    readonly page: PageRequest,
    readonly asker: Asker,
  ) {
    super();
  }
}

@QueryHandler(ReplayRecord)
export class ReplayRecordHandler implements IQueryHandler<ReplayRecord> {
  constructor(private readonly ledger: Ledger) {}

  execute({ kind, id, request, moment, asker }: ReplayRecord): Promise<Uint8Array> {
    const { after, limit, revision } = request;
    const one = request.moment?.asOf ? moment : undefined;
    const on = one?.validDay ?? request.moment?.on;
    const index = one?.transactionIndex;
    return this.ledger.questions.json('replay', { kind: kind.name, id, after, limit, revision, index, on }, asker);
  }
}

@QueryHandler(CompareRecord)
export class CompareRecordHandler implements IQueryHandler<CompareRecord> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, id, request, language, asker }: CompareRecord): Promise<Uint8Array> {
    const to = await knownPoint(this.ledger, request.to ?? {}, 'to');
    const from = request.from?.asOf ? await knownPoint(this.ledger, request.from, 'from') : undefined;
    const asked = { kind: kind.name, id, from, fromDay: request.from?.on, to, language };
    return this.ledger.questions.json('diff', asked, asker);
  }
}

@QueryHandler(CompareList)
export class CompareListHandler implements IQueryHandler<CompareList> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, request, asker }: CompareList): Promise<Uint8Array> {
    const from = await knownPoint(this.ledger, request.from, 'from');
    const to = await knownPoint(this.ledger, request.to ?? {}, 'to');
    await Promise.all([versionsMade(this.ledger, from), versionsMade(this.ledger, to)]);
    const { filters, cursor, limit, named } = request;
    const asked = { kind: kind.name, filters, cursor, limit, named, from, to };
    return this.ledger.questions.json('comparison', asked, asker);
  }
}

@QueryHandler(ExplainRecord)
export class ExplainRecordHandler implements IQueryHandler<ExplainRecord> {
  constructor(private readonly ledger: Ledger) {}

  execute({ kind, id, moment: point, language, asker }: ExplainRecord): Promise<Uint8Array> {
    const asked = { kind: kind.name, id, point, today: this.ledger.today(), language };
    return this.ledger.questions.json('explain', asked, asker);
  }
}

@QueryHandler(GetCorrections)
export class GetCorrectionsHandler implements IQueryHandler<GetCorrections> {
  constructor(private readonly ledger: Ledger) {}

  execute({ kind, id, page: { after, limit }, language, asker }: GetCorrections): Promise<Uint8Array> {
    return this.ledger.questions.json('corrections', { kind: kind.name, id, after, limit, language }, asker);
  }
}

@QueryHandler(ListCorrections)
export class ListCorrectionsHandler implements IQueryHandler<ListCorrections> {
  constructor(private readonly ledger: Ledger) {}

  execute({ page, asker }: ListCorrections): Promise<Uint8Array> {
    return this.ledger.questions.json('allCorrections', page, asker);
  }
}

export const AUDIT_QUERY_HANDLERS = [
  ReplayRecordHandler,
  CompareRecordHandler,
  CompareListHandler,
  ExplainRecordHandler,
  GetCorrectionsHandler,
  ListCorrectionsHandler,
];
