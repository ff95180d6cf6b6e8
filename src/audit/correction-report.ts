import type { DependentRecord } from '../projections/index.js';
import type { CorrectionEffects } from './correction-effects.js';
import type { CorrectedField, EventBrief } from './corrections-and-voids.js';

/** How long something wrong was on record. */
export interface TimeOnRecord {
  since: string;
  until: string;
  seconds: number;
}

/** Another record whose dates lean on what was mended, and whether the mend made its status another one on any day. */
export interface Dependent extends DependentRecord {
  href: string;
}

/** A correction or void of a record, and what it was wrong for meanwhile. */
export interface CorrectionReport {
  correction: EventBrief;
  reason: unknown;
  /** The entry that was corrected or voided; null where the record has none of that id. */
  corrected: EventBrief | null;
  /** What a correction changed in it. */
  fields: CorrectedField[];
  /** From the entry, or the earlier correction, that told it wrongly, to the mend. */
  onRecord: TimeOnRecord | null;
  /** The void that took the mend back. */
  undone: EventBrief | null;
  effects: CorrectionEffects | null;
  /** Other records whose dates lean now on what was mended; a hundred at most. */
  dependents: Dependent[];
  /** All of it in one paragraph. */
  summary: string;
}
