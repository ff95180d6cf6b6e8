import {
  Choice,
  CountryCode,
  EdtfDate,
  EntryId,
  Flag,
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
import { OTHER_SCHEMES } from '../../kernel/identifier-schemes.js';
import { LONGEST_IDENTIFIER } from '../other-identifiers.js';
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

/** Where the form of a party may stand: in a command, in the entry that recorded the party, in a correction of that. */
interface WithForm {
  form?: string;
  changes?: { form?: string };
}

/**
 * Whether the names of a party are those of a person: a sole trader trades under his own. Whoever was recorded as one once,
 * first or by a correction, stays on the safe side.
 */
function isSoleTrader(_names: unknown, command: object, entries: readonly LedgerEvent[]): boolean {
  return [command, ...entries.map(({ data }) => data)].some((fields) => {
    const { form, changes } = fields as WithForm;
    return form === 'sole-trader' || changes?.form === 'sole-trader';
  });
}

class Identifiers extends ActFields {
  @Inn({ optional: true })
  inn?: Personal;

  @Ogrn({ optional: true })
  ogrn?: string;

  @Ogrnip({ optional: true })
  ogrnip?: Personal;

  @Kpp({ optional: true })
  kpp?: string;
}

/** A region or an organisation that takes part is recorded. */
export class RecordParty extends Identifiers {
  @Choice(PARTY_FORMS)
  form!: (typeof PARTY_FORMS)[number];

  @Titled({ optional: true, personal: isSoleTrader })
  names?: Personal<Names>;

  @CountryCode({ optional: true })
  country?: string;

  @RegionCode({ optional: true })
  region?: string;

  @Text({ optional: true, max: 200 })
  municipality?: string;
}

/** Another name of the same party; or, as a renaming, its name from the date on. */
export class NameParty extends ActFields {
  @Titled({ personal: isSoleTrader })
  names!: Personal<Names>;

  @Flag({ optional: true })
  renamed?: boolean;
}

/** Registration numbers of the party become known, or an identifier by another scheme. */
export class IdentifyParty extends Identifiers {
  @Choice(OTHER_SCHEMES, { optional: true })
  scheme?: string;

  @Text({ optional: true, max: LONGEST_IDENTIFIER })
  value?: string;
}

/** A text says where the party is: kept as a sourced claim. */
export class LocateParty extends ActFields {
  @CountryCode({ optional: true })
  country?: string;

  @RegionCode({ optional: true })
  region?: string;

  @Text({ optional: true, max: 200 })
  municipality?: string;

  @Text({ optional: true })
  place?: string;
}

/** A person is empowered to act for the party. */
export class GiveMandate extends ActFields {
  @RefersTo('person')
  person!: string;

  @PersonalText({ optional: true, max: 500 })
  capacity?: Personal;

  @EdtfDate({ optional: true })
  from?: string;

  @EdtfDate({ optional: true })
  to?: string;
}

/** A mandate ends. */
export class EndMandate extends ActFields {
  @EntryId()
  mandate!: string;

  @EdtfDate({ optional: true })
  to?: string;
}

export const BELONGING_ROLES = ['division', 'plant', 'purchasing-unit', 'group-member', 'other'] as const;

/** The party is part of another one. */
export class StateBelonging extends ActFields {
  @RefersTo('party')
  to!: string;

  @Choice(BELONGING_ROLES)
  role!: (typeof BELONGING_ROLES)[number];

  @EdtfDate({ optional: true })
  from?: string;

  @EdtfDate({ optional: true })
  until?: string;
}

/** The party is part of another one no longer. */
export class EndBelonging extends ActFields {
  @EntryId()
  belonging!: string;

  @EdtfDate({ optional: true })
  until?: string;
}

/** Two records turn out to be of one party: this one goes on under the other. */
export class MergeParty extends ActFields {
  @RefersTo('party')
  into!: string;

  @PersonalText({ optional: true })
  reason?: Personal;
}
