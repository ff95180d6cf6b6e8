import { Choice, EdtfDate, LanguageTag, PersonalText, RefersTo, Sha256, Text, Titled } from '../../kernel/fields.js';
import type { Names } from '../../kernel/names.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';

export const SOURCE_FORMS = ['publication', 'document', 'letter', 'register', 'other'] as const;

/** A document that says something is registered, so that entries can name it and the place in it. */
export class RegisterSource extends ActFields {
  @Sha256({ optional: true })
  sha256?: string;

  @Titled()
  title!: Names;

  @LanguageTag()
  language!: string;

  @Choice(SOURCE_FORMS, { optional: true })
  form?: (typeof SOURCE_FORMS)[number];

  @Titled({ optional: true })
  publisher?: Names;

  @EdtfDate({ optional: true })
  published?: string;

  @Text({ optional: true, max: 2000 })
  location?: string;

  @RefersTo('source', { optional: true })
  republishes?: string;
}

/** Who published the document takes it back; what was recorded from it stays. */
export class RetractSource extends ActFields {
  @PersonalText()
  reason!: Personal;
}
