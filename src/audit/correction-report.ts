import type { Personal } from '../kernel/personal.js';
import type { DependentRecord } from '../projections/index.js';
import type { CorrectionEffects } from './correction-effects.js';
import type { CorrectedField, EventBrief } from './corrections-and-voids.js';

/** How long something wrong was on record. */
export interface TimeOnRecord {
  since: string;
  until: string;
  seconds: number;
}

/** Another record whose dates depend on what was corrected, and whether its status became another one on any day by it. */
export interface Dependent extends DependentRecord {
  href: string;
}

/** A correction of a record, and what it was wrong for meanwhile. */
export interface CorrectionReport {
  correction: EventBrief;
  reason: Personal | null;
  /** The entry that was corrected or voided; null where the record has none of that id. */
  corrected: EventBrief | null;
  /** What a correction changed in it. */
  fields: CorrectedField[];
  /** From the entry, or the earlier correction, that stated it wrongly, to the correction. */
  onRecord: TimeOnRecord | null;
  /** The void that took the correction back. */
  undone: EventBrief | null;
  effects: CorrectionEffects | null;
  /** Other records whose dates depend now on what was corrected or voided; a hundred at most. */
  dependents: Dependent[];
  /** All of it in one paragraph. */
  summary: string;
}
