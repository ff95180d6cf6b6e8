import {
  CERTAINTY,
  DATE,
  ENTRY_ID,
  ENTRY_LINK,
  FLAG,
  MODALITY,
  MOMENT,
  NAMES,
  PERSONAL,
  PERSONAL_NAMES,
  RECORD_ID,
  REGION,
  SHARED_SCHEMAS,
  SOURCE_OR_NULL,
  WHOLE,
  WORDS,
  about,
  list,
  object,
  oneOf,
  orNull,
  ref,
} from '../../kernel/schema-parts.js';
import type { JsonSchema } from '../../kernel/fields.js';
import type { Schema, Static } from '../../kernel/schema-types.js';
import { PROBLEMS } from '../../commands/problem.js';
import { RECORD_NAMES } from '../../registry/document.schema.js';
import { figureAnswer } from '../../registry/claim/claim.schema.js';
import { KINDS, REGISTRAR_KINDS } from '../../registry/registry.js';
import { PROBLEM_TYPES } from '../problem-filter.js';
import { CHECK_STATE, LOG_STATE, PARKED, TEXTS_STATE, VIEWS_STATE } from './state-schemas.js';

/** Schemas that do not belong to one kind. */
export function commonSchemas(): Record<string, JsonSchema> {
  return {
    ...SHARED_SCHEMAS,
    RecordKind: oneOf(...KINDS.map(({ name }) => name)),
    ...ERRORS,
    ...ACROSS_RECORDS,
    ProblemExplanation: PROBLEM_EXPLANATION,
    Receipt: RECEIPT,
    BatchReceipt: BATCH_RECEIPT,
    Act: ACT,
    HistoryEntry: HISTORY_ENTRY,
    History: HISTORY,
    ViewsState: VIEWS_STATE,
    Parked: PARKED,
    LogState: LOG_STATE,
    TextsState: TEXTS_STATE,
    CheckState: CHECK_STATE,
    KindTotals: KIND_TOTALS,
    Summary: schemaOfSummary(),
    RegionPair: schemaOfRegionPair(),
  };
}

/** The cursor of the following page; null on the last one. */
const NEXT = orNull(WORDS);

/** The name of any kind of record. */
export const RECORD_KIND = ref<string>('RecordKind');

const POINTER = 'JSON pointer (RFC 6901) to the field; `?name` for a parameter; empty for the whole.';

const INTEGER: Schema<number> = { type: 'integer' };

const NO: Schema<false> = { type: 'boolean', const: false };

const ERRORS: Record<string, JsonSchema> = {
  FieldError: object({ pointer: about(POINTER, WORDS), rule: WORDS, detail: WORDS }),
  Problem: about(
    'Problem details (RFC 9457).',
    object(
      {
        type: oneOf(...Object.keys(PROBLEMS).map((name) => `${PROBLEM_TYPES}${name}`)),
        title: WORDS,
        status: INTEGER,
        detail: WORDS,
        correlationId: WORDS,
      },
      {
        instance: about('Path of the request, where it could be read so far.', WORDS),
        rule: about('The first rule that was broken.', WORDS),
        errors: list(ref('FieldError')),
        command: about('Of a batch: the number of the command that is refused, counted from 0.', WHOLE),
        recorded: about('Of a batch: how many of its commands are recorded, and stay.', WHOLE),
      },
    ),
  ),
};

const PROBLEM_EXPLANATION = object({
  type: WORDS,
  title: WORDS,
  status: INTEGER,
  when: about('When it is met.', WORDS),
  remedy: about('What to do about it.', WORDS),
});

const RECEIPT = object(
  {
    kind: RECORD_KIND,
    id: RECORD_ID,
    dryRun: FLAG,
    revision: WHOLE,
    status: WORDS,
    certainty: CERTAINTY,
    events: list(object({ id: about('Null in a dry run.', orNull(ENTRY_ID)), type: WORDS, revision: WHOLE })),
    warnings: list(object({ rule: WORDS, detail: WORDS })),
    links: about(
      'Null in a dry run. The receipt proves that the last of the events was recorded, once a signed checkpoint covers it.',
      orNull(object({ self: WORDS, history: WORDS, receipt: WORDS })),
    ),
  },
  {
    registration: about(
      'What a registration was given, or would be given now (dry run).',
      object(
        { region: REGION, year: WHOLE, number: orNull(WHOLE), writtenAs: orNull(WORDS) },
        { reserved: about('False in a dry run: whoever registers next may get this number.', NO) },
      ),
    ),
    idempotencyKey: about('Of a dry run that begins a record: the key under which it gets this id.', WORDS),
  },
);

const BATCH_RECEIPT = object({
  dryRun: FLAG,
  idempotencyKey: about('The key under which the records that it begins have these ids.', WORDS),
  results: about(
    'One for each command, in their order.',
    list(
      object({
        as: about('What the batch calls the command.', orNull(WORDS)),
        etag: about('The ETag of the record after the command; null in a dry run.', orNull(WORDS)),
        receipt: ref<Static<typeof RECEIPT>>('Receipt'),
      }),
    ),
  ),
});

const ACT = about(
  'What every entry carries: as what it was said, when it happened, and who says so.',
  object(
    { modality: MODALITY, date: orNull(DATE), recording: oneOf('live', 'historical'), source: SOURCE_OR_NULL },
    {
      relativeDate: object({ to: ENTRY_LINK, direction: oneOf('after', 'before') }, { offset: WORDS }),
      remark: PERSONAL,
      arisesFrom: ENTRY_LINK,
      warnings: list(object({ rule: WORDS, detail: WORDS })),
    },
  ),
);

