import type { Entry } from '../../kernel/entry.js';

/** A record as the views keep account of it. */
export interface RecordRow {
  seq: number;
  category: string;
  id: string;
  kind: string;
  revision: number;
}

/** Reads record rows; a condition follows. */
export const SELECT_RECORD = 'SELECT seq, category, id, kind, revision FROM record';

/** The columns of an entry `e`, as a raw statement gives them. */
export const ENTRY_COLUMNS = 'e.revision, e.id, e.type, e.recorded_at, e.recorded_on, e.actor, e.data';

export type EntryRow = [
  revision: number,
  id: string,
  type: string,
  recordedAt: string,
  recordedOn: string,
  actor: string,
  data: string,
];

/** The entry in a row. */
export function entryOf([revision, id, type, recordedAt, recordedOn, actor, data]: EntryRow): Entry {
  return { id, type, revision, data: JSON.parse(data) as Entry['data'], recordedAt, recordedOn, actor };
}
