import type { Act, LedgerRecord } from '../../kernel/entry.js';
import type { DatedRecord } from '../../kernel/dated.js';
import { isVoided } from '../../kernel/dated.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import type { MeetingEvent } from './meeting.js';
import { meetingFacts, meetingStatusModel } from './meeting.js';
import type { NotedMeeting, SeriesEvent } from './meeting-series.js';

/** Every series that a meeting names, or named before it was corrected. */
export function seriesOf({ entries }: LedgerRecord): string[] {
  const named = entries.flatMap(({ data }) => {
    const { series, changes } = data as { series?: unknown; changes?: { series?: unknown } | null };
    return [series, changes?.series];
  });
  return [...new Set(named.filter((id) => typeof id === 'string'))];
}

/**
 * What a series should know of a meeting, as the event that notes it; undefined where it knows that already.
 * @param series the series as it stands
 * @param meeting the meeting, with its dates
 */
export function noteOf(
  series: LedgerRecord<SeriesEvent>,
  meeting: DatedRecord<MeetingEvent>,
): LedgerEvent<'MeetingNoted', NotedMeeting> | undefined {
  const known = series.entries.findLast(({ type, data }) => type === 'MeetingNoted' && data.meeting === meeting.id);
  const { details, planned, steps } = meetingFacts(meeting);
  const isOfSeries = !isVoided(meeting) && details?.series === series.id;
  const stage = isOfSeries ? (meetingStatusModel.milestones(meeting).at(-1)?.status ?? 'planned') : 'left';
  const noted: NotedMeeting = {
    meeting: meeting.id,
    stage,
    ...(stage === 'left' || planned === undefined ? {} : { planned }),
  };
  const date = (stage === 'left' ? undefined : steps.at(-1)?.date) ?? null;
  const before = known?.data as (NotedMeeting & { act: Act }) | undefined;
  if (!before && stage === 'left') return undefined;
  if (before?.stage === stage && before.planned === noted.planned && before.act.date === date) return undefined;
  return { type: 'MeetingNoted', data: { ...noted, act: { modality: 'fact', date, recording: 'live', source: null } } };
}
