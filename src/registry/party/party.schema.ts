import {
  DATE,
  ENTRY_ID,
  MODALITY,
  PERSONAL,
  PERSONAL_NAMES,
  RECORD_ID,
  REGION,
  SOURCE_OR_NULL,
  WORDS,
  about,
  list,
  object,
  oneOf,
  orNull,
} from '../../kernel/schema-parts.js';
import type { Static } from '../../kernel/schema-types.js';
import { BELONGING_ROLES, PARTY_FORMS } from './party.commands.js';
import { MERGER } from './person.schema.js';

/** What the view of a party tells. */
export const partyAnswer = object(
  {
    form: oneOf(...PARTY_FORMS),
    names: PERSONAL_NAMES,
    aliases: list(object({ entry: ENTRY_ID, names: PERSONAL_NAMES })),
    region: orNull(REGION),
    country: about(
      'Recorded, or that of its region: ISO 3166-1 alpha-2 code and names.',
      orNull(object({ code: WORDS, names: object({ ru: WORDS, en: WORDS }) })),
    ),
    municipality: orNull(WORDS),
    identifiers: object({}, { inn: PERSONAL, ogrn: WORDS, ogrnip: PERSONAL, kpp: WORDS }),
    locations: list(
      about(
        'Where a source puts the party.',
        object(
          { entry: ENTRY_ID, modality: MODALITY, source: SOURCE_OR_NULL },
          { country: WORDS, region: REGION, municipality: WORDS, place: WORDS },
        ),
      ),
    ),
    mandates: list(
      object(
        {
          entry: ENTRY_ID,
          person: RECORD_ID,
          from: orNull(DATE),
          to: orNull(DATE),
          valid: about('Whether it is valid on that day.', oneOf('certain', 'possible', 'no')),
          source: SOURCE_OR_NULL,
        },
        { capacity: PERSONAL },
      ),
    ),
    belongsTo: list(
      about(
        'The parties of which it is a part; what belongs to it is related to it.',
        object({
          entry: ENTRY_ID,
          to: RECORD_ID,
          role: oneOf(...BELONGING_ROLES),
          from: orNull(DATE),
          until: orNull(DATE),
          valid: about('Whether it is so on that day.', oneOf('certain', 'possible', 'no')),
          source: SOURCE_OR_NULL,
        }),
      ),
    ),
    mergedInto: orNull(RECORD_ID),
  },
  {
    namesByDay: about(
      'Its names one after the other, where it was renamed: `from` and `until` are the days of the renamings.',
      list(object({ entry: orNull(ENTRY_ID), names: PERSONAL_NAMES, from: orNull(DATE), until: orNull(DATE) })),
    ),
    merger: MERGER,
  },
);
export type PartyAnswer = Static<typeof partyAnswer>;
