import type { Bounds, Day } from '../../kernel/edtf.js';
import { endOf, startOf } from '../../kernel/edtf.js';
import type { DatedRecord } from '../../kernel/dated.js';
import type { Mandate, PartyEvent } from './party.js';
import { partyFacts } from './party.js';

/** Whether something holds, by dates that may be imprecise. */
export type Holds = 'certain' | 'possible' | 'no';

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
  const { from, to } = termOf(mandate);
  const begins = from === null ? { earliest: null, latest: null } : startOf(from);
  const ends = to === null ? null : endOf(to);
  if (isBefore(on.latest, begins.earliest) || (ends && isBefore(ends.latest, on.earliest))) return 'no';
  // An ending of which no day is stated was over when it was recorded.
  const isUnknown = mandate.ended !== undefined && mandate.ended.data.to === undefined && mandate.ended.date === null;
  if (isUnknown && notAfter(mandate.ended?.recordedOn ?? null, on.earliest)) return 'no';
  const begun = from !== null && notAfter(begins.latest, on.earliest);
  const open = ends === null || notAfter(on.latest, ends.earliest);
  return begun && open && !isUnknown ? 'certain' : 'possible';
}

function isBefore(a: Day | null, b: Day | null): boolean {
  return a !== null && b !== null && a < b;
}

function notAfter(a: Day | null, b: Day | null): boolean {
  return a !== null && b !== null && a <= b;
}
