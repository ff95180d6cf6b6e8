import type { RecordKind } from '../../kernel/kind.js';
import { LANGUAGES, type Language } from '../../words/locale-files.js';
import { CERTAINTY, DAY, MODALITY, REGION, WHOLE, WORDS, list, oneOf, ref } from '../../kernel/schema-parts.js';
import { MODALITIES } from '../../kernel/modality.js';
import { checkEdtf, isDay } from '../../kernel/edtf.js';
import { isCountry } from '../../kernel/countries.js';
import { identifierKey, isUuid } from '../../kernel/identifiers.js';
import { SCHEMES } from '../../kernel/identifier-schemes.js';
import { searchKey, searchWords } from '../../kernel/names.js';
import { isRegion } from '../../kernel/regions.js';
import { CERTAINTIES, COMMON_STATUSES, NOT_BEGUN, STATUS_BASES, type StatusBasis } from '../../kernel/status.js';
import type { AskedPoint, ListFilters, ProvisionalFilter } from '../../projections/index.js';
import { PROVISIONAL_FILTERS, readCursor } from '../../projections/index.js';
import { KINDS } from '../../registry/registry.js';
import { inCapitals } from '../../registry/command-names.js';
import { NOT_A_CURSOR } from '../../questions/refusals.js';
import { type QueryParameter, type QueryParameters, type ValuesOf, Wrong } from './query-parameters.js';

/** Records on a page of a list, unless the request says otherwise, and at most. */
export const PAGE = { usual: 50, most: 200 };

type Optional<T> = QueryParameter<T | undefined>;
type AsOf = NonNullable<AskedPoint['asOf']>;

