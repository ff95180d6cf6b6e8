import {
  CERTAINTY,
  DATE,
  DAY,
  ENTRY_ID,
  FLAG,
  MODALITY,
  MOMENT,
  NAMES,
  PERSONAL,
  RECORD_ID,
  SOURCE_OR_NULL,
  WHOLE,
  WORDS,
  about,
  list,
  object,
  oneOf,
  orNull,
  ref,
  refsTo,
} from '../../kernel/schema-parts.js';
import type { JsonSchema } from '../../kernel/fields.js';
import type { Schema, Static } from '../../kernel/schema-types.js';
import { RECORD_NAMES } from '../../registry/document.schema.js';
import { RECORD_BRIEF, RECORD_KIND } from './schemas.js';

const KIND = RECORD_KIND;
const ANYTHING = (sentence: string): JsonSchema => ({ description: sentence });
const LOG_INDEX = about('Number of the event in the ledger.', WHOLE);
const INDEX_OR_NONE: Schema<number> = { type: 'integer', minimum: -1 };
const POINTER = about('JSON pointer (RFC 6901) into the answer.', WORDS);
const ENTRIES = list(ENTRY_ID);
const NEXT = orNull(WORDS);

/** How to find what explains any place in the answer. */
const EXPLAINED =
  'Why a field, or a part of one, is what it is. Whatever place in the answer is looked up, what stands at its own pointer ' +
  'holds, or, where nothing stands there, at the nearest one above it: a part not explained itself became what it ' +
  'is together with that whole, and stood before at the same place in `before`, an item of a list by what it is about; ' +
  'where there is no such place in `before`, nothing was there.';

/** What the answers to auditors consist of, by name. */
const PARTS = {
  AuditedEvent: object({
    event: ENTRY_ID,
    type: WORDS,
    index: LOG_INDEX,
    revision: WHOLE,
    recordedAt: MOMENT,
    actor: WORDS,
  }),
  ComparedMoment: about(
    'What was recorded up to an event of the ledger (-1: before the first), as the answer about a day.',
    object(
      {
        index: INDEX_OR_NONE,
        on: DAY,
        revision: about('Of the record by then; -1 where nothing of it was recorded.', INDEX_OR_NONE),
      },
      { fault: about('Why there is no answer.', WORDS) },
    ),
  ),
  PatchStep: about(
    'A step of JSON Patch (RFC 6902).',
    object(
      { op: oneOf('add', 'remove', 'replace', 'move', 'copy', 'test'), path: WORDS },
      { value: ANYTHING('The value that is put there.'), from: WORDS },
    ),
  ),
  FieldExplained: about(
    EXPLAINED,
    object(
      {
        pointer: POINTER,
        label: WORDS,
        sentence: about('What it is and why, to be read, in the language that was asked for.', WORDS),
        setBy: about(
          'The event with which it became what it is; null where that lies before what was replayed, or in no event.',
          orNull(ENTRY_ID),
        ),
        before: about(
          'What was there before, and the event that had set it; null where nothing was.',
          orNull(object({ value: ANYTHING('As it was.'), setBy: orNull(ENTRY_ID) })),
        ),
        followsFromDates: about(
          'It was another value on the day on which that event was recorded: since then the date alone has changed it.',
          FLAG,
        ),
        basis: about('Entries of the record that it rests on.', ENTRIES),
      },
      {
        value: ANYTHING('As it is; absent for a list whose items follow.'),
        items: about(
          'The items of a list: always where it is a field of the answer, else where one of them, or a part of one, has ' +
            'become what it is otherwise than the list.',
          list(ref('FieldExplained')),
        ),
        parts: about(
          'All parts of an object, where one of them, or a part of one, has become what it is otherwise than the whole.',
          list(ref('FieldExplained')),
        ),
      },
    ),
  ),
  ContradictingSource: object(
    {
      attestation: ENTRY_ID,
      happened: about('When it happened by that source.', orNull(DATE)),
      agrees: FLAG,
      source: SOURCE_OR_NULL,
      recordedAt: MOMENT,
    },
    { statement: PERSONAL },
  ),
  DateDependency: object({
    kind: KIND,
    id: RECORD_ID,
    event: ENTRY_ID,
    type: WORDS,
    index: LOG_INDEX,
    recordedAt: MOMENT,
    happened: orNull(DATE),
  }),
  TimeOnRecord: about(
    'How long something wrong was on record, by the ledger’s own clock.',
    object({ since: MOMENT, until: MOMENT, seconds: WHOLE }),
  ),
  StatusBrief: object({ status: WORDS, certainty: CERTAINTY, possible: list(WORDS) }),
  LedgerPoint: object({ index: LOG_INDEX, on: DAY }),
  MomentCompared: object({ index: INDEX_OR_NONE, day: DAY }),
};

const part = refsTo(PARTS);

const AT = part('LedgerPoint');

