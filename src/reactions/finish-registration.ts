import type { Recorder } from '../commands/recorder.js';
import type { RegistrationProcess } from './registration-process.js';
import type { StoredEvent } from '../event-store/port.js';
import type { LedgerRecord } from '../kernel/entry.js';
import { readMetadata } from '../registry/envelope.js';
import type { JournalEvent } from '../registry/journal/journal.js';
import { journalFacts } from '../registry/journal/journal.js';

/**
 * An agreement asked a journal for a number, and the command that asked may have died before it was given and entered:
 * does both, under the key of the command, so that a retry of it gets its answer. An entry that was voided since is not
 * finished; one whose void was voided is, so the reaction to a void is the same. A void, and a correction of the day, is
 * marked in the journals too.
 */
export async function finishRegistration(
  recorder: Recorder,
  registration: RegistrationProcess,
  agreement: string,
  event: StoredEvent,
): Promise<void> {
  const metadata = readMetadata(event);
  if (!metadata) return;
  await recorder.settled(metadata.actor, metadata.key);
  await registration.finish(agreement);
  if (event.type !== 'RegistrationRequested')
    await registration.markLines(agreement, { actor: metadata.actor, causedBy: event.id });
}

/** A journal's line was written: sees to it that the agreement shows the number, and the line whether it still stands. */
export async function finishLine(
  recorder: Recorder,
  registration: RegistrationProcess,
  journal: string,
  line: string,
): Promise<void> {
  const { record } = await recorder.loader.expect({ kind: 'registration-journal', id: journal });
  const entry = journalFacts(record as LedgerRecord<JournalEvent>).lines.find(({ id }) => id === line);
  if (!entry) return;
  await recorder.settled(entry.actor, entry.data.request.key);
  await registration.finishLine(entry);
  await registration.markLines(entry.data.agreement, { actor: entry.actor, causedBy: entry.id });
}
