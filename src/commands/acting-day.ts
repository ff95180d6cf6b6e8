import type { DatedRecord } from '../kernel/dated.js';
import { dated } from '../kernel/dated.js';
import type { Day } from '../kernel/edtf.js';
import type { LedgerRecord } from '../kernel/entry.js';
import type { RecordKind } from '../kernel/kind.js';
import type { RecordSource } from '../kernel/relative-dates.js';
import { zoneOfRegion } from '../kernel/region-zones.js';
import { isRegion } from '../kernel/regions.js';
import type { Reference } from '../registry/common-rules.js';
import { kindNamed } from '../registry/registry.js';
import { lookupIn } from './known-records.js';

/** Today in a time zone, or in that of the ledger. */
export type DayIn = (zone?: string) => Day;

/** What a command names, and what is known of it. */
interface Acting {
  kind: RecordKind;
  command: { region?: unknown };
  record: LedgerRecord;
  references: readonly Reference[];
  records: RecordSource;
}

/**
 * Today where a command acts: in the region that it names, such as that of a journal; else where the parties are seated that
 * it names; else in the regions that its record is of. Of several the day counts that begins first: what has come in one of
 * them is not still to come. Where no region is known, the ledger's own day.
 */
export function actingDay(acting: Acting, dayIn: DayIn): Day {
  const zones = actingRegions(acting).map(zoneOfRegion);
  const days = zones.filter((zone) => zone !== undefined).map((zone) => dayIn(zone));
  return days.sort().at(-1) ?? dayIn();
}

function actingRegions({ kind, command, record, references, records }: Acting): string[] {
  if (typeof command.region === 'string') return [command.region];
  const parties = references
    .filter((reference) => reference.kind === 'party' && !isContext(reference))
    .flatMap(({ id }) => regionsOf('party', id, lookupIn(records, 'party', id)));
  return parties.length > 0 ? parties : regionsOf(kind.name, record.id, dated(kind.name, record, records));
}

/** What an entry arises from, or is dated by, does not act in it. */
function isContext({ pointer }: Reference): boolean {
  return /^\/(changes\/)?(arisesFrom|relativeDate)\b/.test(pointer);
}

function regionsOf(kind: string, id: string, record: DatedRecord | undefined): string[] {
  if (isRegion(id)) return [id];
  if (!record || record.entries.length === 0) return [];
  const { parties, regions = [] } = facetsOf(kind, record);
  return [...regions, ...parties.filter(isRegion)];
}

/** A record that somebody else wrote into the log may not be shown; a command, such as a void, may be just for that. */
function facetsOf(kind: string, record: DatedRecord): { parties: readonly string[]; regions?: readonly string[] } {
  try {
    return kindNamed(kind)?.facets(record) ?? { parties: [] };
  } catch {
    return { parties: [] };
  }
}
