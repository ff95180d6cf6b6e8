import type { Day } from '../../kernel/edtf.js';
import { isCertainDate } from '../../kernel/edtf.js';
import type { DatedRecord } from '../../kernel/dated.js';
import { nextOccurrence } from '../../kernel/recurrence.js';
import type { MeetingEvent } from './meeting.js';
import { meetingFacts } from './meeting.js';
import type { SeriesEvent } from './meeting-series.js';
import { seriesFacts } from './meeting-series.js';

/** The next meeting of a series: the day for which it is planned, and the data of the MeetingPlanned event that says so. */
export interface NextMeeting {
  planned: Day;
  details: Extract<MeetingEvent, { type: 'MeetingPlanned' }>['data'];
}

/**
 * The next meeting of a series, by its rule (RFC 5545), strictly after the day on which one of its meetings was held.
 * The rule is counted from the series' anchor where that is one full date, else from the meeting that was held. A meeting
 * entered later from an old register plans the first day still to come, not one that has passed meanwhile.
 *
 * Undefined when nothing can be planned honestly: the series has ended or is void, the meeting is not one of it or was
 * not held on one full, uncontradicted date, the rule has no further day, or it counts its occurrences (COUNT) from a
 * first one that nobody dated.
 */
export function nextMeetingOf(series: DatedRecord, held: DatedRecord): NextMeeting | undefined {
  const { agreed, ended } = seriesFacts(series as DatedRecord<SeriesEvent>);
  const { details, steps } = meetingFacts(held as DatedRecord<MeetingEvent>);
  const holding = steps.findLast(({ type }) => type === 'MeetingHeld');
  const on = holding?.date;
  if (!agreed || ended || details?.series !== series.id) return undefined;
  if (!holding || holding.isDoubtful || typeof on !== 'string' || !isCertainDate(on)) return undefined;

  const { title, form, recurrence, anchor, organisers, parties, topics } = agreed.data;
  const first = anchor !== undefined && isCertainDate(anchor) ? anchor : undefined;
  if (first === undefined && /(^|;)COUNT=/.test(recurrence)) return undefined;
  const isLate = holding.data.act.recording === 'historical' && holding.recordedOn > on;
  const after = isLate ? holding.recordedOn : on;
  const planned = nextOccurrence(recurrence, first ?? on, after);
  if (planned === undefined) return undefined;
  return {
    planned,
    details: {
      title,
      form,
      ...(organisers && { organisers }),
      ...(parties && { parties }),
      ...(topics && { topics }),
      planned,
      series: series.id,
      act: {
        modality: 'will',
        date: null,
        recording: 'live',
        source: null,
        arisesFrom: { kind: 'meeting', id: held.id, event: holding.id },
      },
    },
  };
}
