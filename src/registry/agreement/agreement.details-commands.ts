import { ActFields } from '../../kernel/act-fields.js';
import { Choice, CountryCode, LanguageTag, Many, RefersTo, RefersToMany, Titled } from '../../kernel/fields.js';
import type { Names } from '../../kernel/names.js';

/** What becomes known, or is agreed on, of an agreement later: its title in further languages, those in which its text is authentic. */
export class DescribeAgreement extends ActFields {
  @Titled({ optional: true })
  title?: Names;

  @LanguageTag({ optional: true, many: true })
  languages?: string[];
}

/** With whom the agreement is deposited, in place of whoever was before. */
export class NameDepositaries extends ActFields {
  @RefersToMany('party', { optional: true })
  parties?: string[];

  @CountryCode({ optional: true, many: true })
  countries?: string[];
}

/** What a party is in an agreement; what none of these says is said in words (`other`). */
export const AGREEMENT_ROLES = [
  'customer',
  'supplier',
  'contractor',
  'investor',
  'lender',
  'borrower',
  'guarantor',
  'managing-company',
  'coordinator',
  'grantor',
  'recipient',
  'observer',
  'other',
] as const;
export type AgreementRole = (typeof AGREEMENT_ROLES)[number];

/** The role of whoever keeps an agreement: lists are filtered by it as by those of the parties. */
export const DEPOSITARY = 'depositary';

/** One role of a party. */
export class RoleFields {
  @Choice(AGREEMENT_ROLES)
  role!: AgreementRole;

  @Titled({ optional: true })
  title?: Names;
}

/** The roles that a party has in the agreement from then on, in place of those that it had; none, where it has none any more. */
export class AssignRoles extends ActFields {
  @RefersTo('party')
  party!: string;

  @Many(() => RoleFields, { max: 20 })
  roles!: RoleFields[];
}
