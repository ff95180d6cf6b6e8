import type { Modality } from '../../kernel/modality.js';
import type { Names } from '../../kernel/names.js';
import type { Personal } from '../../kernel/personal.js';
import type { Certainty, StatusBasis } from '../../kernel/status.js';
import type { Figure } from '../../registry/claim/claim.js';
import type { DatedFact } from '../../registry/found-by.js';
import type { RecordNames } from './names-beside.js';

/** What a list may be narrowed by; absent fields narrow nothing. */
export interface ListFilters {
  /** ISO code of a region that is named outright, or in which a party that takes part is seated. */
  region?: string;
  /** ISO 3166-1 code of the country in which a party is seated. */
  country?: string;
  /** Ids of parties, each of which takes part, under whatever name: what was merged is one party. */
  parties?: readonly string[];
  /** What belongs to a party on the day asked about counts as the party. */
  withParts?: boolean;
  /** Which status is meant: the one that a register states, where one does, unless this says otherwise (rule 15). */
  basis?: StatusBasis;
  /** A role in it; where parties are named, each of them has it. */
  role?: string;
  /** Any of these statuses. */
  statuses?: readonly string[];
  /** Any of these statuses is the case, or may be. */
  possible?: readonly string[];
  /** The status is known in any of these ways. */
  certainties?: readonly string[];
  /** Narrower kind: of meeting, of party … */
  form?: string;
  topic?: string;
  /** Scheme and value by which the record is identified, as `identifierKey` compares them. */
  identifier?: string;
  /** Words in titles, names and aliases, compared by `searchKey`. */
  text?: string;
  /** Any of these modalities; of claims. */
  modalities?: readonly string[];
  /** Ids of the person who says it, and of a party that it is about; of claims. */
  speaker?: string;
  about?: string;
  /**
   * EDTF: the record was in force, or went on, in it, or has a date in it; where that may or may not be so, it is marked
   * possible. The caller has checked the syntax.
   */
  period?: string;
  /** It is applied provisionally on the day asked about (rule 14): certainly, or at least perhaps. */
  provisional?: ProvisionalFilter;
}

export const PROVISIONAL_FILTERS = ['applied', 'possible'] as const;
export type ProvisionalFilter = (typeof PROVISIONAL_FILTERS)[number];

/** How a record falls into a period, and by what it was found there. */
export interface PlaceInPeriod {
  inPeriod: 'certain' | 'possible';
  foundBy: DatedFact;
}

/** One line of a list: the record's document, and its place in the period that was asked for. */
export interface ListedDocument {
  id: string;
  bytes: Buffer;
  period?: PlaceInPeriod;
}

/** A page of a list; `next` leads to the following one. */
export interface Page {
  items: ListedDocument[];
  next?: string;
  /** Of the records that stand in the items, where they were asked for. */
  recordNames?: RecordNames;
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
  /** As what, and when, what began it was done or said; null where nothing is recorded of it. */
  modality: Modality | null;
  date: string | null;
  /** Who said what, of claims. */
  speaker: string | null;
  statement: Personal | null;
  gist: Personal<Names> | null;
  href: string;
}

/** A reported figure beside what is registered of the same. */
export interface FigureBeside {
  claim: RecordBrief;
  /** What was reported: count, what is counted, status, regions. */
  reported: Figure;
  /** How many such records between these regions are in the ledger; null where the figure names no kind. */
  registered: number | null;
  /** How many more of them may be in the reported status: theirs is unknown, or sources differ about it. */
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
export type Summary = Record<string, KindTotals | FigureBeside[]> & { figures: FigureBeside[] };

/** Everything between two regions: what is registered, by resource name, beside what was reported. */
export interface RegionPair {
  regions: [string, string];
  registered: Record<string, RecordBrief[]>;
  /** What was said about both of them: reported, not registered. */
  claims: RecordBrief[];
  figures: FigureBeside[];
  /** Leads to the following page; null on the last one. */
  next: string | null;
}

/** A link from one record to another. `from` and `event` are the entries at its two ends, where they are known. */
export interface Link {
  rel: string;
  from: string | null;
  event: string | null;
  /** The id by which the record that was asked about stands there, where it is another one: they were merged. */
  under?: string;
  record: RecordBrief;
}

/** An identifier that names one record, and stands at another one too. */
export interface SharedIdentifier {
  /** Scheme and value, as they are compared. */
  identifier: string;
  record: RecordBrief;
}

/** A page of the links of a record: what it refers to, then what refers to it; `next` leads to the following one. */
export interface Related {
  to: Link[];
  from: Link[];
  /** Other records that bear an identifier of this one that names one record only; absent where there are none. */
  contradictions?: SharedIdentifier[];
  next: string | null;
}