const HISTORY_ENTRY = object(
  { id: WORDS, type: WORDS, revision: WHOLE },
  {
    index: about('Number of events of the ledger before it; absent while the views are behind.', WHOLE),
    recordedAt: MOMENT,
    actor: WORDS,
    correlationId: WORDS,
    key: about('Digest of the idempotency key (SHA-256, base64url).', WORDS),
    data: {
      description: 'What the entry says: the act, and the fields of the command that recorded it.',
      type: 'object',
      properties: { act: ref('Act') },
      required: ['act'],
    },
    parked: about('Why the views do not count it.', WORDS),
    raw: about('What could not be read, as it lies in the log.', object({ data: WORDS, metadata: WORDS })),
  },
);

/** What is there where `include` asks for it. */
const INCLUDED = { recordNames: RECORD_NAMES };

const HISTORY = object(
  {
    kind: RECORD_KIND,
    id: RECORD_ID,
    entries: list(ref<Static<typeof HISTORY_ENTRY>>('HistoryEntry')),
    next: NEXT,
  },
  INCLUDED,
);

const BRIEF = object({
  kind: RECORD_KIND,
  id: RECORD_ID,
  title: orNull(NAMES),
  status: orNull(WORDS),
  certainty: orNull(CERTAINTY),
  possible: about('Every status that may have been the case, where more than one may.', list(WORDS)),
  modality: about('As what it was begun; null where nothing is recorded of it.', orNull(MODALITY)),
  date: orNull(DATE),
  speaker: about('Of a claim: who says it.', orNull(RECORD_ID)),
  statement: orNull(PERSONAL),
  gist: orNull(PERSONAL_NAMES),
  href: WORDS,
});
/** A record in few words. */
export const RECORD_BRIEF = ref<Static<typeof BRIEF>>('RecordBrief');

const LINK = object(
  {
    rel: about('The field that refers to the other record.', WORDS),
    from: about('The entry that refers, where it is known.', orNull(ENTRY_ID)),
    event: about('The entry that is referred to, where it is known.', orNull(ENTRY_ID)),
    record: RECORD_BRIEF,
  },
  { under: about('The id by which this record stands there, where it was merged with that one.', RECORD_ID) },
);
const LINKS = list(ref<Static<typeof LINK>>('Link'));
const RELATED = object(
  { to: LINKS, from: LINKS, next: NEXT },
  {
    ...INCLUDED,
    contradictions: about(
      'Other records with an identifier of this one that names one record only; on the first page.',
      list(object({ identifier: WORDS, record: RECORD_BRIEF })),
    ),
  },
);

const FIGURE_BESIDE = about(
  'A figure that somebody reported, beside what is registered of the same.',
  object({
    claim: RECORD_BRIEF,
    reported: figureAnswer,
    registered: about('Null where the figure counts nothing that the ledger registers.', orNull(WHOLE)),
    possiblyRegistered: about(
      'How many more may be in the reported status: theirs is unknown, or sources differ about it.',
      orNull(WHOLE),
    ),
  }),
);
const FIGURES = list(ref<Static<typeof FIGURE_BESIDE>>('FigureBeside'));

const ACROSS_RECORDS: Record<string, JsonSchema> = {
  RecordBrief: BRIEF,
  Link: LINK,
  Related: RELATED,
  FigureBeside: FIGURE_BESIDE,
};

/** Numbers by status. */
const COUNTS: Schema<Readonly<Record<string, number>>> = { type: 'object', additionalProperties: WHOLE };

const KIND_TOTALS = object({
  total: about('Without those that had not begun.', WHOLE),
  byStatus: about('Under every status of the kind, how many are in it.', COUNTS),
  doubtful: about(
    'Of those in `byStatus`, how many rest on a qualified or contradicted date; only where there are some.',
    COUNTS,
  ),
  possible: about(
    'How many more may be in a status: theirs is unknown, or sources differ about it; each counted under every one.',
    COUNTS,
  ),
  notBegun: about('Recorded, of later days only.', WHOLE),
});

function schemaOfSummary() {
  const totals = REGISTRAR_KINDS.map(
    ({ summaryName }) => [summaryName, ref<Static<typeof KIND_TOTALS>>('KindTotals')] as const,
  );
  return object({ ...Object.fromEntries(totals), figures: FIGURES });
}

function schemaOfRegionPair() {
  const always = {
    regions: { ...list(REGION), minItems: 2, maxItems: 2 },
    registered: object(
      Object.fromEntries(
        REGISTRAR_KINDS.filter(({ name }) => name !== 'claim').map(({ resource }) => [resource, list(RECORD_BRIEF)]),
      ),
    ),
    claims: about('What was said about both of them: reported, not registered.', list(RECORD_BRIEF)),
    figures: about('On the first page.', FIGURES),
    next: NEXT,
  };
  return object(always, INCLUDED);
}

/** The answers that do not belong to one kind, by the names of their schemas. */
export interface CommonAnswers {
  ProblemExplanation: Static<typeof PROBLEM_EXPLANATION>;
  Receipt: Static<typeof RECEIPT>;
  BatchReceipt: Static<typeof BATCH_RECEIPT>;
  History: Static<typeof HISTORY>;
  Related: Static<typeof RELATED>;
  Summary: Static<ReturnType<typeof schemaOfSummary>>;
  RegionPair: Static<ReturnType<typeof schemaOfRegionPair>>;
}
