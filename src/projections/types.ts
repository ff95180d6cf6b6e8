import type { EventStore } from '../event-store/port.js';
import type { Day } from '../kernel/edtf.js';
import type { Names } from '../kernel/names.js';
import type { Certainty } from '../kernel/status.js';

/** What a query asks about, where that is not the present: absent parts stand for now. */
export interface AskedMoment {
  /** What was recorded by a moment (RFC 3339, in UTC with milliseconds), or up to and including an event of the ledger. */
  asOf?: { time: string } | { index: number };
  /** What was the case on a day. */
  on?: Day;
}

/** A moment in both times: what was recorded up to and including an event of the ledger, and what was so on a day. */
export interface Moment {
  /** -1 before the first event. */
  readonly index: number;
  readonly day: Day;
}

/** The answer about a record on a day, as it goes out: bytes of canonical JSON with their ETag. */
export interface StoredDocument {
  bytes: Buffer;
  /** `"<revision>.<digest>"`, quotation marks included (RFC 9110, section 8.8.3). */
  etag: string;
  /** One of the kind's statuses, `not-begun`, `undetermined` or `voided`. */
  status: string;
  /** Revision of the record's stream. */
  revision: number;
}

/** What a list may be narrowed by; absent fields narrow nothing. */
export interface ListFilters {
  /** ISO code of a region that is named outright, or in which a party that takes part is seated. */
  region?: string;
  /** Ids of parties, each of which takes part. */
  parties?: readonly string[];
  /** Any of these statuses. */
  statuses?: readonly string[];
  /** Any of these statuses is the case, or may be. */
  possible?: readonly string[];
  /** The status is known in any of these ways. */
  certainties?: readonly string[];
  /** Narrower kind: of meeting, of party … */
  subkind?: string;
  topic?: string;
  /** Words in titles, names and aliases, compared by `searchKey`. */
  text?: string;
  /** EDTF; a record with a date that may or may not fall in it is marked possible. The caller has checked the syntax. */
  period?: string;
}

/** One line of a list: the record's document, and how it falls into the period that was asked for. */
export interface ListedDocument {
  id: string;
  bytes: Buffer;
  period?: 'certain' | 'possible';
}

/** A page of a list; `next` leads to the following one. */
export interface Page {
  items: ListedDocument[];
  next?: string;
}

/** A record that a list holds at one of two moments only, or of which it tells otherwise; null where there was none yet. */
export interface ListChange {
  change: 'appeared' | 'changed' | 'ended' | 'left';
  before: RecordBrief | null;
  after: RecordBrief | null;
}

/** A page of what has changed in a list; `next` leads to the following one. */
export interface ChangesPage {
  items: ListChange[];
  next?: string;
}

/** What was wrong with a question; everything else about it is checked before it is asked. */
export interface BadCursor {
  fault: 'bad-cursor';
}

/** A record in few words. */
export interface RecordBrief {
  kind: string;
  id: string;
  title: Names | null;
  /** Status on the day asked about; null where the record is not in the views. */
  status: string | null;
  certainty: Certainty | null;
  /** Every status that may have been the case, where more than one may. */
  possible: string[];
  href: string;
}

/** A reported figure beside what is registered of the same. */
export interface FigureBeside {
  claim: RecordBrief;
  /** What was told: count, what is counted, status, regions. */
  told: object;
  /** How many such records between these regions are in the ledger; null where the figure names no kind. */
  registered: number | null;
  /** How many more of them may be in the status that was told: theirs cannot be told, or sources differ about it. */
  possiblyRegistered: number | null;
}

/** Totals of one kind. */
export interface KindTotals {
  /** Without those that had not begun. */
  total: number;
  /** Every status of the kind, zeros too, and `undetermined` and `voided`. */
  byStatus: Record<string, number>;
  /** Of those in `byStatus`, how many rest on a qualified or contradicted date; statuses without any are absent. */
  doubtful: Record<string, number>;
  /** How many more may be in a status, each counted under every one; statuses without any are absent. */
  possible: Record<string, number>;
  /** Recorded of later days only. */
  notBegun: number;
}

