import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries, boundsByAll, FROM_EVER } from '../../kernel/dated.js';
import { plusDays } from '../../kernel/day.js';
import type { RoleDays } from '../../kernel/kind.js';
import type { Names } from '../../kernel/names.js';
import { inOrder } from '../../kernel/status.js';
import type { AgreementEvent, AgreementFacts } from './agreement.js';
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

/**
 * Who is, and was, what in the agreement on which days, for lists; the depositaries too. What is said of a party, or of the
 * depositaries, takes the place of what was said before; a successor takes over its predecessor's roles.
 */
export function rolesByDay(record: DatedRecord<AgreementEvent>): RoleDays[] {
  const found: RoleDays[] = [];
  const standing = new Map<string, { since: DatedEntry; roles: readonly RoleOf[] }>();
  const change = (holder: string, entry: DatedEntry, roles: readonly RoleOf[]): void => {
    const before = standing.get(holder);
    if (before) found.push(...before.roles.flatMap((role) => onDays(role, before.since, entry)));
    standing.set(holder, { since: entry, roles });
  };
  for (const entry of inOrder(activeEntries(record))) {
    if (entry.type === 'RolesAssigned') {
      const { party, roles } = entry.data;
      change(
        party,
        entry,
        roles.map(({ role }) => ({ role, party })),
      );
    } else if (entry.type === 'DepositariesNamed') {
      const { parties = [], countries = [] } = entry.data;
      change(DEPOSITARY, entry, [
        ...parties.map((party) => ({ role: DEPOSITARY, party })),
        ...countries.map(() => ({ role: DEPOSITARY })),
      ]);
    } else if (entry.type === 'PartySucceeded') {
      const { party, successor } = entry.data;
      const roles = standing.get(party)?.roles;
      if (!roles) continue;
      change(party, entry, []);
      change(
        successor,
        entry,
        roles.map(({ role }) => ({ role, party: successor })),
      );
    }
  }
  return [
    ...found,
    ...[...standing.values()].flatMap(({ since, roles }) => roles.flatMap((role) => onDays(role, since))),
  ];
}

type RoleOf = Omit<RoleDays, 'from' | 'until'>;

/** Who has a role, from one entry until another one: none where the other came on the same day. */
function onDays(role: RoleOf, since: DatedEntry, next?: DatedEntry): RoleDays[] {
  const from = boundsByAll(since).earliest;
  const end = next ? boundsByAll(next).latest : null;
  const until = end === null ? null : (plusDays(end, -1) ?? null);
  if (until !== null && until < from) return [];
  return [{ ...role, from: from === FROM_EVER ? null : from, until }];
}
