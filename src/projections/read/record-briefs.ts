import type { Day } from '../../kernel/edtf.js';
import { regionNames } from '../../kernel/regions.js';
import type { Certainty } from '../../kernel/status.js';
import { hrefTo } from '../../registry/registry.js';
import { nameOn } from './names-by-day.js';
import type { RecordBrief } from './query-types.js';

/** What `briefOf` needs of a record: `l` is its list row, `d` its document of the day. */
export const BRIEF_COLUMNS = 'l.title, l.called, d.status, d.certainty, d.possible, l.brief';

export type BriefColumns = [
  title: string | null,
  called: string | null,
  status: string | null,
  certainty: Certainty | null,
  possible: string | null,
  brief: string | null,
];

const UNKNOWN: BriefColumns = [null, null, null, null, null, null];

/**
 * A record in few words, under its name of the day (rule 20); one that is not in the views has no status, and a region has its
 * name all the same.
 */
export function briefOf(kind: string, id: string, day: Day, columns: BriefColumns = UNKNOWN): RecordBrief {
  const [title, called, status, certainty, possible, brief] = columns;
  const stated = brief === null ? {} : (JSON.parse(brief) as Partial<RecordBrief>);
  const { modality = null, date = null, speaker = null, statement = null, gist = null } = stated;
  return {
    kind,
    id,
    title: nameOn(title, called, day) ?? regionNames(id) ?? null,
    status,
    certainty,
    possible: possible === null ? [] : (JSON.parse(possible) as string[]),
    modality,
    date,
    speaker,
    statement,
    gist,
    href: hrefTo(kind, id),
  };
}