/** The body of `/v1/summary`: totals by the kinds' summary names, and `figures`. */
export type Summary = Record<string, KindTotals | FigureBeside[]>;

/** Everything between two regions: what is registered, by resource name, beside what was reported. */
export interface RegionPair {
  regions: [string, string];
  registered: Record<string, RecordBrief[]>;
  /** What was said about both of them: reported, not registered. */
  claims: RecordBrief[];
  figures: FigureBeside[];
}

/** A link from one record to another. `from` and `event` are the entries at its two ends, where they are known. */
export interface Link {
  rel: string;
  from: string | null;
  event: string | null;
  record: RecordBrief;
}

/** Links of a record: what it refers to, and what refers to it. */
export interface Related {
  to: Link[];
  from: Link[];
}

/** An event of a record as history shows it. What could not be read is given as its raw texts. */
export interface HistoryEntry {
  /** Number of events of the ledger before it; absent while the views are behind. */
  index?: number;
  id: string;
  type: string;
  revision: number;
  recordedAt?: string;
  actor?: string;
  correlationId?: string;
  key?: string;
  /** Personal values in clear, or `{ "erased": true }`. */
  data?: unknown;
  /** Why the views do not count it. */
  parked?: string;
  raw?: { data: string; metadata: string };
}

/** Events that one command recorded in one stream, found by its idempotency key. */
export interface KeyUse {
  stream: string;
  firstRevision: number;
  lastRevision: number;
}

/** What is parked: an event that cannot be read, or a record that cannot be shown (`record`). */
export interface Parked {
  index?: number;
  position?: string;
  stream?: string;
  revision?: number;
  type?: string;
  record?: { kind: string; id: string };
  reason: string;
}

/** What the class StatusViews answers: each from stored rows, for the day asked about. */
export interface StatusQueries {
  document(kind: string, id: string, day: Day): StoredDocument | undefined;
  list(kind: string, filters: ListFilters, day: Day, cursor: string | undefined, limit: number): Page | BadCursor;
  summary(day: Day): Summary;
  regionPair(a: string, b: string, day: Day): RegionPair;
  related(kind: string, id: string, day: Day): Related;
  /** Undefined for a record that was never begun. */
  history(store: EventStore, kind: string, id: string): Promise<HistoryEntry[] | undefined>;
  /** In the order of the log; empty for a key that was never used. */
  commandByKey(actor: string, key: string): KeyUse[];
  /** Why a record that is in the ledger has no document. */
  parkedReason(kind: string, id: string): string | undefined;
  parked(limit: number): Parked[];
}

/** Where the projection is. */
export interface RunnerState {
  /** Position after the last event applied and shown; undefined before the first. */
  position: string | undefined;
  /** Number of the ledger's events applied. */
  index: number;
  /** Events read from the log and not yet applied. */
  lag: number;
  /** Everything that was in the log when it was last read is shown. */
  caughtUp: boolean;
  /** Events and records that are set aside. */
  parked: number;
  /** Number of the ledger's events that have their versions: the past can be asked about up to there. */
  versions: number;
  /** What keeps further versions from being made. */
  versionsError?: string;
  /** The log is being followed. */
  following: boolean;
  /** Seconds since all that the log held was known to be shown; absent where it never was. */
  age?: number;
  /** The log is not the one that the views have shown: nothing is recorded before somebody has looked. */
  alarm?: string;
  /** What keeps it from going on now. */
  error?: string;
  /** RFC 3339: when it last applied something. */
  updatedAt?: string;
}

/** The views did not reach the position asked for in time: 503 in HTTP. */
export class ViewsBehind extends Error {
  constructor(
    readonly position: string,
    readonly reached: string | undefined,
  ) {
    super(`the views are at ${reached ?? 'the beginning'} and have not reached ${position} yet`);
    this.name = 'ViewsBehind';
  }
}

/** What the class ProjectionRunner does. */
export interface Projection {
  start(): void;
  /** Ends after the transaction under way. */
  stop(): Promise<void>;
  state(): RunnerState;
  /** Resolves when the views show everything up to the position. @throws ViewsBehind after `timeoutMs` */
  waitFor(position: string, timeoutMs: number): Promise<void>;
}
