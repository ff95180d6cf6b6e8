import type { StatusBasis } from '../kernel/status.js';
import type { Language } from '../words/locale-files.js';
import type { BitemporalPoint, ListFilters } from '../projections/index.js';

/** A record by the name of its kind. */
export interface RecordNamed {
  readonly kind: string;
  readonly id: string;
}

/** Which part of something long is asked for. */
export interface PageAsked {
  /** Number in the cursor; undefined for the first page. */
  readonly after: number | undefined;
  readonly limit: number;
}

/** A point in both times that was asked about; undefined for the present. */
interface AtPoint {
  readonly point: BitemporalPoint | undefined;
  /** The day that it is. */
  readonly today: string;
}

/** Whether the names of the records that stand in the answer are wanted beside it. */
interface Naming {
  readonly named: boolean;
}

/** A page of a list, with its filters. */
interface ListAsked {
  readonly kind: string;
  readonly filters: ListFilters;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** What may be asked that takes long, by name: each is answered in a thread of its own. */
export interface Questions {
  explain: RecordNamed & AtPoint & { readonly language: Language };
  replay: RecordNamed &
    PageAsked & {
      readonly revision: number | undefined;
      readonly index: number | undefined;
      readonly on: string | undefined;
    };
  diff: RecordNamed & {
    readonly from: BitemporalPoint | undefined;
    /** The day of the first side, where no moment of it is given. */
    readonly fromDay: string | undefined;
    readonly to: BitemporalPoint;
    readonly language: Language;
  };
  corrections: RecordNamed & PageAsked & { readonly language: Language };
  allCorrections: PageAsked;
  comparison: ListAsked & Naming & { readonly from: BitemporalPoint; readonly to: BitemporalPoint };
  history: RecordNamed & PageAsked & AtPoint & Naming;
  related: RecordNamed & PageAsked & AtPoint & Naming & { readonly kinds: readonly string[] | undefined };
  regionPair: PageAsked & AtPoint & Naming & { readonly a: string; readonly b: string; readonly basis: StatusBasis };
  pastRecord: RecordNamed & { readonly point: BitemporalPoint };
  namedRecord: RecordNamed & AtPoint;
  list: ListAsked & AtPoint & Naming;
  summary: AtPoint & { readonly basis: StatusBasis };
}

export type QuestionName = keyof Questions;

/** Those that are answered with bytes of records, and not with JSON of their own. */
export const WITH_BYTES = ['pastRecord', 'namedRecord', 'list'] as const satisfies readonly QuestionName[];
export type QuestionWithBytes = (typeof WITH_BYTES)[number];
