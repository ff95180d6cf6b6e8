import type { Day } from '../kernel/edtf.js';
import type { BitemporalPoint } from '../projections/index.js';
import type { Audited, AnswerOrFault } from './audited.js';
import { answerAt, countAt } from './audited.js';
import type { Language } from '../words/locale-files.js';
import { changesInWords } from './language/changes.js';
import { wordingOf } from './record-names.js';
import type { PatchStep } from './patch.js';
import { patchBetween } from './patch.js';

/** One side of a comparison: a moment in both times. */
export interface Side {
  /** -1 before the first event. */
  index: number;
  on: Day;
  /** Revision of the record's last event by then; -1 where nothing of it was recorded. */
  revision: number;
  fault?: string;
}

/** An event between two moments. */
export interface EventBetween {
  index: number;
  revision: number;
  event: string;
  type: string;
  recordedAt: string;
}

/** How two answers about one record differ. */
export interface Difference {
  from: Side;
  to: Side;
  /** The record's own events that lie between. The answer may also change by date, or by an event of another record. */
  events: EventBetween[];
  /** What makes the first answer the second (RFC 6902); null stands for no answer. */
  patch: PatchStep[];
  /** The same to be read. */
  changes: string[];
}

/** Compares what the ledger answered at two moments. */
export function diff(audited: Audited, from: BitemporalPoint, to: BitemporalPoint, language: Language): Difference {
  const [before, after] = [from, to].map(({ transactionIndex, validDay }) =>
    answerAt(audited, transactionIndex, validDay),
  );
  const [one, other] = [before?.answer ?? null, after?.answer ?? null];
  const latest = {
    transactionIndex: Math.max(from.transactionIndex, to.transactionIndex),
    validDay: from.validDay > to.validDay ? from.validDay : to.validDay,
  };
  const wording = wordingOf(audited, latest, [one, other], language);
  const [first, last] = [from, to]
    .map(({ transactionIndex }) => countAt(audited, transactionIndex))
    .sort((a, b) => a - b);
  const between = audited.record.entries.slice(first, last);
  return {
    from: side(audited, from, before),
    to: side(audited, to, after),
    events: between.map(({ id, type, revision, recordedAt }, place) => ({
      index: audited.indexes[(first ?? 0) + place] ?? 0,
      revision,
      event: id,
      type,
      recordedAt,
    })),
    patch: patchBetween(one, other),
    changes: changesInWords(one, other, wording),
  };
}

function side(
  audited: Audited,
  { transactionIndex: index, validDay: on }: BitemporalPoint,
  given: AnswerOrFault | undefined,
): Side {
  const revision = audited.record.entries[countAt(audited, index) - 1]?.revision ?? -1;
  return { index, on, revision, ...(given?.fault === undefined ? {} : { fault: given.fault }) };
}
