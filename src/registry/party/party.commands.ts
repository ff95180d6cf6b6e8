import {
  Choice,
  EdtfDate,
  EntryId,
  Inn,
  Kpp,
  Ogrn,
  Ogrnip,
  PersonalText,
  RefersTo,
  RegionCode,
  Text,
  Titled,
} from '../../kernel/fields.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import type { Names } from '../../kernel/names.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';

export const PARTY_FORMS = [
  'region',
  'municipality',
  'government',
  'agency',
  'enterprise',
  'sole-trader',
  'organisation',
  'fund',
  'managing-company',
  'cluster',
] as const;

/** Whether the names of a party are those of a person: a sole trader trades under his own. */
function isSoleTrader(_names: unknown, command: object, entries: readonly LedgerEvent[]): boolean {
  const forms = [command, ...entries.map(({ data }) => data)].map((told) => (told as { form?: string }).form);
  return forms.includes('sole-trader');
}

class Identifiers extends ActFields {
  @Inn({ optional: true, about: 'Taxpayer number: 10 digits; that of a sole trader has 12 and is personal.' })
  inn?: Personal;

  @Ogrn({ optional: true, about: 'State registration number.' })
  ogrn?: string;

  @Ogrnip({ optional: true, about: 'State registration number of a sole trader.' })
  ogrnip?: Personal;

  @Kpp({ optional: true, about: 'Tax registration reason code.' })
  kpp?: string;
}

/** A region or an organisation that takes part is recorded. */
export class RecordParty extends Identifiers {
  @Choice(PARTY_FORMS, { about: 'What it is.' })
  form!: (typeof PARTY_FORMS)[number];

  @Titled({
    optional: true,
    about: 'Names; a region has those of the reference data when absent. Those of a sole trader are personal.',
    personal: isSoleTrader,
  })
  names?: Personal<Names>;

  @RegionCode({ optional: true, about: 'The region that it is, or in which it is known to be seated.' })
  region?: string;
}

/** Another name of the same party. */
export class NameParty extends ActFields {
  @Titled({ about: 'The alias, as a text gives it.', personal: isSoleTrader })
  names!: Personal<Names>;
}

/** Registration numbers of the party become known. */
export class IdentifyParty extends Identifiers {}

/** A text says where the party is: kept as a sourced claim. */
export class LocateParty extends ActFields {
  @RegionCode({ optional: true, about: 'The region.' })
  region?: string;

  @Text({ optional: true, about: 'The place.' })
  place?: string;
}

/** A person is empowered to act for the party. */
export class GiveMandate extends ActFields {
  @RefersTo('person', { about: 'The person.' })
  person!: string;

  @PersonalText({ optional: true, max: 500, about: 'Post or capacity.' })
  capacity?: Personal;

  @EdtfDate({ optional: true, about: 'First day; absent when nobody told it.' })
  from?: string;

  @EdtfDate({ optional: true, about: 'Last day; absent while it is open.' })
  to?: string;
}

/** A mandate ends. */
export class EndMandate extends ActFields {
  @EntryId({ about: 'The mandate: id of the entry by which it was given.' })
  mandate!: string;

  @EdtfDate({ optional: true, about: 'Last day on which it was valid; the date of the act when absent.' })
  to?: string;
}

/** Two records turn out to be of one party: this one goes on under the other. */
export class MergeParty extends ActFields {
  @RefersTo('party', { about: 'The party under which it goes on.' })
  into!: string;
}
