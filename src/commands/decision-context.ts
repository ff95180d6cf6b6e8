import type { Context, StatedAct } from '../kernel/decider.js';
import { dateOfCommand } from '../kernel/decider.js';
import type { Day } from '../kernel/edtf.js';
import type { LedgerRecord } from '../kernel/entry.js';
import type { RecordSource } from '../kernel/relative-dates.js';
import { recordsWith, RelativeDates } from '../kernel/relative-dates.js';
import type { RecordKind } from '../kernel/kind.js';
import { lookupIn } from './known-records.js';

/** Where nobody asks the views. */
export const NOTHING_FOUND: Context['found'] = () => [];

/** What a decision may look at beside the command and the record itself. */
export function contextOf(
  { kind, actor, today, localToday = today }: { kind: RecordKind; actor: string; today: Day; localToday?: Day },
  command: StatedAct,
  record: LedgerRecord,
  records: RecordSource,
  found: Context['found'] = NOTHING_FOUND,
): Context {
  const { relativeDate } = command;
  const source = recordsWith(kind.name, record, records);
  const resolved = relativeDate ? (new RelativeDates(source).resolve(relativeDate) ?? null) : null;
  return {
    today,
    localToday,
    actor,
    act: dateOfCommand(command, resolved, { today, localToday }),
    isOld: command.recording === 'historical',
    found,
    lookup: (name, id) => lookupIn(records, name, id),
  };
}
