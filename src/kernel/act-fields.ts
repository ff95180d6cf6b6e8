import type { EntryRef, RelativeDate, SourcePlace } from './entry.js';
import type { Modality } from './modality.js';
import { MODALITIES } from './modality.js';
import {
  Choice,
  Duration,
  EdtfDate,
  EntryId,
  LanguageTag,
  One,
  PersonalText,
  RefersTo,
  Text,
  Whole,
} from './fields.js';
import type { StatedAct } from './decider.js';
import type { Personal } from './personal.js';

/** Names a record, and one of its entries. */
export class EntryRefFields implements EntryRef {
  @Text({ max: 40 })
  kind!: string;

  @Text({ max: 100 })
  id!: string;

  @EntryId({ optional: true })
  event?: string;
}

/** A date given by its distance from another entry. */
export class RelativeDateFields implements RelativeDate {
  @One(() => EntryRefFields, { refersTo: '*' })
  to!: EntryRefFields;

  @Choice(['after', 'before'])
  direction!: 'after' | 'before';

  @Duration({ optional: true })
  offset?: string;
}

/** A document and the place in it. */
export class SourcePlaceFields implements SourcePlace {
  @RefersTo('source')
  id!: string;

  @Whole({ optional: true, min: 1, max: 100_000 })
  paragraph?: number;

  @Whole({ optional: true, min: 1, max: 100_000 })
  page?: number;

  @LanguageTag({ optional: true })
  language?: string;

  @PersonalText({ optional: true })
  quotation?: Personal;
}

/** The fields that every command has (see `StatedAct`). */
export class ActFields implements StatedAct {
  @Choice(MODALITIES, { optional: true })
  modality?: Modality;

  @EdtfDate({ optional: true })
  date?: string;

  @One(() => RelativeDateFields, { optional: true })
  relativeDate?: RelativeDateFields;

  @Choice(['live', 'historical'], { optional: true })
  recording?: 'live' | 'historical';

  @One(() => SourcePlaceFields, { optional: true })
  source?: SourcePlaceFields;

  @PersonalText({ optional: true })
  remark?: Personal;

  @One(() => EntryRefFields, { optional: true, refersTo: '*' })
  arisesFrom?: EntryRefFields;
}
