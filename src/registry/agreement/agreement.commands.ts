import {
  Choice,
  Duration,
  EdtfDate,
  EntryId,
  Flag,
  LanguageTag,
  One,
  PersonalText,
  RefersTo,
  RefersToMany,
  RegionCode,
  Sha256,
  Text,
  Titled,
  Topics,
  Whole,
} from '../../kernel/fields.js';
import { CALENDAR_CHOICES, type CalendarChoice } from '../../kernel/calendars.js';
import type { Names } from '../../kernel/names.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';

export const FORCE_RULES = ['on-last-signature', 'on-fixed-date', 'on-registration', 'on-publication'] as const;

/** Somebody said that an agreement will be made: an intention, never a signature. */
export class AnnounceAgreement extends ActFields {
  @Titled()
  title!: Names;

  @RefersToMany('party', { min: 0 })
  parties!: string[];

  @Topics()
  topics?: string[];

  @RefersTo('project', { optional: true })
  project?: string;

  @EdtfDate({ optional: true })
  expected?: string;

  @RefersToMany('party', { optional: true, min: 1 })
  amendedBy?: string[];
}

/** A version of the text is agreed on; signatures under an older one are void. */
export class AdoptText extends ActFields {
  @Sha256()
  sha256!: string;

  @LanguageTag({ optional: true, many: true })
  languages?: string[];

  @Text({ optional: true, max: 100 })
  version?: string;
}

/** The current text is laid open for signature. */
export class OpenForSignature extends ActFields {
  @Sha256({ optional: true })
  text?: string;
}

export const SIGNATURE_FORMS = ['paper', 'electronic'] as const;

export const CONSENT_FORMS = ['ratification', 'acceptance', 'approval'] as const;

/** One party signs the current text by its representative; of an old signature nobody may know by whom, or over what. */
export class SignAgreement extends ActFields {
  @RefersTo('party')
  party!: string;

  @RefersTo('person', { optional: true })
  representative?: string;

  @Sha256({ optional: true })
  text?: string;

  @Text({ optional: true })
  place?: string;

  @Choice(CONSENT_FORMS, { optional: true })
  subjectTo?: (typeof CONSENT_FORMS)[number];

  @Choice(SIGNATURE_FORMS, { optional: true })
  form?: (typeof SIGNATURE_FORMS)[number];

  @Text({ optional: true, max: 100 })
  certificate?: string;

  @Sha256({ optional: true })
  signatureSha256?: string;

  @RefersTo('party', { optional: true })
  signedAs?: string;
}

/** Whose consents force waits for, where it is not every original party's (rule 14). */
export class ConsentsFields {
  @Whole({ optional: true, min: 1, max: 300 })
  count?: number;

  @RefersToMany('party', { optional: true, min: 1 })
  parties?: string[];

  @Flag({ optional: true })
  accessionsCount?: boolean;
}

/** How long after the last consent the agreement is in force: a duration, then the beginning of a month. */
export class OffsetFields {
  @Duration({ optional: true })
  duration?: string;

  @Whole({ optional: true, min: 1, max: 120 })
  monthStart?: number;
}

/** The agreement's own rule of entry into force, and its term. */
export class SetForceRule extends ActFields {
  @Choice(FORCE_RULES)
  entersIntoForce!: (typeof FORCE_RULES)[number];

  @EdtfDate({ optional: true })
  on?: string;

  @EdtfDate({ optional: true })
  until?: string;

  @One(() => ConsentsFields, { optional: true })
  consents?: ConsentsFields;

  @One(() => OffsetFields, { optional: true })
  offset?: OffsetFields;

  @EdtfDate({ optional: true })
  notBefore?: string;

  @Whole({ optional: true, min: 1, max: 300 })
  endsBelow?: number;

  @RegionCode({ optional: true })
  registeredIn?: string;
}

/** When an objection counts as made. */
export const NOTICES = ['sent', 'received'] as const;

/** Tacit renewal: the term goes on for another period unless a party objects in time (rule 12). */
export class RenewalFields {
  @Duration()
  period!: string;

