import type { Details } from '../../kernel/decider.js';
import type { DatedEntry, DatedRecord } from '../../kernel/dated.js';
import { activeEntries } from '../../kernel/dated.js';
import type { LedgerEvent } from '../../kernel/entry.js';
import { statusModel } from '../../kernel/status-model.js';
import type { Milestone } from '../../kernel/status.js';
import { inOrder, milestone } from '../../kernel/status.js';
import type { AgreeSeries, EndSeries } from './meeting-series.commands.js';

export const SERIES_STATUSES = ['agreed', 'ended'] as const;
export type SeriesStatus = (typeof SERIES_STATUSES)[number];

export type SeriesEvent =
  LedgerEvent<'SeriesAgreed', Details<AgreeSeries>> | LedgerEvent<'SeriesEnded', Details<EndSeries>>;

/** What is recorded of a series, by what counts today. */
export interface SeriesFacts {
  agreed?: DatedEntry<Extract<SeriesEvent, { type: 'SeriesAgreed' }>>;
  ended?: DatedEntry<Extract<SeriesEvent, { type: 'SeriesEnded' }>>;
}

/** Collects what is recorded. */
export function seriesFacts(record: DatedRecord<SeriesEvent>): SeriesFacts {
  const facts: SeriesFacts = {};
  for (const entry of activeEntries(record)) {
    if (entry.type === 'SeriesAgreed') facts.agreed = entry;
    else facts.ended = entry;
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
  steps: ['SeriesAgreed', 'SeriesEnded'],
  milestones: (record) => seriesMilestones(seriesFacts(record)),
});
