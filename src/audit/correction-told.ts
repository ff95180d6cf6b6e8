import type { LeaningRecord } from '../projections/index.js';
import type { Meanwhile } from './meanwhile.js';
import type { CorrectedField, EventBrief } from './mends.js';

/** How long something wrong was on record. */
export interface Stood {
  since: string;
  until: string;
  seconds: number;
}

/** Another record whose dates lean on what was mended, and whether the mend made its status another one on any day. */
export interface Leaning extends LeaningRecord {
  href: string;
}

/** A correction or void of a record, and what it was wrong for meanwhile. */
export interface CorrectionTold {
  mend: EventBrief;
  reason: unknown;
  /** The entry that was corrected or voided; null where the record has none of that id. */
  wrong: EventBrief | null;
  /** What a correction changed in it. */
  fields: CorrectedField[];
  /** From the entry, or the earlier correction, that told it wrongly, to the mend. */
  stood: Stood | null;
  /** The void that took the mend back. */
  undone: EventBrief | null;
  meanwhile: Meanwhile | null;
  /** Other records whose dates lean now on what was mended; a hundred at most. */
  leaning: Leaning[];
  /** All of it in one paragraph. */
  says: string;
}
