import type { Entry } from '../kernel/entry.js';
import type { ENTRY_FIELDS } from '../kernel/schema-parts.js';
import type { ObjectOf } from '../kernel/schema-types.js';

/** How, when and on whose word an entry was stated: the beginning of every entry in an answer. */
export type EntryFields = ObjectOf<typeof ENTRY_FIELDS>;

/** Those fields of an entry. */
export function entryFields({ id, data }: Pick<Entry, 'id' | 'data'>): EntryFields {
  const { date, modality, source } = data.act;
  return { entry: id, date, modality, source };
}
