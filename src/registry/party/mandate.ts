import type { Bounds } from '../../kernel/edtf.js';
import { endOf } from '../../kernel/edtf.js';
import type { DatedRecord } from '../../kernel/dated.js';
import type { Mandate, PartyEvent } from './party.js';
import { partyFacts } from './party.js';
import type { Holds } from './stated-term.js';
import { holdsOn, isBefore } from './stated-term.js';

/** The days on which a mandate begins and ends, as far as stated. An ending shortens a term, and never prolongs it. */
export function termOf({ given, ended }: Mandate): { from: string | null; to: string | null } {
  const from = given.data.from ?? null;
  const until = given.data.to ?? null;
  const end = ended?.data.to ?? ended?.date ?? null;
  const isOverFirst = until !== null && (end === null || isBefore(endOf(until).latest, endOf(end).earliest));
  return { from, to: isOverFirst ? until : end };
}

/**
 * Whether a person has a mandate of a party on the days between two bounds (rule 1). A term that begins or ends on an
 * imprecise date, or a beginning that nobody stated, leaves it possible.
 * @param people the ids under which the person is known
 * @param parties the records under which the party is known; undefined for one that is not there
 */
export function mandateOf(people: readonly string[], parties: readonly (DatedRecord | undefined)[], on: Bounds): Holds {
  const answers = parties
    .filter((party) => party !== undefined)
    .flatMap((party) => partyFacts(party as DatedRecord<PartyEvent>).mandates)
    .filter(({ given }) => people.includes(given.data.person))
    .map((mandate) => validOn(mandate, on));
  if (answers.includes('certain')) return 'certain';
  return answers.includes('possible') ? 'possible' : 'no';
}

/** Whether one mandate is valid on all, some or none of the days between two bounds. */
export function validOn(mandate: Mandate, on: Bounds): Holds {
  const { ended } = mandate;
  // An ending of which no day is stated was over when it was recorded.
  const isUnknown = ended !== undefined && ended.data.to === undefined && ended.date === null;
  return holdsOn({ ...termOf(mandate), endedBy: isUnknown ? ended.recordedOn : null }, on);
}
