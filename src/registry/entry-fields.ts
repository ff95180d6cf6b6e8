import type { Entry, SourcePlace } from '../kernel/entry.js';
import type { Modality } from '../kernel/modality.js';

/** How, when and on whose word an entry was stated: the beginning of every entry in an answer. */
export interface EntryFields {
  entry: string;
  /** EDTF, as it was stated; null where no date was. */
  date: string | null;
  modality: Modality;
  source: SourcePlace | null;
}

/** Those fields of an entry. */
export function entryFields({ id, data }: Pick<Entry, 'id' | 'data'>): EntryFields {
  const { date, modality, source } = data.act;
  return { entry: id, date, modality, source };
}
