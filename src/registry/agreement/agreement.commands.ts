import {
  Choice,
  EdtfDate,
  EntryId,
  PersonalText,
  RefersTo,
  RefersToMany,
  RegionCode,
  Sha256,
  Text,
  Titled,
  Topics,
} from '../../kernel/fields.js';
import type { Names } from '../../kernel/names.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';

export const FORCE_RULES = ['on-last-signature', 'on-fixed-date', 'on-registration', 'on-publication'] as const;

/** Somebody said that an agreement will be made: an intention, never a signature. */
export class AnnounceAgreement extends ActFields {
  @Titled({ about: 'Title of the agreement.' })
  title!: Names;

  @RefersToMany('party', { min: 2, about: 'Ids of the parties; the code of a region for the region itself.' })
  parties!: string[];

  @Topics()
  topics?: string[];

  @RefersTo('project', { optional: true, about: 'The project that the agreement carries.' })
  project?: string;

  @EdtfDate({ optional: true, about: 'When it is expected to be signed, where somebody said so.' })
  expected?: string;

  @RefersToMany('party', {
    optional: true,
    min: 1,
    about: 'The parties that an amendment needs; every party when absent.',
  })
  amendedBy?: string[];
}

/** A version of the text is agreed on; signatures under an older one are void. */
export class AdoptText extends ActFields {
  @Sha256({ about: 'SHA-256 of the text.' })
  sha256!: string;

  @Choice(['ru', 'en', 'ru-en'], { optional: true, about: 'Language of the text.' })
  language?: 'ru' | 'en' | 'ru-en';

  @Text({ optional: true, max: 100, about: 'What the parties call this version.' })
  version?: string;
}

/** The current text is laid open for signature. */
export class OpenForSignature extends ActFields {
  @Sha256({ optional: true, about: 'The text that is opened: the current one.' })
  text?: string;
}

/** One party signs the current text by its representative. */
export class SignAgreement extends ActFields {
  @RefersTo('party', { about: 'The party that signs.' })
  party!: string;

  @RefersTo('person', { about: 'The person who signs for it, under a mandate valid on that day.' })
  representative!: string;

  @Sha256({ about: 'SHA-256 of the text that is signed: the current one.' })
  text!: string;
}

/** The agreement's own rule of entry into force, and its term. */
export class SetForceRule extends ActFields {
  @Choice(FORCE_RULES, { about: 'What makes the agreement enter into force, once every party has signed.' })
  entersIntoForce!: (typeof FORCE_RULES)[number];

  @EdtfDate({ optional: true, about: 'The day of entry into force, for on-fixed-date.' })
  on?: string;

  @EdtfDate({ optional: true, about: 'The last day of its term; absent for an agreement without a term.' })
  until?: string;
}

/** The agreement is entered into a region's registration journal, which gives the number. */
export class RegisterAgreement extends ActFields {
  @RegionCode({ about: 'The region in whose journal it is registered; it takes part in the agreement.' })
  region!: string;

  @Text({ optional: true, max: 100, about: 'The number in an old register, as it stood there (historical entries).' })
  formerNumber?: string;
}

/** The agreement is published. */
export class PublishAgreement extends ActFields {
  @Text({ optional: true, about: 'Where.' })
  place?: string;
}

/** What ends or halts an agreement gives its reason. */
class WithReason extends ActFields {
  @PersonalText({ optional: true, about: 'Why.' })
  reason?: Personal;
}

/** The agreement is suspended. */
export class SuspendAgreement extends WithReason {}

/** A suspended agreement goes on. */
export class ResumeAgreement extends WithReason {}

/** The agreement is terminated before its term. */
export class TerminateAgreement extends WithReason {}

/** The agreement is annulled: treated as never having had force. */
export class AnnulAgreement extends WithReason {}

/** The agreement is given up before it had force. */
export class AbandonAgreement extends WithReason {}

/** The text of an amendment, or of an extension, is agreed on. */
export class AdoptAmendment extends ActFields {
  @Sha256({ about: 'SHA-256 of the amendment’s text.' })
  sha256!: string;

  @Titled({ optional: true, about: 'Title of the amendment.' })
  title?: Names;

  @EdtfDate({
    optional: true,
    about: 'The new last day of the term: one that lies later makes the amendment an extension.',
  })
  until?: string;
}

/** One party signs an amendment by its representative. */
export class SignAmendment extends ActFields {
  @EntryId({ about: 'The amendment: id of the entry by which it was adopted.' })
  amendment!: string;

  @RefersTo('party', { about: 'The party that signs.' })
  party!: string;

  @RefersTo('person', { about: 'The person who signs for it, under a mandate valid on that day.' })
  representative!: string;

  @Sha256({ about: 'SHA-256 of the amendment’s text.' })
  text!: string;
}
