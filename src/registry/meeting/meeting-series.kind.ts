import type { Decision } from '../../kernel/decider.js';
import {
  decision,
  ensure,
  ensureCompletedAct,
  readStatus,
  recorded,
  ensureIfLive,
  warnIf,
} from '../../kernel/decider.js';
import { command, needed, recordKind } from '../../kernel/kind.js';
import type { RecordOnDay } from '../../kernel/dated.js';
import { plusDays } from '../../kernel/day.js';
import type { Day } from '../../kernel/edtf.js';
import { boundsOf, boundsOrUnknown, isCertainDate, UNKNOWN } from '../../kernel/edtf.js';
import { nextOccurrence, skippedBy } from '../../kernel/recurrence.js';
import { changeDates } from '../../kernel/status.js';
import { statusOn } from '../../kernel/status-model.js';
import type { MeetingSeriesAnswer } from './meeting-series.schema.js';
import { meetingSeriesAnswer } from './meeting-series.schema.js';
import { AgreeSeries, EndSeries } from './meeting-series.commands.js';
import { MEETING_FORMS, NameOrganisers } from './meeting.commands.js';
import { meetingSeriesExamples } from './meeting.examples.js';
import type { SeriesEvent, SeriesFacts } from './meeting-series.js';
import { SERIES_STATUSES, seriesFacts, seriesStatusModel } from './meeting-series.js';
import { ensureSomeNamed } from './organisers.js';

/** A rule that gives one meeting and says so. */
const MEETS_ONCE = /(?:^|;)COUNT=1(?:;|$)/;

/** A series is something agreed on: a wish to meet again is a claim. */
function agree(asked: AgreeSeries): Decision<SeriesEvent> {
  const first = firstDayOf(asked);
  const skipped = skippedBy(asked.recurrence, first);
  return decision(
    [
      ...ensureCompletedAct(asked),
      ...ensure(
        first === undefined ||
          MEETS_ONCE.test(asked.recurrence) ||
          nextOccurrence(asked.recurrence, first) !== undefined,
        'recurs-after-its-first-day',
        '/recurrence',
        `Counted from ${first ?? ''}, the rule never comes to another day.`,
      ),
      ...warnIf(
        skipped !== undefined,
        'some-occurrences-skipped',
        '/recurrence',
        `The rule passes over ${skipped === 'months-without-that-day' ? 'months that lack its day' : 'years without 29 February'} (RFC 5545); no other day is put in their place.`,
      ),
    ],
    recorded('SeriesAgreed', asked, 'agreed'),
  );
}

/** The day that a rule without days of its own takes: that of the anchor, where it is one full date. */
function firstDayOf({ anchor }: Pick<AgreeSeries, 'anchor'>): Day | undefined {
  return anchor !== undefined && isCertainDate(anchor) ? anchor : undefined;
}

/** The meeting of the series that comes next: the first that is planned for the day asked about, or later. */
function nextOf({ meetings }: SeriesFacts, day: Day) {
  const coming = [...meetings.values()].flatMap(({ data: { meeting, planned = null, stage } }) => {
    const { earliest, latest } = planned === null ? UNKNOWN : boundsOf(planned);
    const isComing = (stage === 'planned' || stage === 'postponed') && (latest === null || latest >= day);
    return isComing ? [{ meeting, planned, place: earliest ?? latest ?? '~' }] : [];
  });
  const [next] = coming.sort((a, b) => (a.place < b.place ? -1 : Number(a.place > b.place)));
  return next ? { meeting: next.meeting, planned: next.planned } : null;
}

/** Without an anchor, the rule is counted from the last meeting that was held. */
function lastHeld({ meetings }: SeriesFacts): Day | undefined {
  const held = [...meetings.values()].filter(({ data }) => data.stage === 'held').map(({ date }) => date);
  return (
    held
      .filter((date) => date !== null && isCertainDate(date))
      .sort()
      .at(-1) ?? undefined
  );
}

/** A series ends once. */
function end(asked: EndSeries, series: RecordOnDay<SeriesEvent>): Decision<SeriesEvent> {
  const now = statusOn(seriesStatusModel, series.whole, series.day);
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

/** Organisers and supporters may become known at any time, also when the series has ended: that corrects nothing. */
function nameOrganisers(asked: NameOrganisers): Decision<SeriesEvent> {
  return decision(ensureSomeNamed(asked), recorded('OrganisersNamed', asked));
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
  ledgerEvents: ['MeetingNoted'],
  endings: ['ended'],
  goesOnIn: ['agreed'],
  lifeCycle: { EndSeries: ['agreed'] },
  commands: [
    command(AgreeSeries, {
      path: '',
      events: ['SeriesAgreed'],
      decide: agree,
    }),
    command(NameOrganisers, { path: 'organisers', events: ['OrganisersNamed'], decide: nameOrganisers }),
    command(EndSeries, { path: 'ending', events: ['SeriesEnded'], decide: end }),
  ],
  examples: meetingSeriesExamples,
  statusModel: seriesStatusModel,
  changeDates(series) {
    const { meetings } = seriesFacts(series);
    const last = [...meetings.values()].map(({ data: { planned } }) => boundsOrUnknown(planned).latest);
    const passed = last.map((day) => (day === null ? undefined : plusDays(day, 1)));
    return [...changeDates(seriesStatusModel.milestones(series)), ...passed.filter((day) => day !== undefined)];
  },
  view(series) {
    const facts = seriesFacts(series);
    const { agreed, ended } = facts;
    const details = needed(agreed).data;
    return {
      title: details.title,
      form: details.form,
      recurrence: details.recurrence,
      anchor: details.anchor ?? null,
      // What is planned is a meeting of its own that names the series, never a day worked out here.
      next: nextOf(facts, series.day),
      skips: skippedBy(details.recurrence, firstDayOf(details) ?? lastHeld(facts)) ?? null,
      organisers: facts.organisers,
      supportedBy: facts.supportedBy,
      parties: details.parties ?? [],
      topics: details.topics ?? [],
      place: details.place ?? null,
      ending: ended ? { entry: ended.id, date: ended.data.act.date, reason: ended.data.reason } : null,
    } satisfies MeetingSeriesAnswer;
  },
  answer: meetingSeriesAnswer,
  facets(series) {
    const { agreed, organisers, supportedBy } = seriesFacts(series);
    const details = agreed?.data;
    return {
      title: details?.title,
      form: details?.form,
      parties: [...new Set([...organisers, ...supportedBy, ...(details?.parties ?? [])])],
      topics: details?.topics ?? [],
      dates: [['anchor', details?.anchor]],
      words: details?.place === undefined ? [] : [details.place],
    };
  },
});
