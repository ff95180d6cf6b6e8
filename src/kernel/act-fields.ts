import type { EntryRef, RelativeDate, SourcePlace } from './entry.js';
import type { Modality } from './modality.js';
import { MODALITIES } from './modality.js';
import { Choice, Duration, EdtfDate, EntryId, One, PersonalText, RefersTo, Text, Whole } from './fields.js';
import type { StatedAct } from './decider.js';
import type { Personal } from './personal.js';

/** Names a record, and one of its entries. */
export class EntryRefFields implements EntryRef {
  @Text({ about: 'Kind of the record, as in its `kind` field.', max: 40 })
  kind!: string;

  @Text({ about: 'Id of the record.', max: 100 })
  id!: string;

  @EntryId({ optional: true, about: 'Id of one of its entries; the entry that began it when absent.' })
  event?: string;
}

/** A date told by its distance from another entry. */
export class RelativeDateFields implements RelativeDate {
  @One(() => EntryRefFields, { about: 'The entry that the date depends on.', refersTo: '*' })
  to!: EntryRefFields;

  @Choice(['after', 'before'], { about: 'Which side of it.' })
  direction!: 'after' | 'before';

  @Duration({ optional: true, about: 'How far from it; absent when the text does not say.' })
  offset?: string;
}

/** A document and the place in it. */
export class SourcePlaceFields implements SourcePlace {
  @RefersTo('source', { about: 'Id of the source.' })
  id!: string;

  @Whole({ optional: true, min: 1, max: 100_000, about: 'Paragraph, counted from 1.' })
  paragraph?: number;

  @Whole({ optional: true, min: 1, max: 100_000, about: 'Page, counted from 1.' })
  page?: number;

  @Choice(['ru', 'en'], { optional: true, about: 'Language of the source.' })
  language?: 'ru' | 'en';

  @PersonalText({ optional: true, about: 'The words themselves, where the registrar may give them.' })
  quotation?: Personal;
}

/** The fields that every command has (see `StatedAct`). */
export class ActFields implements StatedAct {
  @Choice(MODALITIES, {
    optional: true,
    about: 'As what it was said. The act itself ("fact") unless the command says otherwise.',
  })
  modality?: Modality;

  @EdtfDate({ optional: true, about: 'When it happened or was said, as precisely as known. Absent: nobody told.' })
  date?: string;

  @One(() => RelativeDateFields, {
    optional: true,
    about: 'When it happened, told by its distance from another entry.',
  })
  relativeDate?: RelativeDateFields;

  @Choice(['live', 'historical'], {
    optional: true,
    about:
      'A live entry (the default) obeys the life cycle; a historical one, from an old register, is kept with warnings.',
  })
  recording?: 'live' | 'historical';

  @One(() => SourcePlaceFields, {
    optional: true,
    about: 'Who says so: a document and the place in it. Absent: the registrar, at first hand.',
  })
  source?: SourcePlaceFields;

  @PersonalText({ optional: true, about: 'A remark in free text.' })
  remark?: Personal;

  @One(() => EntryRefFields, {
    optional: true,
    about: 'The entry, mostly of a meeting, that this follows from.',
    refersTo: '*',
  })
  arisesFrom?: EntryRefFields;
}
