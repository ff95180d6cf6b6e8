import type { RoleFacet } from '../../kernel/kind.js';
import type { Names } from '../../kernel/names.js';
import type { AgreementFacts } from './agreement.js';
import type { AdoptText } from './agreement.commands.js';
import type { RoleFields } from './agreement.details-commands.js';
import { DEPOSITARY } from './agreement.details-commands.js';

/** The title, in every language in which it was given; in each the last one counts. */
export function titleOf({ announced, described }: AgreementFacts): Names | undefined {
  if (!announced) return undefined;
  return Object.assign({}, announced.data.title, ...described.map(({ data }) => data.title)) as Names;
}

/** The languages in which the agreement is authentic: as was said of it last, else those of its current text. */
export function languagesOf({ described, texts }: AgreementFacts): readonly string[] {
  const stated = described.findLast(({ data }) => data.languages !== undefined)?.data.languages;
  const current = texts.at(-1)?.data;
  return stated ?? (current ? languagesOfText(current) : undefined) ?? [];
}

/** The languages of a text. Events from before they were language tags hold one of three words. */
export function languagesOfText({
  languages,
  language,
}: Pick<AdoptText, 'languages'> & { language?: string }): string[] | undefined {
  return languages ?? language?.split('-');
}

/** The entry that says which roles a party has: the last one. */
function assigned(party: string, { roles }: AgreementFacts): AgreementFacts['roles'][number] | undefined {
  return roles.findLast(({ data }) => data.party === party);
}

/** The roles of a party, as they were assigned last. */
export function rolesOf(party: string, facts: AgreementFacts): readonly RoleFields[] {
  return assigned(party, facts)?.data.roles ?? [];
}

/** Who is what in the agreement, for lists; the depositaries too. */
export function rolesInLists(facts: AgreementFacts): RoleFacet[] {
  const { depositaries } = facts;
  const entry = depositaries?.id ?? '';
  const { parties = [], countries = [] } = depositaries?.data ?? {};
  return [
    ...facts.parties.flatMap((party) =>
      rolesOf(party, facts).map(({ role }) => ({ role, party, entry: assigned(party, facts)?.id ?? '' })),
    ),
    ...parties.map((party) => ({ role: DEPOSITARY, party, entry })),
    ...countries.map(() => ({ role: DEPOSITARY, entry })),
  ];
}