  @Duration({ optional: true })
  notice?: string;

  @Choice(NOTICES, { optional: true })
  noticeBy?: (typeof NOTICES)[number];

  @Whole({ optional: true, min: 1, max: 1000 })
  limit?: number;

  @Choice(CALENDAR_CHOICES, { optional: true })
  calendar?: CalendarChoice;
}

/** An option to extend the term, which parties may use so many times. */
export class ExtensionFields {
  @Duration()
  period!: string;

  @Whole({ optional: true, min: 1, max: 1000 })
  times?: number;
}

export const TERM_BEGINNINGS = ['last-signature', 'entry-into-force', 'fixed-date'] as const;

/** The term of the agreement: a last day, or a duration from a day; with its renewals (rules 11 and 12). */
export class SetTerm extends ActFields {
  @EdtfDate({ optional: true })
  until?: string;

  @Duration({ optional: true })
  duration?: string;

  @Choice(TERM_BEGINNINGS, { optional: true })
  countedFrom?: (typeof TERM_BEGINNINGS)[number];

  @EdtfDate({ optional: true })
  from?: string;

  @Flag({ optional: true })
  firstDayCounts?: boolean;

  @One(() => RenewalFields, { optional: true })
  renewal?: RenewalFields;

  @One(() => ExtensionFields, { optional: true })
  extension?: ExtensionFields;
}

/** Parties use an option that the agreement gives them to extend its term. */
export class ExtendTerm extends ActFields {
  @RefersTo('party', { optional: true })
  by?: string;

  @RefersToMany('party', { optional: true, min: 1 })
  actedAs?: string[];
}

/** A party objects to the next renewal of the term. */
export class ObjectToRenewal extends ActFields {
  @RefersTo('party')
  party!: string;

  @EdtfDate({ optional: true })
  received?: string;

  @RefersToMany('party', { optional: true, min: 1 })
  actedAs?: string[];
}

/** The agreement, or a change or ending of it, is entered into a region's registration journal, which gives the number. */
export class RegisterAgreement extends ActFields {
  @RegionCode()
  region!: string;

  @EntryId({ optional: true })
  registers?: string;

  @Text({ optional: true, max: 100 })
  formerNumber?: string;
}

/** The agreement is published. */
export class PublishAgreement extends ActFields {
  @Text({ optional: true })
  place?: string;
}

/** What ends or halts an agreement gives its reason. */
class WithReason extends ActFields {
  @PersonalText({ optional: true })
  reason?: Personal;
}

/** The agreement is suspended. */
export class SuspendAgreement extends WithReason {}

/** A suspended agreement goes on. */
export class ResumeAgreement extends WithReason {}

/** The agreement is terminated before its term: on the day of the declaration, or on the one on which that takes effect. */
export class TerminateAgreement extends WithReason {
  @EdtfDate({ optional: true })
  effective?: string;
}

/** A declared termination is taken back before it takes effect (rule 13); an old register may not tell which. */
export class TakeBackTermination extends WithReason {
  @EntryId({ optional: true })
  termination?: string;
}

/** The agreement is annulled: treated as never having had force. */
export class AnnulAgreement extends WithReason {}

/** The agreement is given up before it had force. */
export class AbandonAgreement extends WithReason {}

/** The text of an amendment, or of an extension, is agreed on; an old one may not be at hand. */
export class AdoptAmendment extends ActFields {
  @Sha256({ optional: true })
  sha256?: string;

  @Titled({ optional: true })
  title?: Names;

  @EdtfDate({ optional: true })
  until?: string;
}

/** One party signs an amendment by its representative; of an old signature nobody may know by whom, or over what. */
export class SignAmendment extends ActFields {
  @EntryId({ optional: true })
  amendment?: string;

  @RefersTo('party')
  party!: string;

  @RefersTo('person', { optional: true })
  representative?: string;

  @Sha256({ optional: true })
  text?: string;

  @RefersTo('party', { optional: true })
  signedAs?: string;
}
