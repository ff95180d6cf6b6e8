import { LANGUAGES, type Language } from '../../words/locale-files.js';
import { DAY, WHOLE, WORDS, list, oneOf, ref } from '../../kernel/schema-parts.js';
import { isDay } from '../../kernel/edtf.js';
import { STATUS_BASES, type StatusBasis } from '../../kernel/status.js';
import type { AskedPoint } from '../../projections/index.js';
import { readCursor } from '../../projections/index.js';
import { KINDS } from '../../registry/registry.js';
import { NOT_A_CURSOR } from '../../questions/refusals.js';
import { type QueryParameter, type QueryParameters, Wrong } from './query-parameters.js';

/** Records on a page of a list, unless the request says otherwise, and at most. */
export const PAGE = { usual: 50, most: 200 };

/** A parameter that may be left out. */
export type Optional<T> = QueryParameter<T | undefined>;
type AsOf = NonNullable<AskedPoint['asOf']>;

/** Holds a parameter against its type, which else would be as narrow as it is written. */
export function parameter<T>(declared: QueryParameter<T>): QueryParameter<T> {
  return declared;
}

const ASKED_AT_MOST = `a whole number from 1 to ${PAGE.most}`;

const LIMIT: QueryParameter<number> = {
  component: 'Limit',
  description: 'At most so many on a page; fewer where they are long.',
  schema: { type: 'integer', minimum: 1, maximum: PAGE.most, default: PAGE.usual },
  absent: PAGE.usual,
  read([text]) {
    const isGood = /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= PAGE.most;
    return isGood ? Number(text) : new Wrong('whole-number', `must be ${ASKED_AT_MOST}`);
  },
};

/** Pages by a cursor that the list itself reads. */
export const LIST_PAGES = {
  cursor: plain('Cursor', 'The `next` of the page before.'),
  limit: LIMIT,
};

const PLACE: Optional<number> = {
  ...LIST_PAGES.cursor,
  absent: undefined,
  read: ([text]) => readCursor(text) ?? new Wrong('cursor', NOT_A_CURSOR),
};

/** Pages by a cursor that says how far the one before came. */
export const PAGES = { cursor: PLACE, limit: LIMIT };

/** A moment in RFC 3339, with its offset; there, hours end at 23. */
const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt](?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)$/;

function readAsOf(text: string): AsOf | Wrong {
  const wrong = new Wrong('moment', 'must be a time such as 2026-03-01T12:00:00Z, or the index of an event');
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return { index: Number(text) };
  // A plus sign in a query is a space, as senders forget.
  const moment = text.replace(' ', '+');
  const time = RFC_3339.test(moment) && isDay(moment.slice(0, 10)) ? new Date(moment.toUpperCase()) : undefined;
  if (!time || Number.isNaN(time.getTime())) return wrong;
  // An offset may lead out of the years that have days: 0001 to 9999.
  const inUtc = time.toISOString();
  return isDay(inUtc.slice(0, 10)) ? { time: inUtc } : wrong;
}

function moment(component: string, description: string): Optional<AsOf> {
  const schema = { type: 'string', examples: ['2026-03-01T12:00:00Z', '1034'] };
  return { component, description, schema, absent: undefined, read: ([text]) => readAsOf(text) };
}

function day(component: string, description: string): Optional<string> {
  const read = ([text]: readonly [string, ...string[]]): string | Wrong =>
    isDay(text) ? text : new Wrong('day', 'must be a day such as 2026-03-01');
  return { component, description, schema: DAY, absent: undefined, read };
}

export const AS_OF = {
  asOf: moment(
    'AsOf',
    'Transaction time: what was recorded by a time (RFC 3339, with offset), or up to and including the event of the ledger with this ' +
      'index; by default everything that is recorded.',
  ),
};

export const ON = {
  on: day(
    'On',
    'Valid time: what was the case on this day, as known at `asOf`; by default the day of `asOf`, and today without it.',
  ),
};

/** Both times in which a query may look back. */
export const MOMENT = { ...AS_OF, ...ON };

/** The day that every state of a replay is given for. */
export const ON_OF_STATES = { on: day('StatesOn', 'The day that the states are about; by default, of each its own.') };

/** The two moments of a comparison. */
export const TWO_MOMENTS = {
  from: moment('From', 'The first moment, as in `asOf`; by default the one before the record’s last event.'),
  to: moment('To', 'The second moment, as in `asOf`; by default now.'),
  fromOn: day('FromOn', 'The day that the first answer is about; by default the day of the moment `from`.'),
  toOn: day('ToOn', 'The day that the second answer is about; by default the day of the moment `to`.'),
};

