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
  NAMES,
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
} from '../kernel/schema-parts.js';
import { OTHER_SCHEMES } from '../kernel/identifier-schemes.js';
import type { JsonSchema } from '../kernel/fields.js';
import type { RecordKind } from '../kernel/kind.js';
import type { Names } from '../kernel/names.js';
import type { ObjectOf, Schema, Static } from '../kernel/schema-types.js';
import { COMMON_STATUSES } from '../kernel/status.js';

/**
 * The answer about a record of a kind, in lists too: what every kind has (`RecordBase`), and its own part, with its status
 * among the words of the kind.
 */
export function documentSchemas(kind: RecordKind, name: string): Record<string, JsonSchema> {
  return {
    [`${name}Status`]: oneOf(...kind.statuses, ...COMMON_STATUSES),
    [`${name}Details`]: about(kind.about, detailsSchema(kind, ref(`${name}Status`))),
    [name]: {
      type: 'object',
      allOf: [ref('RecordBase'), ref(`${name}Details`)],
      unevaluatedProperties: false,
    },
  };
}

/** What the answer of one kind has of its own. */
export function detailsSchema({ name, answer }: RecordKind, status: JsonSchema): JsonSchema {
  return {
    type: 'object',
    properties: { kind: { type: 'string', const: name }, status, possible: list(status), ...answer.properties },
    required: ['kind', 'status', 'possible', ...answer.required],
  };
}

/** Of a record of which only reference data tells, -1. */
const REVISION: Schema<number> = { type: 'integer', minimum: -1 };

/** What every answer about a record has (`bodyOn`). */
const RECORD_BASE = {
  kind: WORDS,
  id: RECORD_ID,
  status: WORDS,
  certainty: CERTAINTY,
  possible: about('Every status that may be the case, where more than one may.', list(WORDS)),
  since: about('The days between which the status began.', orNull(BOUNDS)),
  basis: about('The entries on which the status rests.', list(part('Reason'))),
  pending: about(
    'Entries of acts after the day asked about: left out of the answer, but for the one that began the record.',
    list(part('DatedEntry')),
  ),
  possiblyPending: about(
    'Entries of acts that had happened by the day asked about, or had not: the dates do not say. They count.',
    list(part('DatedEntry')),
  ),
  arisesFrom: orNull(ENTRY_LINK),
  relativeDates: list(part('ResolvedRelativeDate')),
  identifiedBy: about('By which other schemes and values it is identified.', list(part('OtherIdentifier'))),
  sources: list(RECORD_ID),
  contradictions: list(part('Contradiction')),
  warnings: list(part('EntryWarning')),
  attestations: list(part('Attestation')),
  corrections: list(part('Correction')),
  voided: list(part('Void')),
  annotations: list(part('Annotation')),
  remarks: about('What was remarked when an entry was recorded.', list(part('Remark'))),
  recorded: orNull(object({ first: MOMENT, last: MOMENT, by: WORDS })),
  revision: REVISION,
  links: about(
    'Where more can be asked about it.',
    object({
      self: WORDS,
      history: WORDS,
      related: WORDS,
      replay: WORDS,
      diff: WORDS,
      explain: WORDS,
      corrections: WORDS,
      commands: about('The commands that its status allows, by operation id.', {
        type: 'object',
        additionalProperties: WORDS,
      }),
    }),
  ),
  holdsFor: about(
    'The first and the last day on which this answer holds, unless something is recorded; null for open.',
    object({ from: orNull(DAY), to: orNull(DAY) }),
  ),
};

/** What an answer has of an old record whose register states its status. */
const AS_REGISTERED = {
  statusBasis: about('The status is what an old register states.', oneOf('as-registered')),
  computedStatus: about(
    'What follows from the acts that are recorded.',
    object({ status: WORDS, certainty: CERTAINTY, possible: list(WORDS) }),
  ),
};

/** What every answer about a record has, personal values still sealed. */
export type RecordBase = ObjectOf<typeof RECORD_BASE, typeof AS_REGISTERED>;

/** What items of lists by period have beside: no answer about a single record, and so no explanation, has it. */
const OF_PERIOD = {
  inPeriod: about('In lists by period only: how the record falls into it.', oneOf('certain', 'possible')),
  foundBy: about(
    'In lists by period only: by what it was found in it.',
    object({
      fact: about(
        'A status in which it went on, the type of an event, or the name of the field that states the date.',
        WORDS,
      ),
      date: about('EDTF; of a status the first and the last day.', WORDS),
    }),
  ),
};

/** What stands beside an answer that was asked for with names. */
export const RECORD_NAMES = ref<Readonly<Record<string, NamedRecord>>>('RecordNames');

interface NamedRecord {
  readonly names: Names;
  readonly then?: readonly { entry: string; names: Names }[];
}

/** What the common part of an answer refers to, by name. */
const PARTS = {
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
  ResolvedRelativeDate: object(
    {
      entry: ENTRY_ID,
      to: ENTRY_LINK,
      direction: oneOf('after', 'before'),
      resolved: about('The date that it comes to (EDTF), where that is known.', orNull(DATE)),
    },
    { offset: about('ISO 8601 duration.', WORDS) },
  ),
  OtherIdentifier: object({ entry: ENTRY_ID, scheme: oneOf(...OTHER_SCHEMES), value: WORDS, source: SOURCE_OR_NULL }),
  Contradiction: object(
    {
      entry: ENTRY_ID,
      stated: about('When it happened by the entry.', orNull(DATE)),
      attestation: ENTRY_ID,
      attested: about('When it happened by the other source.', orNull(DATE)),
      agrees: FLAG,
      source: SOURCE_OR_NULL,
    },
    { statement: PERSONAL },
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
  Remark: object({ entry: ENTRY_ID, text: PERSONAL }),
  RecordNames: {
    description:
      'With `include=names`: under the id of each record that stands in the answer, what it is called on the day asked about.',
    type: 'object',
    additionalProperties: object(
      { names: NAMES },
      {
        then: about(
          'What it was called on the days of acts, by their entries, where that was another name.',
          list(object({ entry: ENTRY_ID, names: NAMES })),
        ),
      },
    ),
  },
  Annotation: object({
    entry: about('Null for a remark about the whole record.', orNull(ENTRY_ID)),
    annotation: ENTRY_ID,
    recordedAt: MOMENT,
    text: PERSONAL,
  }),
};

function part<N extends keyof typeof PARTS>(name: N): Schema<Static<(typeof PARTS)[N]>> {
  return ref(name);
}

/** What the common part of an answer consists of, by name. */
export const DOCUMENT_SCHEMAS: Record<string, JsonSchema> = {
  RecordBase: openObject(RECORD_BASE, { ...AS_REGISTERED, ...OF_PERIOD, recordNames: RECORD_NAMES }),
  ...PARTS,
};

/** An object with properties that are always there, and some that may be; others are added by `allOf`. */
function openObject(always: Record<string, JsonSchema>, sometimes: Record<string, JsonSchema>): JsonSchema {
  return { type: 'object', properties: { ...always, ...sometimes }, required: Object.keys(always) };
}
