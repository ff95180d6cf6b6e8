import type { Recorder } from '../commands/recorder.js';
import { keyOf } from '../commands/record-loader.js';
import { WrongExpectedRevision } from '../event-store/port.js';
import type { LedgerRecord } from '../kernel/record.js';
import type { AgreementEvent } from '../registry/agreement/agreement.js';
import type { JournalEvent } from '../registry/journal/journal.js';
import { registeredBy } from '../registry/journal/journal.js';

/**
 * A journal's line was written, and the command that asked for it may have died before the agreement's own entry: writes
 * that entry, under the key of the command, so that a retry of it gets its answer.
 */
export async function finishRegistration(recorder: Recorder, journal: string, line: string): Promise<void> {
  const { loader, writer } = recorder;
  const lines = await loader.expect({ kind: 'registration-journal', id: journal });
  const entry = (lines.record as LedgerRecord<JournalEvent>).entries.find(({ id }) => id === line);
  if (!entry) return;
  const { agreement, request } = entry.data;
  await recorder.settled(entry.actor, request.key);
  for (;;) {
    const { record, stream, revision, keys } = await loader.expect({ kind: 'agreement', id: agreement });
    // Voided or not: a registration that stands in the record was finished.
    const isThere = (record as LedgerRecord<AgreementEvent>).entries.some(({ type }) => type === 'AgreementRegistered');
    if (isThere || keys.has(keyOf(entry.actor, request.key))) return;
    const event = { type: 'AgreementRegistered', data: { ...registeredBy(entry.data), act: entry.data.act } };
    const events = writer.prepare({ ...request, actor: entry.actor, causedBy: entry.id }, stream, revision, [event]);
    try {
      await writer.append(stream, revision, events, []);
      return;
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }
}
