import {
  ACTED_AS,
  BOUNDS,
  CALENDAR_MISSING,
  DATE,
  ENTRY_ID,
  COUNTRY,
  FLAG,
  LANGUAGE,
  NAMES,
  PERSONAL,
  RECORD_ID,
  REGION,
  SHA_256,
  ENTRY_FIELDS,
  TOPICS,
  WHOLE,
  WORDS,
  about,
  list,
  object,
  oneOf,
  orNull,
} from '../../kernel/schema-parts.js';
import { CALENDAR_CHOICES } from '../../kernel/calendars.js';
import type { Static } from '../../kernel/schema-types.js';
import { AGREEMENT_ROLES } from './agreement.details-commands.js';
import { LINE_SUBJECTS } from '../journal/journal.js';
import { CONSENT_FORMS, FORCE_RULES, NOTICES, SIGNATURE_FORMS, TERM_BEGINNINGS } from './agreement.commands.js';

const STATUS_CHANGE_TYPES = [
  'AgreementSuspended',
  'AgreementResumed',
  'AgreementTerminated',
  'AgreementAnnulled',
  'AgreementAbandoned',
] as const;

const FORCE = object(
  {
    entry: ENTRY_ID,
    entersIntoForce: oneOf(...FORCE_RULES),
    on: orNull(DATE),
    since: orNull(BOUNDS),
    until: orNull(DATE),
  },
  {
    consents: object({}, { count: WHOLE, parties: list(RECORD_ID), accessionsCount: FLAG }),
    offset: object({}, { duration: WORDS, monthStart: WHOLE }),
    notBefore: DATE,
    endsBelow: WHOLE,
    registeredIn: about('The region whose journal counts.', REGION),
  },
);

/** ISO 8601. */
const DURATION = WORDS;

const TERM = object(
  {
    ...ENTRY_FIELDS,
    extensions: list(object(ENTRY_FIELDS, { by: RECORD_ID, ...ACTED_AS })),
    renewals: about(
      'The first of its renewals: the last day before each, the last one for objections to it (moved to a working day), and its own last day.',
      list(object({ follows: BOUNDS, objectBy: BOUNDS, lastDay: BOUNDS }, { calendarMissing: CALENDAR_MISSING })),
    ),
    more: about('Whether it is renewed more often than is listed.', FLAG),
    objections: list(object({ ...ENTRY_FIELDS, party: RECORD_ID }, { received: DATE, ...ACTED_AS })),
    lastDay: about('When it ends by itself: null where it is renewed until somebody objects.', orNull(BOUNDS)),
  },
  {
    until: DATE,
    duration: DURATION,
    countedFrom: oneOf(...TERM_BEGINNINGS),
    from: DATE,
    firstDayCounts: FLAG,
    extension: object({ period: DURATION }, { times: WHOLE }),
    renewal: object(
      { period: DURATION },
      { notice: DURATION, noticeBy: oneOf(...NOTICES), limit: WHOLE, calendar: oneOf(...CALENDAR_CHOICES) },
    ),
  },
);

const REGISTRATION = object(
  {
    ...ENTRY_FIELDS,
    region: REGION,
    year: WHOLE,
    number: about('Null for a number of an old register, which no journal gave.', orNull(WHOLE)),
    writtenAs: about('The number as the journal writes it; null where an old register states none.', orNull(WORDS)),
    subject: oneOf(...LINE_SUBJECTS),
  },
  {
    formerNumber: about('The number in an old register.', WORDS),
    registers: about('The entry of the change or ending that is registered.', ENTRY_ID),
  },
);

const AMENDMENT = object(
  {
    ...ENTRY_FIELDS,
    sha256: about('Null for an old text that is not at hand.', orNull(SHA_256)),
    kind: oneOf('amendment', 'extension'),
    needs: about('The parties whose signatures it needs.', list(RECORD_ID)),
    signedBy: list(RECORD_ID),
    agreed: about('When the last signature that it needs was given.', orNull(BOUNDS)),
  },
  { title: NAMES, until: DATE },
);

/** What the view of an agreement tells. */
export const agreementAnswer = object({
  title: NAMES,
  languages: about('Those in which it is authentic, as far as is known.', list(LANGUAGE)),
  topics: TOPICS,
  project: orNull(RECORD_ID),
  announced: orNull(object({ ...ENTRY_FIELDS, expected: orNull(DATE) })),
  parties: list(
    object(
      {
        party: RECORD_ID,
        signed: about(
          'Its signature under the current text.',
          orNull(
            object(ENTRY_FIELDS, {
              representative: RECORD_ID,
              subjectTo: oneOf(...CONSENT_FORMS),
              place: WORDS,
              form: oneOf(...SIGNATURE_FORMS),
              certificate: WORDS,
              signatureSha256: SHA_256,
              signedAs: RECORD_ID,
            }),
          ),
        ),
      },
      {
        roles: list(object({ role: oneOf(...AGREEMENT_ROLES) }, { title: NAMES })),
        consent: object({ ...ENTRY_FIELDS, form: oneOf(...CONSENT_FORMS, 'notification') }, ACTED_AS),
        acceded: object(ENTRY_FIELDS, { representative: RECORD_ID }),
        succeeds: about('Whose place it has taken.', object({ ...ENTRY_FIELDS, party: RECORD_ID })),
        boundFrom: about('From when the agreement is in force for it.', BOUNDS),
        leavesOn: about('When its withdrawal takes effect.', BOUNDS),
      },
    ),
  ),
  depositaries: about(
    'With whom it is deposited.',
    orNull(object({ ...ENTRY_FIELDS, parties: list(RECORD_ID), countries: list(COUNTRY) })),
  ),
  signedByAll: about('What a register says of the signatures of all.', orNull(object(ENTRY_FIELDS, { place: WORDS }))),
  texts: list(
    object({ ...ENTRY_FIELDS, sha256: SHA_256, current: FLAG }, { languages: list(LANGUAGE), version: WORDS }),
  ),
  voidSignatures: list(object({ ...ENTRY_FIELDS, party: RECORD_ID }, { text: SHA_256, signedAs: RECORD_ID })),
  force: orNull(FORCE),
  provisional: about(
    'Application before force, and not force: from a day, to the one on which it ends.',
    orNull(object({ ...ENTRY_FIELDS, from: BOUNDS, to: orNull(BOUNDS) })),
  ),
  term: orNull(TERM),
  endsOn: about('When a declared termination takes effect; until then it is in force.', orNull(BOUNDS)),
  registration: about(
    'The one that counts: in the journal that the rule of force names, else the last.',
    orNull(REGISTRATION),
  ),
  registrations: about('Of the agreement and of its changes and endings, in every journal.', list(REGISTRATION)),
  publication: orNull(object(ENTRY_FIELDS, { place: WORDS })),
  amendments: list(AMENDMENT),
  statusChanges: list(
    object(
      { ...ENTRY_FIELDS, type: oneOf(...STATUS_CHANGE_TYPES) },
      { reason: PERSONAL, effective: DATE, takenBackBy: ENTRY_ID },
    ),
  ),
});
export type AgreementAnswer = Static<typeof agreementAnswer>;
