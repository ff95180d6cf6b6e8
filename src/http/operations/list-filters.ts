import type { ValuesOf, QueryParameter } from './query-parameters.js';
import { Wrong } from './query-parameters.js';
import { BASIS, parameter, plain, tooMany, wordsIn } from './common-parameters.js';
import type { RecordKind } from '../../kernel/kind.js';
import { CERTAINTY, MODALITY, REGION, WORDS, list, oneOf, ref } from '../../kernel/schema-parts.js';
import { MODALITIES } from '../../kernel/modality.js';
import { checkEdtf } from '../../kernel/edtf.js';
import { isCountry } from '../../kernel/countries.js';
import { identifierKey, isUuid } from '../../kernel/identifiers.js';
import { SCHEMES } from '../../kernel/identifier-schemes.js';
import { searchKey, searchWords } from '../../kernel/names.js';
import { isRegion } from '../../kernel/regions.js';
import { CERTAINTIES, COMMON_STATUSES, NOT_BEGUN } from '../../kernel/status.js';
import type { ListFilters, ProvisionalFilter } from '../../projections/index.js';
import { PROVISIONAL_FILTERS } from '../../projections/index.js';
import { inCapitals } from '../../registry/command-names.js';

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
