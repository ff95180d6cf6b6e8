import { Choice, EdtfDate, PersonalText, Sha256, Text, Titled } from '../../kernel/fields.js';
import type { Names } from '../../kernel/names.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';

export const SOURCE_FORMS = ['publication', 'document', 'letter', 'register', 'other'] as const;

/** A document that says something is registered, so that entries can name it and the place in it. */
export class RegisterSource extends ActFields {
  @Sha256({ about: 'SHA-256 of the document.' })
  sha256!: string;

  @Titled({ about: 'Title of the document.' })
  title!: Names;

  @Choice(['ru', 'en'], { about: 'Language in which it is written.' })
  language!: 'ru' | 'en';

  @Choice(SOURCE_FORMS, { optional: true, about: 'What it is; a publication when absent.' })
  form?: (typeof SOURCE_FORMS)[number];

  @Titled({ optional: true, about: 'Who published or issued it.' })
  publisher?: Names;

  @EdtfDate({ optional: true, about: 'When it was published or issued, as far as it says so itself.' })
  published?: string;

  @Text({ optional: true, max: 2000, about: 'Where it can be read: an http or https address.' })
  location?: string;
}

/** Who published the document takes it back; what was recorded from it stays. */
export class RetractSource extends ActFields {
  @PersonalText({ about: 'Why, as far as told.' })
  reason!: Personal;
}
