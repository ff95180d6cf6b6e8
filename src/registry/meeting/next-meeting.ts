import type { Day } from '../../kernel/edtf.js';
import { boundsOf, isCertainDate } from '../../kernel/edtf.js';
import type { DatedRecord } from '../../kernel/dated.js';
import { nextOccurrence } from '../../kernel/recurrence.js';
import type { MeetingEvent } from './meeting.js';
import { meetingFacts } from './meeting.js';
import type { NotedMeeting, SeriesEvent } from './meeting-series.js';
import { seriesFacts } from './meeting-series.js';

/** The next meeting of a series: the day for which it is planned, and the data of the MeetingPlanned event that says so. */
export interface NextMeeting {
  planned: Day;
  details: Extract<MeetingEvent, { type: 'MeetingPlanned' }>['data'];
}

/**
 * The next meeting of a series, by its rule (RFC 5545), strictly after the day on which one of its meetings was held.
 * The rule is counted from the series' anchor where that is one full date, else from the meeting that was held. It is planned
 * for the first day still to come when that was recorded, and after the one for which the meeting itself was planned. Months
 * and years that lack the day of the rule are passed over (RFC 5545).
 *
 * Undefined when nothing can be planned honestly: the series has ended or is void, the meeting is not one of it or was
 * not held on one full, uncontradicted date, the rule has no further day, or it counts its occurrences (COUNT) from a
 * first one that nobody dated; and where another meeting of the series stands for that occurrence.
 */
export function nextMeetingOf(series: DatedRecord, held: DatedRecord): NextMeeting | undefined {
  const { agreed, ended, meetings, ...named } = seriesFacts(series as DatedRecord<SeriesEvent>);
  const { details, steps, planned: ownDay, organisers: organisedBy } = meetingFacts(held as DatedRecord<MeetingEvent>);
  const holding = steps.findLast(({ type }) => type === 'MeetingHeld');
  const on = holding?.date;
  if (!agreed || ended || details?.series !== series.id) return undefined;
  if (!holding || holding.isDoubtful || typeof on !== 'string' || !isCertainDate(on)) return undefined;

  const { title, form, recurrence, anchor, parties, topics } = agreed.data;
  const { place = details.place } = agreed.data;
  const organisers = named.organisers.length > 0 ? named.organisers : organisedBy;
  const first = anchor !== undefined && isCertainDate(anchor) ? anchor : undefined;
  if (first === undefined && /(^|;)COUNT=/.test(recurrence)) return undefined;
  const passed = [on, holding.recordedOn, ...(ownDay !== undefined && isCertainDate(ownDay) ? [ownDay] : [])];
  const after = passed.reduce((a, b) => (a > b ? a : b));
  const planned = nextOccurrence(recurrence, first ?? on, after);
  if (planned === undefined) return undefined;
  const following = nextOccurrence(recurrence, first ?? on, planned);
  const others = [...meetings.values()].filter(({ data }) => data.meeting !== held.id);
  if (others.some(({ data }) => standsBetween(data, after, following))) return undefined;
  return {
    planned,
    details: {
      title,
      form,
      ...(organisers.length > 0 && { organisers }),
      ...(named.supportedBy.length > 0 && { supportedBy: named.supportedBy }),
      ...(parties && { parties }),
      ...(topics && { topics }),
      ...(place !== undefined && { place }),
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

/** Whether a meeting is, or may be, planned for a day between two others; one that was cancelled is not planned again. */
function standsBetween({ planned, stage }: NotedMeeting, after: Day, before: Day | undefined): boolean {
  if (stage === 'left' || stage === 'held') return false;
  if (planned === undefined) return stage === 'planned' || stage === 'postponed';
  const { earliest, latest } = boundsOf(planned);
  return (latest === null || latest > after) && (earliest === null || before === undefined || earliest < before);
}