/** Holds a parameter against its type, which else would be as narrow as it is written. */
function parameter<T>(declared: QueryParameter<T>): QueryParameter<T> {
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

/** Most parties and words by which a list is filtered at once. */
const MOST_PARTIES = 50;
const MOST_WORDS = 20;

/** What a list is filtered by. */
export const FILTERS = {
  region: parameter<string | undefined>({
    ...plain('Region', 'ISO 3166-2 code: the region takes part, or a party seated in it does.', REGION),
    read: ([text]) => (isRegion(text) ? text : new Wrong('region', 'must be an ISO 3166-2 code such as RU-KYA')),
  }),
  country: parameter<string | undefined>({
    ...plain('Country', 'ISO 3166-1 alpha-2 code: the party is seated there.'),
    isOf: ({ name }) => name === 'party',
    read: ([text]) => (isCountry(text) ? text : new Wrong('country', 'must be an ISO 3166-1 alpha-2 code such as DE')),
  }),
  party: parameter<readonly string[]>({
    component: 'Party',
    description: `Id of a party that takes part; several, at most ${MOST_PARTIES}: all of them do.`,
    schema: { ...list(WORDS), maxItems: MOST_PARTIES },
    isMany: true,
    absent: [],
    read(texts) {
      if (texts.length > MOST_PARTIES) return tooMany(`${MOST_PARTIES} parties`);
      const areIds = texts.every((text) => isUuid(text) || isRegion(text));
      return areIds ? texts : new Wrong('record-id', 'must be the id of a party: a UUID, or the code of a region');
    },
  }),
  including: parameter<boolean>({
    component: 'Including',
    description:
      'With `party`: what belongs to that party on the day asked about counts as the party (its plants, divisions, purchasing units).',
    schema: oneOf('belonging'),
    absent: false,
    read: ([text]) => text === 'belonging' || new Wrong('one-of', 'must be belonging'),
  }),
  role: parameter<string | undefined>({
    component: 'Role',
    description: 'A role in it, as of a customer or a depositary; with `party`, that of these parties.',
    schema: (kind) => (kind?.roles ? oneOf(...kind.roles) : WORDS),
    isOf: ({ roles }) => roles !== undefined,
    absent: undefined,
    read([text], kind) {
      const roles = kind?.roles ?? [];
      return roles.includes(text) ? text : new Wrong('one-of', `must be one of ${roles.join(', ')}`);
    },
  }),
  status: {
    ...someOf('Status', 'Its status is one of these; `not-begun` only where it is asked for.', (statuses) => [
      ...statuses,
      ...COMMON_STATUSES,
    ]),
    // The same words as in the answers of the kind.
    schema: (kind: RecordKind | undefined) => list(kind ? ref(`${inCapitals(kind.name)}Status`) : WORDS),
  },
  possible: someOf('Possible', 'Its status is, or may be, one of these.', (statuses) => [...statuses, NOT_BEGUN]),
  ...BASIS,
  certainty: parameter<readonly string[]>({
    component: 'CertaintyIs',
    description: 'How certain the status is: one of these.',
    schema: list(CERTAINTY),
    isMany: true,
    absent: [],
    read: (texts) => wordsIn(texts, CERTAINTIES),
  }),
  form: parameter<string | undefined>({
    component: 'Form',
    description: 'Narrower kind, as in `form`.',
    schema: (kind) => (kind?.forms ? oneOf(...kind.forms) : WORDS),
    isOf: ({ forms }) => forms !== undefined,
    absent: undefined,
    read([text], kind) {
      const forms = kind?.forms ?? [];
      return forms.includes(text) ? text : new Wrong('one-of', `must be one of ${forms.join(', ')}`);
    },
  }),
  identifier: parameter<string | undefined>({
    ...plain(
      'Identifier',
      `Scheme and value of an identifier, as \`file-number:17-03/98\`. Schemes: ${SCHEMES.join(', ')}.`,
    ),
    isOf: ({ commands }) => commands.some(({ path }) => path === 'identifiers'),
    read([text]) {
      const [scheme = '', value = ''] = text.split(/:(.*)/s);
      const isGood = SCHEMES.includes(scheme) && searchKey(value) !== '';
      return isGood
        ? identifierKey(scheme, value)
        : new Wrong('identifier', `must be a scheme (${SCHEMES.join(', ')}), a colon and a value`);
    },
  }),
  modality: parameter<readonly string[] | undefined>({
    component: 'ModalityIs',
    description: 'As what it was said: one of these.',
    schema: list(MODALITY),
    isOf: ({ marks }) => marks?.includes('modality') === true,
    isMany: true,
    absent: undefined,
    read: (texts) => wordsIn(texts, MODALITIES),
  }),
  speaker: {
    ...plain('Speaker', 'Id of the person who says it.'),
    isOf: ({ marks }: RecordKind): boolean => marks?.includes('speaker') === true,
  },
  about: {
    ...plain('About', 'Id of a party that it is about.'),
    isOf: ({ marks }: RecordKind): boolean => marks?.includes('about') === true,
  },
  provisional: parameter<ProvisionalFilter | undefined>({
    component: 'Provisional',
    description:
      'It is applied provisionally on the day asked about, which is not force: `applied`, or also where that is only `possible`.',
    schema: oneOf(...PROVISIONAL_FILTERS),
    isOf: ({ appliedIn }) => appliedIn !== undefined,
    absent: undefined,
    read: ([text]) =>
      PROVISIONAL_FILTERS.find((known) => known === text) ??
      new Wrong('one-of', `must be one of ${PROVISIONAL_FILTERS.join(', ')}`),
  }),
  topic: plain('Topic', 'A topic.'),
  period: parameter<string | undefined>({
    ...plain(
      'Period',
      'An EDTF date or interval: the record was in force in it (an agreement), or went on (a project, a series, a ' +
        'commitment, a programme, a cluster, a meeting of several days), or has a date in it. `foundBy` says by what it was ' +
        'found. Where that may or may not be so, it is listed and marked `possible`.',
    ),
    read([text]) {
      const wrong = checkEdtf(text);
      return wrong === undefined ? text : new Wrong('edtf-date', wrong);
    },
  }),
  text: parameter<string | undefined>({
    ...plain('Text', `Words in titles and names, and in what was said, at most ${MOST_WORDS}.`),
    read([text]) {
      const words = searchWords(text);
      if (words.length === 0) return new Wrong('words', 'must hold a letter or a digit');
      return words.length > MOST_WORDS ? tooMany(`${MOST_WORDS} words`) : text;
    },
  }),
};

/** The filters as the views take them. */
export function filtersOf(asked: ValuesOf<typeof FILTERS>): ListFilters {
  const { region, country, identifier, topic, text, period, form, party, including } = asked;
  const { basis, provisional, status, possible, certainty, modality, speaker, about, role } = asked;
  return {
    basis,
    ...(provisional === undefined ? {} : { provisional }),
    region,
    country,
    form,
    identifier,
    topic,
    text,
    period,
    speaker,
    about,
    role,
    ...(modality === undefined ? {} : { modalities: [...modality] }),
    ...(party.length === 0 ? {} : { parties: [...party] }),
    ...(including ? { withParts: true } : {}),
    ...(status.length === 0 ? {} : { statuses: [...status] }),
    ...(possible.length === 0 ? {} : { possible: [...possible] }),
    ...(certainty.length === 0 ? {} : { certainties: [...certainty] }),
  };
}

/** No parameters at all. */
export const NONE = {} satisfies QueryParameters;

function plain(component: string, description: string, schema = WORDS): Optional<string> {
  return { component, description, schema, absent: undefined, read: ([text]) => text };
}

/** Statuses of the kind, given once with commas or several times. */
function someOf(
  component: string,
  description: string,
  known: (statuses: readonly string[]) => readonly string[],
): QueryParameter<readonly string[]> {
  return {
    component,
    description,
    schema: (kind) => list(kind ? oneOf(...known(kind.statuses)) : WORDS),
    isMany: true,
    absent: [],
    read: (texts, kind) => wordsIn(texts, known(kind?.statuses ?? [])),
  };
}

function wordsIn(texts: readonly string[], known: readonly string[]): readonly string[] | Wrong {
  const words = texts.flatMap((text) => text.split(','));
  if (words.length > known.length) return tooMany(`the ${known.length} words that there are`);
  return words.every((word) => known.includes(word))
    ? words
    : new Wrong('one-of', `must be one of ${known.join(', ')}`);
}

function tooMany(most: string): Wrong {
  return new Wrong('too-many-items', `may hold at most ${most}`);
}
