import type { Names } from '../../kernel/names.js';
import { regionNames } from '../../kernel/regions.js';
import type { Certainty } from '../../kernel/status.js';
import { hrefTo } from '../../registry/registry.js';
import type { RecordBrief } from './query-types.js';

/** What `briefOf` needs of a record: `l` is its list row, `d` its document of the day. */
export const BRIEF_COLUMNS = 'l.title, d.status, d.certainty, d.possible, l.brief';

export type BriefColumns = [
  title: string | null,
  status: string | null,
  certainty: Certainty | null,
  possible: string | null,
  brief: string | null,
];

const UNKNOWN: BriefColumns = [null, null, null, null, null];

/** A record in few words; one that is not in the views has no status, and a region has its name all the same. */
export function briefOf(kind: string, id: string, columns: BriefColumns = UNKNOWN): RecordBrief {
  const [title, status, certainty, possible, brief] = columns;
  const stated = brief === null ? {} : (JSON.parse(brief) as Partial<RecordBrief>);
  const { modality = null, date = null, speaker = null, statement = null, gist = null } = stated;
  return {
    kind,
    id,
    title: title === null ? (regionNames(id) ?? null) : (JSON.parse(title) as Names),
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
