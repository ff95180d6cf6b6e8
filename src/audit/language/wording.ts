import type { Language } from '../../words/locale-files.js';
import { dateInWords } from './dates.js';

/** How a sentence is written: in which language, and what records, regions and entries are called that stand in it by id. */
export interface Wording {
  readonly language: Language;
  readonly names: ReadonlyMap<string, string>;
  /** How a date (EDTF) is written; as it was stated where this is absent. */
  readonly dates?: (date: string) => string;
}

/** A wording in which ids stand as they are. */
export function withoutNames(language: Language): Wording {
  return { language, names: new Map() };
}

/** How dates are written in whole sentences. */
export function writtenDates(language: Language): (date: string) => string {
  return (date) => dateInWords(date, language);
}
