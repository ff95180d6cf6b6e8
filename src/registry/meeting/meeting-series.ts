import type { Details } from '../../kernel/decider.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries } from '../../kernel/dated.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import { statusModel } from '../../kernel/status-model.js';
import type { Milestone } from '../../kernel/status.js';
import { inOrder, milestone } from '../../kernel/status.js';
import type { NameOrganisers } from './meeting.commands.js';
import type { MeetingStatus } from './meeting.js';
import { addOrganisers } from './organisers.js';
import type { AgreeSeries, EndSeries } from './meeting-series.commands.js';

export const SERIES_STATUSES = ['agreed', 'ended'] as const;
export type SeriesStatus = (typeof SERIES_STATUSES)[number];

/** What a series knows of one of its meetings. The ledger notes it, because of what was recorded of the meeting. */
export interface NotedMeeting {
  meeting: string;
  /** For when it is planned. */
  planned?: string;
  /** How far it has come; `left` where it is void, or no longer of the series. */
  stage: MeetingStatus | 'left';
}

export type SeriesEvent =
  | LedgerEvent<'SeriesAgreed', Details<AgreeSeries>>
  | LedgerEvent<'SeriesEnded', Details<EndSeries>>
  | LedgerEvent<'OrganisersNamed', Details<NameOrganisers>>
  | LedgerEvent<'MeetingNoted', NotedMeeting>;

type EntryOf<T extends SeriesEvent['type']> = DatedEntry<Extract<SeriesEvent, { type: T }>>;

/** What is recorded of a series, by what counts today. */
export interface SeriesFacts {
  agreed?: EntryOf<'SeriesAgreed'>;
  ended?: EntryOf<'SeriesEnded'>;
  /** By the beginning entry, and named later. */
  organisers: string[];
  supportedBy: string[];
  /** Its meetings by their ids, each as it was noted last. */
  meetings: ReadonlyMap<string, EntryOf<'MeetingNoted'>>;
}

/** Collects what is recorded. */
export function seriesFacts(record: DatedRecord<SeriesEvent>): SeriesFacts {
  const meetings = new Map<string, EntryOf<'MeetingNoted'>>();
  const facts: SeriesFacts = { meetings, organisers: [], supportedBy: [] };
  for (const entry of activeEntries(record)) {
    if (entry.type === 'SeriesEnded') facts.ended = entry;
    else if (entry.type === 'MeetingNoted') meetings.set(entry.data.meeting, entry);
    else addOrganisers(facts, entry.data);
    if (entry.type === 'SeriesAgreed') facts.agreed = entry;
  }
  return facts;
}

/** A series is agreed on, until it ends. */
function seriesMilestones({ agreed, ended }: SeriesFacts): Milestone<SeriesStatus>[] {
  return inOrder([
    ...(agreed ? [milestone<SeriesStatus>('agreed', agreed)] : []),
    ...(ended ? [milestone<SeriesStatus>('ended', ended)] : []),
  ]);
}

/** How the status of a series follows from its entries. */
export const seriesStatusModel = statusModel<SeriesStatus, SeriesEvent>({
  of: 'series',
  timeless: ['OrganisersNamed'],
  steps: ['SeriesAgreed', 'SeriesEnded'],
  milestones: (record) => seriesMilestones(seriesFacts(record)),
});
