import type { Context, Violation } from '../../kernel/decider.js';
import { ensure } from '../../kernel/decider.js';
import type { DatedRecord } from '../../kernel/dated.js';
import { goingOnAs } from '../party/merger.js';
import type { PartyEvent } from '../party/party.js';
import { partyFacts } from '../party/party.js';

/**
 * Only a region that takes part in an agreement, or in which a party of it is seated, can register it (rule 10). What was merged
 * into another party is seated where that one is, too (rule 18).
 */
export function ensureTakesPart(
  region: string,
  parties: readonly string[],
  context: Context,
  pointer: string,
): Violation[] {
  const seats = (id: string): (string | undefined)[] =>
    goingOnAs('party', id, context).map((one) => regionOf(one, context));
  const takesPart = parties.some((id) => id === region || seats(id).includes(region));
  return ensure(takesPart, 'region-takes-part', pointer, 'The region does not take part in this agreement.');
}

function regionOf(party: string, context: Context): string | undefined {
  const record = context.lookup('party', party);
  return record && partyFacts(record as DatedRecord<PartyEvent>).recorded?.data.region;
}