/** The same where the first moment has no default. */
export const TWO_NAMED_MOMENTS = {
  ...TWO_MOMENTS,
  from: parameter<AsOf>({
    component: 'FromNeeded',
    description: 'The first moment, as in `asOf`.',
    schema: TWO_MOMENTS.from.schema,
    isRequired: true,
    absent: new Wrong('needed', 'is needed: the first of the two moments'),
    read: ([text]) => readAsOf(text),
  }),
};

/** The moment that `asOf` and `on` name; undefined where neither is given. */
export function pointOf({ asOf, on }: { asOf?: AsOf | undefined; on?: string | undefined }): AskedPoint | undefined {
  if (asOf === undefined && on === undefined) return undefined;
  return { ...(asOf === undefined ? {} : { asOf }), ...(on === undefined ? {} : { on }) };
}

/** The language of sentences; where it is absent, Accept-Language says it. */
export const LANGUAGE = {
  lang: parameter<Language | undefined>({
    component: 'Lang',
    description: 'The language of sentences and labels.',
    schema: oneOf(...LANGUAGES),
    absent: undefined,
    read: ([text]) =>
      LANGUAGES.find((known) => known === text) ?? new Wrong('one-of', `must be one of ${LANGUAGES.join(', ')}`),
  }),
};

export const REVISION = {
  revision: parameter<number | undefined>({
    component: 'Revision',
    description: 'Revision of the record.',
    schema: WHOLE,
    absent: undefined,
    read: ([text]) =>
      /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : new Wrong('whole-number', 'must be a whole number'),
  }),
};

const KIND_NAMES = KINDS.map(({ name }) => name);

/** Of which kinds the records have to be; of any, where it is not given. */
export const OF_KINDS = {
  kind: parameter<readonly string[] | undefined>({
    component: 'OfKind',
    description: 'The other record is of one of these kinds.',
    schema: list(ref('RecordKind')),
    isMany: true,
    absent: undefined,
    read: (texts) => wordsIn(texts, KIND_NAMES),
  }),
};

/** Whether a command is only to be decided. */
export const DRY_RUN = {
  dryRun: parameter<boolean>({
    component: 'DryRun',
    description: 'Decide the command, and record nothing.',
    schema: { type: 'boolean', default: false },
    // Whoever tries commands out records nothing, unless they mean to.
    example: true,
    isBare: true,
    absent: false,
    read([text]) {
      if (text === 'true' || text === '') return true;
      return text === 'false' ? false : new Wrong('boolean', 'must be true or false');
    },
  }),
};

/** What may stand beside an answer. */
const INCLUDED = ['names'] as const;

export const INCLUDE = {
  include: parameter<boolean>({
    component: 'Include',
    description:
      '`names`: what the records are called that stand in the answer by their ids, in `recordNames`: on the day asked about, ' +
      'and, where that was another name, on the day of each act that names them.',
    schema: oneOf(...INCLUDED),
    absent: false,
    read: ([text]) => text === INCLUDED[0] || new Wrong('one-of', `must be one of ${INCLUDED.join(', ')}`),
  }),
};

/** Which status is meant where an old register states one (rule 15). */
export const BASIS = {
  basis: parameter<StatusBasis>({
    component: 'Basis',
    description:
      'Which status is meant where an old register states one: that one, or with `computed` what follows from the acts that ' +
      'are recorded (`computedStatus`).',
    schema: { ...oneOf(...STATUS_BASES), default: STATUS_BASES[0] },
    absent: STATUS_BASES[0],
    read: ([text]) =>
      STATUS_BASES.find((known) => known === text) ?? new Wrong('one-of', `must be one of ${STATUS_BASES.join(', ')}`),
  }),
};

/** No parameters at all. */
export const NONE = {} satisfies QueryParameters;

/** A text that is taken as it is. */
export function plain(component: string, description: string, schema = WORDS): Optional<string> {
  return { component, description, schema, absent: undefined, read: ([text]) => text };
}

/** Words out of those that there are, given once with commas or several times. */
export function wordsIn(texts: readonly string[], known: readonly string[]): readonly string[] | Wrong {
  const words = texts.flatMap((text) => text.split(','));
  if (words.length > known.length) return tooMany(`the ${known.length} words that there are`);
  return words.every((word) => known.includes(word))
    ? words
    : new Wrong('one-of', `must be one of ${known.join(', ')}`);
}

/** More was given than is taken. */
export function tooMany(most: string): Wrong {
  return new Wrong('too-many-items', `may hold at most ${most}`);
}
