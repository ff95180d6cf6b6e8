import type { Context, Decision } from '../../kernel/decider.js';
import { decision, ensureCompletedAct, readStatus, recorded, ensureIfLive } from '../../kernel/decider.js';
import { command, needed, recordKind } from '../../kernel/kind.js';
import type { RecordOnDay } from '../../kernel/dated.js';
import { statusOn } from '../../kernel/status-model.js';
import type { MeetingSeriesAnswer } from './meeting-series.schema.js';
import { meetingSeriesAnswer } from './meeting-series.schema.js';
import { AgreeSeries, EndSeries } from './meeting-series.commands.js';
import { MEETING_FORMS } from './meeting.commands.js';
import { meetingSeriesExamples } from './meeting.examples.js';
import type { SeriesEvent } from './meeting-series.js';
import { SERIES_STATUSES, seriesFacts, seriesStatusModel } from './meeting-series.js';

/** A series is something agreed on: a wish to meet again is a claim. */
function agree(asked: AgreeSeries): Decision<SeriesEvent> {
  return decision(ensureCompletedAct(asked), recorded('SeriesAgreed', asked, 'agreed'));
}

/** A series ends once. */
function end(asked: EndSeries, series: RecordOnDay<SeriesEvent>, context: Context): Decision<SeriesEvent> {
  const now = statusOn(seriesStatusModel, series.whole, context.today);
  return decision(
    [
      ...ensureCompletedAct(asked),
      ...ensureIfLive(
        now.status === 'agreed',
        'ended-while-agreed',
        '',
        `A series ends while it is agreed; it is ${readStatus(now)}.`,
      ),
    ],
    recorded('SeriesEnded', asked),
  );
}

export const meetingSeriesKind = recordKind({
  name: 'meeting-series',
  category: 'meeting',
  resource: 'meeting-series',
  summaryName: 'meetingSeries',
  about: 'Meetings that recur by a rule; each occurrence is a meeting that names the series.',
  begins: ['SeriesAgreed'],
  statuses: SERIES_STATUSES,
  forms: MEETING_FORMS,
  endings: ['ended'],
  lifeCycle: { EndSeries: ['agreed'] },
  commands: [
    command(AgreeSeries, {
      path: '',
      events: ['SeriesAgreed'],
      decide: agree,
    }),
    command(EndSeries, { path: 'ending', events: ['SeriesEnded'], decide: end }),
  ],
  examples: meetingSeriesExamples,
  statusModel: seriesStatusModel,
  view(series) {
    const { agreed, ended } = seriesFacts(series);
    const details = needed(agreed).data;
    return {
      title: details.title,
      form: details.form,
      recurrence: details.recurrence,
      anchor: details.anchor ?? null,
      // What is planned is a meeting of its own that names the series, never a day worked out here.
      next: null,
      organisers: details.organisers ?? [],
      parties: details.parties ?? [],
      topics: details.topics ?? [],
      place: details.place ?? null,
      ending: ended ? { entry: ended.id, date: ended.data.act.date, reason: ended.data.reason } : null,
    } satisfies MeetingSeriesAnswer;
  },
  answer: meetingSeriesAnswer,
  facets(series) {
    const details = seriesFacts(series).agreed?.data;
    return {
      title: details?.title,
      form: details?.form,
      parties: [...new Set([...(details?.organisers ?? []), ...(details?.parties ?? [])])],
      topics: details?.topics ?? [],
      dates: [details?.anchor],
      words: details?.place === undefined ? [] : [details.place],
    };
  },
});
