import type { Details } from '../../kernel/decider.js';
import type { DateResolver, EffectiveEntry, LedgerEvent, LedgerRecord } from '../../kernel/record.js';
import { standing } from '../../kernel/record.js';
import type { Milestone } from '../../kernel/status.js';
import { inOrder, milestone } from '../../kernel/status.js';
import type { AgreeSeries, EndSeries } from './meeting-series.commands.js';

export const SERIES_STATUSES = ['agreed', 'ended'] as const;
export type SeriesStatus = (typeof SERIES_STATUSES)[number];

export type SeriesEvent =
  LedgerEvent<'SeriesAgreed', Details<AgreeSeries>> | LedgerEvent<'SeriesEnded', Details<EndSeries>>;

/** What is recorded of a series, by what counts today. */
export interface SeriesFacts {
  agreed?: EffectiveEntry<Extract<SeriesEvent, { type: 'SeriesAgreed' }>>;
  ended?: EffectiveEntry<Extract<SeriesEvent, { type: 'SeriesEnded' }>>;
}

/** Collects what is recorded. */
export function seriesFacts(record: LedgerRecord<SeriesEvent>): SeriesFacts {
  const facts: SeriesFacts = {};
  for (const entry of standing(record)) {
    if (entry.type === 'SeriesAgreed') facts.agreed = entry;
    else facts.ended = entry;
  }
  return facts;
}

/** A series is agreed on, until it ends. */
export function seriesMilestones({ agreed, ended }: SeriesFacts, resolve?: DateResolver): Milestone<SeriesStatus>[] {
  return inOrder([
    ...(agreed ? [milestone<SeriesStatus>('agreed', agreed, resolve)] : []),
    ...(ended ? [milestone<SeriesStatus>('ended', ended, resolve)] : []),
  ]);
}
