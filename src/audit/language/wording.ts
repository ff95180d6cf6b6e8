import type { Language } from '../../words/locale-files.js';

/** How a sentence is written: in which language, and what records, regions and entries are called that stand in it by id. */
export interface Wording {
  readonly language: Language;
  readonly names: ReadonlyMap<string, string>;
}

/** A wording in which ids stand as they are. */
export function withoutNames(language: Language): Wording {
  return { language, names: new Map() };
}
