import type { ObjectSchema } from '../../kernel/answer-schema.js';
import {
  BOUNDS,
  CERTAINTY,
  DATE,
  DAY,
  ENTRY_ID,
  ENTRY_LINK,
  FLAG,
  MODALITY,
  MOMENT,
  PERSONAL,
  RECORD_ID,
  SOURCE_OR_NULL,
  WORDS,
  about,
  list,
  object,
  oneOf,
  orNull,
  ref,
} from '../../kernel/answer-schema.js';
import type { JsonSchema } from '../../kernel/fields.js';
import type { RecordKind } from '../../kernel/kind.js';
import { COMMON_STATUSES, NOT_BEGUN } from '../../kernel/status.js';

/** The answer about a record of a kind: what every kind has (`bodyOn`, `documentRow`), and its own part. */
export function documentSchema(kind: RecordKind): ObjectSchema {
  const { always, sometimes } = partsOf(kind.answer);
  return about(kind.about, object({ ...commonParts(kind), ...always }, sometimes)) as ObjectSchema;
}

/** The same as an item of a list. */
export function inList(document: ObjectSchema): JsonSchema {
  const { always, sometimes } = partsOf(document);
  const inPeriod = about(
    'How the record falls into the period that was asked for; absent where none was.',
    oneOf('certain', 'possible'),
  );
  return object(always, { inPeriod, ...sometimes });
}

function partsOf({ properties, required }: ObjectSchema): Record<'always' | 'sometimes', Record<string, JsonSchema>> {
  const entries = Object.entries(properties);
  return {
    always: Object.fromEntries(entries.filter(([name]) => required.includes(name))),
    sometimes: Object.fromEntries(entries.filter(([name]) => !required.includes(name))),
  };
}

function commonParts(kind: RecordKind): Record<string, JsonSchema> {
  return {
    kind: oneOf(kind.name),
    id: RECORD_ID,
    status: oneOf(...kind.statuses, ...COMMON_STATUSES),
    certainty: CERTAINTY,
    possible: about(
      'Every status that may be the case, where more than one may.',
      list(oneOf(...kind.statuses, NOT_BEGUN)),
    ),
    since: about('The days between which the status began.', orNull(BOUNDS)),
    because: about('The entries on which the status rests.', list(ref('Reason'))),
    notYet: about(
      'Entries of acts after the day asked about: left out of what is told, but for the one that began the record.',
      list(ref('DatedEntry')),
    ),
    perhapsNotYet: about(
      'Entries of acts that had happened by the day asked about, or had not: the dates do not say. They are told.',
      list(ref('DatedEntry')),
    ),
    arisesFrom: orNull(ENTRY_LINK),
    relativeDates: list(ref('RelativeDateWorkedOut')),
    sources: list(RECORD_ID),
    contradictions: list(ref('Contradiction')),
    warnings: list(ref('EntryWarning')),
    attestations: list(ref('Attestation')),
    corrections: list(ref('Correction')),
    voided: list(ref('Void')),
    annotations: list(ref('Annotation')),
    recorded: orNull(object({ first: MOMENT, last: MOMENT, by: WORDS })),
    revision: { type: 'integer', minimum: -1 },
    links: object({ self: WORDS, history: WORDS }),
    validity: about(
      'The first and the last day on which this answer holds, unless something is recorded; null for open.',
      object({ from: orNull(DAY), to: orNull(DAY) }),
    ),
  };
}

/** What the common part of an answer consists of, by name. */
export const DOCUMENT_PARTS: Record<string, JsonSchema> = {
  Reason: object({
    entry: ENTRY_ID,
    type: WORDS,
    date: orNull(DATE),
    modality: MODALITY,
    recordedAt: MOMENT,
    source: SOURCE_OR_NULL,
  }),
  DatedEntry: object({
    entry: ENTRY_ID,
    type: WORDS,
    date: orNull(DATE),
    when: about('The days between which it happened.', BOUNDS),
  }),
  RelativeDateWorkedOut: object(
    {
      entry: ENTRY_ID,
      to: ENTRY_LINK,
      direction: oneOf('after', 'before'),
      workedOut: about('The date that it comes to (EDTF), where that is known.', orNull(DATE)),
    },
    { offset: about('ISO 8601 duration.', WORDS) },
  ),
  Contradiction: object(
    {
      entry: ENTRY_ID,
      says: about('When it happened by the entry.', orNull(DATE)),
      attestation: ENTRY_ID,
      attests: about('When it happened by the other source.', orNull(DATE)),
      agrees: FLAG,
      source: SOURCE_OR_NULL,
    },
    { tells: PERSONAL },
  ),
  EntryWarning: object({ entry: ENTRY_ID, rule: WORDS, detail: WORDS }),
  Attestation: object({
    entry: ENTRY_ID,
    attestation: ENTRY_ID,
    agrees: FLAG,
    happened: orNull(DATE),
    source: SOURCE_OR_NULL,
  }),
  Correction: object({
    entry: ENTRY_ID,
    correction: ENTRY_ID,
    recordedAt: MOMENT,
    reason: PERSONAL,
    fields: about('Names of the fields that were corrected.', list(WORDS)),
  }),
  Void: object({ entry: ENTRY_ID, type: WORDS, by: ENTRY_ID, recordedAt: MOMENT, reason: PERSONAL }),
  Annotation: object({
    entry: about('Null for a remark about the whole record.', orNull(ENTRY_ID)),
    annotation: ENTRY_ID,
    recordedAt: MOMENT,
    text: PERSONAL,
  }),
};
