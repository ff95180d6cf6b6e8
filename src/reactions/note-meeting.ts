import { KnownRecords } from '../commands/known-records.js';
import type { Recorder } from '../commands/recorder.js';
import { WrongExpectedRevision } from '../event-store/port.js';
import type { StoredEvent } from '../event-store/port.js';
import type { DatedRecord } from '../kernel/dated.js';
import { dated } from '../kernel/dated.js';
import type { LedgerRecord } from '../kernel/entry.js';
import { readMetadata } from '../registry/envelope.js';
import type { MeetingEvent } from '../registry/meeting/meeting.js';
import { meetingKind } from '../registry/meeting/meeting.kind.js';
import type { SeriesEvent } from '../registry/meeting/meeting-series.js';
import { noteOf, seriesOf } from '../registry/meeting/noted-meeting.js';

/**
 * Something was recorded of a meeting: notes in its series what that should know of it, where it does not. The series knows
 * its meetings then as whoever reads the log comes to plan the next one. @returns whether it is of a series
 */
export async function noteMeeting({ loader, writer }: Recorder, meeting: string, event: StoredEvent): Promise<boolean> {
  const loaded = await loader.load(meetingKind, meeting);
  const actor = readMetadata(event)?.actor;
  if (!loaded || actor === undefined) return false;
  const named = seriesOf(loaded.record);
  if (named.length === 0) return false;
  const known = new KnownRecords(loader);
  await known.readAround(loaded.record);
  const record = dated('meeting', loaded.record, known.source) as DatedRecord<MeetingEvent>;
  const request = { actor, key: '', correlationId: event.id, causedBy: event.id, digest: '' };
  for (const id of named) {
    for (;;) {
      const series = await loader.expect({ kind: 'meeting-series', id });
      const note = series.revision < 0 ? undefined : noteOf(series.record as LedgerRecord<SeriesEvent>, record);
      if (!note) break;
      const { stream, revision } = series;
      const events = writer.prepare(request, stream, revision, [note], {}, revision + 1);
      const written = await writer.append(stream, revision, events, []).catch(unlessOutrun);
      if (written) break;
    }
  }
  return true;
}

function unlessOutrun(error: unknown): undefined {
  if (!(error instanceof WrongExpectedRevision)) throw error;
}
