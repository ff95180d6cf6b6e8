import type { Bounds, Day } from '../../kernel/edtf.js';
import { boundsOf, endOf, isEdtf, startOf } from '../../kernel/edtf.js';
import type { LedgerRecord } from '../../kernel/record.js';
import type { Mandate, PartyEvent } from './party.js';
import { partyFacts } from './party.js';

/** Whether something holds, by dates that may be imprecise. */
export type Holds = 'certain' | 'possible' | 'no';

/** The days on which a mandate begins and ends, as far as told. */
export function termOf({ given, ended }: Mandate): { from: string | null; to: string | null } {
  return {
    from: given.data.from ?? null,
    to: ended ? (ended.data.to ?? ended.data.act.date) : (given.data.to ?? null),
  };
}

/**
 * Whether a person has a mandate of a party on a date (rule 1). An act without a date is judged by the day it is
 * recorded. A term that begins or ends on an imprecise date, or a beginning that nobody told, leaves it possible.
 */
export function mandateOf(
  person: string,
  party: LedgerRecord | undefined,
  date: string | undefined,
  today: Day,
): Holds {
  if (!party) return 'no';
  const on = date !== undefined && isEdtf(date) ? boundsOf(date) : { earliest: today, latest: today };
  const answers = partyFacts(party as LedgerRecord<PartyEvent>)
    .mandates.filter(({ given }) => given.data.person === person)
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
  const begun = from !== null && notAfter(begins.latest, on.earliest);
  const open = ends === null ? mandate.ended === undefined : notAfter(on.latest, ends.earliest);
  return begun && open ? 'certain' : 'possible';
}

function isBefore(a: Day | null, b: Day | null): boolean {
  return a !== null && b !== null && a < b;
}

function notAfter(a: Day | null, b: Day | null): boolean {
  return a !== null && b !== null && a <= b;
}