/** What consists of those. */
const WHOLES = {
  ExplainedEntry: object(
    {
      event: ENTRY_ID,
      type: WORDS,
      index: LOG_INDEX,
      revision: WHOLE,
      modality: MODALITY,
      happened: about('When it happened, corrections applied.', orNull(DATE)),
      recordedAt: MOMENT,
      actor: WORDS,
      source: SOURCE_OR_NULL,
      contradictedBy: list(part('ContradictingSource')),
      dependsOn: about('Entries of other records from which its date is worked out.', list(part('DateDependency'))),
    },
    {
      record: about('The record that it stands in, where that is another one.', object({ kind: KIND, id: RECORD_ID })),
      resolved: about('What its relative date comes to.', orNull(DATE)),
      concerns: about('The entry that it corrects, voids, attests or annotates.', ENTRY_ID),
    },
  ),
  CorrectionEffects: about(
    'What the record showed otherwise than with the correction: which status, and by what lists found it.',
    object({
      statuses: about(
        'From which moment until which it had another status of the day itself.',
        list(object({ from: AT, until: AT, shown: part('StatusBrief'), corrected: part('StatusBrief') })),
      ),
      onDays: about(
        'From which moment until which it showed another status to whoever asked about certain days (`on`), past or to come.',
        list(
          object({
            days: about('Inclusive; null for open.', object({ from: orNull(DAY), to: orNull(DAY) })),
            shown: part('StatusBrief'),
            corrected: part('StatusBrief'),
            from: AT,
            until: AT,
          }),
        ),
      ),
      lists: list(
        object({
          facet: oneOf('party', 'region', 'topic', 'form', 'title', 'period', 'text'),
          value: ANYTHING(
            'The party, region, topic, narrower kind or title; for a period the date, for a text the words.',
          ),
          how: about('Listed by it wrongly, or missing from it.', oneOf('listed', 'missing')),
          from: AT,
          until: AT,
        }),
      ),
      compared: about('Events after which both were compared …', WHOLE),
      of: about('… of how many in between.', WHOLE),
    }),
  ),
};

const whole = refsTo(WHOLES);

const CORRECTIONS = {
  CorrectionReport: object({
    correction: part('AuditedEvent'),
    reason: orNull(PERSONAL),
    corrected: about('The entry that was corrected or voided.', orNull(part('AuditedEvent'))),
    fields: about(
      'What a correction changed in it.',
      list(object({ field: WORDS, was: ANYTHING('Before.'), now: ANYTHING('After.') })),
    ),
    onRecord: orNull(part('TimeOnRecord')),
    undone: about('The void that took the correction or void back.', orNull(part('AuditedEvent'))),
    effects: orNull(whole('CorrectionEffects')),
    dependents: about(
      'Other records whose dates depend now on what was corrected or voided; at most 100 are named.',
      list(
        object({
          kind: KIND,
          id: RECORD_ID,
          title: orNull(NAMES),
          href: WORDS,
          statusesDiffered: about(
            'Whether the correction made its status another one on any day; null while that is not known.',
            orNull(FLAG),
          ),
        }),
      ),
    ),
    summary: about('All of it in one paragraph.', WORDS),
  }),
  CorrectionInLedger: object({
    record: object({ kind: KIND, id: RECORD_ID, title: orNull(NAMES), href: WORDS }),
    correction: part('AuditedEvent'),
    corrected: orNull(part('AuditedEvent')),
    reason: orNull(PERSONAL),
    onRecord: orNull(part('TimeOnRecord')),
    undone: orNull(object({ event: ENTRY_ID, recordedAt: MOMENT })),
  }),
};
const correction = refsTo(CORRECTIONS);

const ANSWERS = {
  ListComparison: object(
    {
      kind: KIND,
      from: part('MomentCompared'),
      to: part('MomentCompared'),
      items: list(
        object({
          change: oneOf('appeared', 'changed', 'ended', 'left'),
          before: orNull(RECORD_BRIEF),
          after: orNull(RECORD_BRIEF),
        }),
      ),
      next: NEXT,
    },
    { recordNames: RECORD_NAMES },
  ),
  Replay: object({
    kind: KIND,
    id: RECORD_ID,
    states: list(
      object(
        {
          index: about('Number of the event in the ledger; -1 for the state of the reference data.', INDEX_OR_NONE),
          revision: about('Of the record; -1 for the state of the reference data.', INDEX_OR_NONE),
          event: about(
            'The event after which it was so; null, like its details, for the state of the reference data.',
            orNull(ENTRY_ID),
          ),
          type: orNull(WORDS),
          recordedAt: orNull(MOMENT),
          actor: orNull(WORDS),
          on: about('The day that the answer is about.', DAY),
          answer: about('The answer about the record; null where there was none.', orNull(ref('AnyRecord'))),
        },
        { fault: about('Why there is no answer.', WORDS) },
      ),
    ),
    next: NEXT,
  }),
  Difference: object({
    kind: KIND,
    id: RECORD_ID,
    from: part('ComparedMoment'),
    to: part('ComparedMoment'),
    events: about(
      'The record’s own events in between.',
      list(object({ event: ENTRY_ID, type: WORDS, index: WHOLE, revision: WHOLE, recordedAt: MOMENT })),
    ),
    patch: list(part('PatchStep')),
    changes: about('The same to be read.', list(WORDS)),
  }),
  Explanation: object({
    kind: KIND,
    id: RECORD_ID,
    index: INDEX_OR_NONE,
    on: DAY,
    revision: INDEX_OR_NONE,
    replayedFrom: about('The first event that was replayed; null where all were.', orNull(WHOLE)),
    fields: list(part('FieldExplained')),
    entries: list(whole('ExplainedEntry')),
  }),
  RecordCorrections: object({
    kind: KIND,
    id: RECORD_ID,
    corrections: list(correction('CorrectionReport')),
    next: NEXT,
  }),
};

/** What replay, diff, explain and corrections consist of, by name. */
export const AUDIT_SCHEMAS: Record<string, JsonSchema> = { ...PARTS, ...WHOLES, ...CORRECTIONS, ...ANSWERS };

/** The answers to auditors, by the names of their schemas. */
export type AuditAnswers = { [N in keyof typeof ANSWERS]: Static<(typeof ANSWERS)[N]> } & {
  LedgerCorrections: { items: readonly Static<typeof CORRECTIONS.CorrectionInLedger>[]; next: string | null };
};
