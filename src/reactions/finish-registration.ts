import type { Recorder } from '../commands/recorder.js';
import type { LedgerRecord } from '../kernel/record.js';
import type { JournalEvent } from '../registry/journal/journal.js';

/**
 * A journal's line was written, and the command that asked for it may have died before the agreement's own entry: writes
 * that entry, under the key of the command, so that a retry of it gets its answer.
 */
export async function finishRegistration(recorder: Recorder, journal: string, line: string): Promise<void> {
  const { record } = await recorder.loader.expect({ kind: 'registration-journal', id: journal });
  const entry = (record as LedgerRecord<JournalEvent>).entries.find(({ id }) => id === line);
  if (!entry) return;
  await recorder.settled(entry.actor, entry.data.request.key);
  await recorder.numbering.finish(entry);
}
