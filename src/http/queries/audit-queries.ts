import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type {
  Audited,
  CorrectionsPage,
  Difference,
  Explanation,
  LedgerCorrections,
  ReplayPage,
} from '../../audit/index.js';
import { corrections, diff, explain, replay, stateAt } from '../../audit/index.js';
import { Problem } from '../../commands/problem.js';
import type { Day } from '../../kernel/edtf.js';
import type { RecordKind } from '../../kernel/kind.js';
import { Ledger } from '../../ledger-instance.js';
import type { Language } from '../../words/locale-files.js';
import type { AskedPoint, BitemporalPoint, ChangesPage } from '../../projections/index.js';
import { listChanges } from '../../projections/index.js';
import { knownPoint, readModelAt } from './known-point.js';
import { badCursor } from '../operations/query-parameters.js';
import type { ListRequest } from './record-queries.js';

/** A page of something that is told in parts. */
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
export class ReplayRecord extends Query<ReplayPage> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly request: ReplayRequest,
    readonly moment: BitemporalPoint | undefined,
  ) {
    super();
  }
}

/** How the answers about a record at two moments differ. */
export class CompareRecord extends Query<Difference> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly request: DiffRequest,
    readonly language: Language,
  ) {
    super();
  }
}

/** A point in both times as answers tell of it. */
interface PointInAnswer {
  index: number;
  day: Day;
}

/** A page of what has become of a list, and between which points. */
export type ChangesFound = ChangesPage & { from: PointInAnswer; to: PointInAnswer };

/** What has become of a list from one moment to another. */
export class CompareList extends Query<ChangesFound> {
  constructor(
    readonly kind: RecordKind,
    readonly request: ChangesRequest,
  ) {
    super();
  }
}

/** Why every field of the answer about a record is what it is. */
export class ExplainRecord extends Query<Explanation> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly moment: BitemporalPoint | undefined,
    readonly language: Language,
  ) {
    super();
  }
}

/** What was corrected or voided in a record. */
export class GetCorrections extends Query<CorrectionsPage> {
  constructor(
    readonly kind: RecordKind,
    readonly id: string,
    readonly page: PageRequest,
    readonly language: Language,
  ) {
    super();
  }
}

/** What was corrected or voided in the whole ledger. */
export class ListCorrections extends Query<LedgerCorrections> {
  constructor(readonly page: PageRequest) {
    super();
  }
}

@QueryHandler(ReplayRecord)
export class ReplayRecordHandler implements IQueryHandler<ReplayRecord> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, id, request, moment }: ReplayRecord): Promise<ReplayPage> {
    const audited = await load(this.ledger, kind, id);
    const { after = 0, limit, revision } = request;
    const on = request.moment?.on;
    if (revision !== undefined) return one(audited, indexOfRevision(audited, revision), on);
    if (moment && request.moment?.asOf) return one(audited, moment.transactionIndex, moment.validDay);
    return replay(audited, after, limit, on);
  }
}

@QueryHandler(CompareRecord)
export class CompareRecordHandler implements IQueryHandler<CompareRecord> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, id, request, language }: CompareRecord): Promise<Difference> {
    const audited = await load(this.ledger, kind, id);
    const to = await knownPoint(this.ledger, request.to ?? {}, 'to');
    const from = request.from?.asOf
      ? await knownPoint(this.ledger, request.from, 'from')
      : before(audited, to, request.from);
    return diff(audited, from, to, language);
  }
}

@QueryHandler(CompareList)
export class CompareListHandler implements IQueryHandler<CompareList> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, request }: CompareList): Promise<ChangesFound> {
    const from = await knownPoint(this.ledger, request.from, 'from');
    const to = await knownPoint(this.ledger, request.to ?? {}, 'to');
    const models = await Promise.all([readModelAt(this.ledger, from), readModelAt(this.ledger, to)]);
    const { filters, cursor, limit } = request;
    const page = await listChanges(models, kind, filters, cursor, limit);
    return 'fault' in page ? badCursor() : { ...page, from: told(from), to: told(to) };
  }
}

@QueryHandler(ExplainRecord)
export class ExplainRecordHandler implements IQueryHandler<ExplainRecord> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, id, moment, language }: ExplainRecord): Promise<Explanation> {
    const audited = await load(this.ledger, kind, id);
    const explanation = await explain(
      audited,
      moment ?? { transactionIndex: audited.head, validDay: this.ledger.today() },
      language,
    );
    return explanation ?? nothingRecorded(audited);
  }
}

@QueryHandler(GetCorrections)
export class GetCorrectionsHandler implements IQueryHandler<GetCorrections> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ kind, id, page: { after = 0, limit }, language }: GetCorrections): Promise<CorrectionsPage> {
    return corrections(await load(this.ledger, kind, id), after, limit, language);
  }
}

@QueryHandler(ListCorrections)
export class ListCorrectionsHandler implements IQueryHandler<ListCorrections> {
  constructor(private readonly ledger: Ledger) {}

  execute({ page: { after, limit } }: ListCorrections): Promise<LedgerCorrections> {
    return this.ledger.audit.corrections(after, limit);
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

async function load(ledger: Ledger, kind: RecordKind, id: string): Promise<Audited> {
  const audited = await ledger.audit.load(kind, id);
  if (!audited) throw new Problem('not-found', `There is no ${kind.name} with the id ${id}.`);
  return audited;
}

function one(audited: Audited, index: number, on: string | undefined): ReplayPage {
  return { states: [stateAt(audited, index, on) ?? nothingRecorded(audited)] };
}

/** Number in the ledger of the last event of a record up to a revision of it. */
function indexOfRevision(audited: Audited, revision: number): number {
  const { record, indexes, kind } = audited;
  const last = record.entries.at(-1)?.revision ?? -1;
  if (revision > last) {
    throw new Problem('not-found', `The ${kind.name} ${record.id} has come to revision ${last}.`);
  }
  return indexes[record.entries.findLastIndex((entry) => entry.revision <= revision)] ?? -1;
}

/** The moment before the last event of the record, on the same day unless another one is asked for. */
function before({ indexes }: Audited, to: BitemporalPoint, asked: AskedPoint | undefined): BitemporalPoint {
  const last = indexes.findLast((index) => index <= to.transactionIndex) ?? to.transactionIndex + 1;
  return { transactionIndex: last - 1, validDay: asked?.on ?? to.validDay };
}

function told({ transactionIndex, validDay }: BitemporalPoint): PointInAnswer {
  return { index: transactionIndex, day: validDay };
}

function nothingRecorded({ kind, record }: Audited): never {
  throw new Problem('not-found', `At that moment nothing was recorded of the ${kind.name} ${record.id}.`);
}
