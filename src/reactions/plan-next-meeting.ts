import { idFrom } from '../commands/event-writer.js';
import { KnownRecords } from '../commands/known-records.js';
import type { Recorder } from '../commands/recorder.js';
import { WrongExpectedRevision } from '../event-store/port.js';
import type { DatedRecord } from '../kernel/dated.js';
import { activeEntries, dated } from '../kernel/dated.js';
import type { Entry, LedgerRecord } from '../kernel/entry.js';
import type { MeetingEvent } from '../registry/meeting/meeting.js';
import { meetingFacts } from '../registry/meeting/meeting.js';
import { meetingKind } from '../registry/meeting/meeting.kind.js';
import { nextMeetingOf } from '../registry/meeting/next-meeting.js';

/**
 * A meeting of a series was held: plans the next one. It is worked out by what was recorded up to then, and its id follows
 * from the series and the day: so it is planned once, however often, however late and by however many instances the event
 * is read, whatever is corrected since.
 */
export async function planNextMeeting(
  { loader, writer, renderCheck }: Recorder,
  ledger: string,
  meeting: string,
  held: string,
): Promise<void> {
  const { record } = await loader.expect({ kind: 'meeting', id: meeting });
  const known = new KnownRecords(loader);
  await known.readAround(record);
  const entry = activeEntries(dated('meeting', record, known.source)).find(({ id }) => id === held);
  if (!entry) return;
  const then = dated(
    'meeting',
    upTo(record, ({ revision }) => revision <= entry.revision),
    known.source,
  );
  const seriesId = meetingFacts(then as DatedRecord<MeetingEvent>).details?.series;
  if (seriesId === undefined) return;
  const series = await loader.expect({ kind: 'meeting-series', id: seriesId });
  // What it knows of its meetings was noted since.
  const seriesThen = upTo(
    series.record,
    ({ type, recordedAt }) => type === 'MeetingNoted' || recordedAt <= entry.recordedAt,
  );
  const next = nextMeetingOf(dated('meeting-series', seriesThen), then);
  if (!next) return;
  const id = idFrom('next-meeting', ledger, seriesId, next.planned);
  const { stream, revision } = await loader.expect({ kind: 'meeting', id });
  if (revision >= 0) return;
  const request = { actor: entry.actor, key: '', correlationId: held, causedBy: held, digest: '' };
  const events = writer.prepare(request, stream, -1, [{ type: 'MeetingPlanned', data: next.details }]);
  await renderCheck.checkBeginning(meetingKind, id, events);
  await writer.append(stream, -1, events, []).catch((error: unknown) => {
    if (!(error instanceof WrongExpectedRevision)) throw error;
  });
}

function upTo({ id, entries }: LedgerRecord, isKnown: (entry: Entry) => boolean): LedgerRecord {
  return { id, entries: entries.filter(isKnown) };
}
